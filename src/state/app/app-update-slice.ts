import { notices } from '../../shared/text/wording/english/notices'
import type { AppServices } from '../app-services'
import type { RecordingSlice } from '../record-voice/recording-slice'
import type { GetState, SetSlice } from '../slice'
import type { PlayerSlice } from '../speak/player-slice'
import type { ReadingSlice } from '../speak/reading-slice'
import type { LifecycleSlice } from './lifecycle-slice'
import type { NoticesSlice } from './notices-slice'

export interface AppUpdateSlice {
  readonly updateReady: boolean
  readonly offlineReady: boolean
  /** Applies the waiting update; refused (kept for later) while a reload would cut something off. */
  readonly applyUpdate: () => void
}

type Needed = NoticesSlice & BusyPart

export function createAppUpdateSlice(
  { updates }: Pick<AppServices, 'updates'>,
  set: SetSlice<AppUpdateSlice>,
  get: GetState<Needed>,
): AppUpdateSlice {
  updates.watch({
    onUpdateReady: () => { set({ updateReady: true }) },
    onOfflineReady: () => { set({ offlineReady: true }) },
    canReload: () => !isBusy(get()),
  })
  return {
    updateReady: false,
    offlineReady: false,
    applyUpdate() {
      if (isBusy(get())) get().notifyInfo(notices.updateWaits)
      else updates.apply()
    },
  }
}

type BusyPart = Pick<LifecycleSlice, 'running'> & Pick<RecordingSlice, 'recording'> & Pick<ReadingSlice, 'speakState'> & Pick<PlayerSlice, 'player'>

/** True while a reload would cut something off. */
export function isBusy({ running, recording, speakState, player }: BusyPart): boolean {
  const isReading = ['awaiting-pack', 'loading', 'preparing', 'speaking'].includes(speakState.phase)
  const isSounding = player.phase === 'playing' || player.phase === 'banking'
  // A project goes on after a reload, and may take days.
  const isCutOff = running.some((name) => name !== 'project' && name !== 'project-line')
  return isCutOff || isReading || isSounding || recording.phase !== 'idle'
}
