import { notices } from '../../shared/text/wording/english/notices'
import type { AppServices } from '../app-services'
import type { DocumentsSlice } from '../documents/documents-slice'
import type { DubbingSlice } from '../dubbing/dubbing-slice'
import type { RecordingSlice } from '../record-voice/recording-slice'
import type { GuideSlice } from '../say-like/guide-slice'
import type { GetState, SetSlice } from '../slice'
import type { PlayerSlice } from '../speak/player-slice'
import type { ReadingSlice } from '../speak/reading-slice'
import type { DesignSlice } from '../voice-library/design-slice'
import type { MixSlice } from '../voice-library/mix-slice'
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

type UnkeptPart = Pick<RecordingSlice, 'recording' | 'setAside'> &
  Pick<GuideSlice, 'guideState'> &
  Pick<DesignSlice, 'designState'> &
  Pick<MixSlice, 'mixState'> &
  Pick<DocumentsSlice, 'openDocument'> &
  Pick<DubbingSlice, 'dubbingState'>

/** True while the page holds something of the person's that is kept nowhere else. */
export function holdsUnkept({ recording, setAside, guideState, designState, mixState, openDocument, dubbingState }: UnkeptPart): boolean {
  const isAtRest = (phase: string) => phase === 'idle' || phase === 'failed'
  const holdsRecording = !isAtRest(recording.phase) || setAside !== null || !isAtRest(guideState.phase)
  const holdsVoice = designState.phase === 'designed' || mixState.phase === 'mixed'
  const holdsEdits = openDocument?.isEdited === true || (dubbingState.phase === 'ready' && dubbingState.dubbing.isEdited)
  return holdsRecording || holdsVoice || holdsEdits
}

type BusyPart = UnkeptPart & Pick<LifecycleSlice, 'running'> & Pick<ReadingSlice, 'speakState'> & Pick<PlayerSlice, 'player'>

/** True while a reload would cut something off. */
export function isBusy(state: BusyPart): boolean {
  const { running, speakState, player } = state
  const isReading = ['awaiting-pack', 'loading', 'preparing', 'speaking'].includes(speakState.phase)
  const isSounding = player.phase === 'playing' || player.phase === 'banking'
  // A project goes on after a reload, and may take days.
  const isCutOff = running.some((name) => name !== 'project' && name !== 'project-line')
  return isCutOff || isReading || isSounding || holdsUnkept(state)
}
