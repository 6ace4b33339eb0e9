import type { AppServices } from '../app-services'
import type { AppState } from '../app-state'
import type { GetState } from '../slice'
import { notices } from '../../shared/text/wording/english/notices'

export interface AppUpdateSlice {
  readonly updateReady: boolean
  readonly offlineReady: boolean
  /** Applies the waiting update; refused (kept for later) while speaking or recording. */
  readonly applyUpdate: () => void
}

export function createAppUpdateSlice(services: AppServices, get: GetState): AppUpdateSlice {
  return {
    updateReady: false,
    offlineReady: false,
    applyUpdate() {
      if (isBusy(get())) get().notifyInfo(notices.updateWaits)
      else services.updates.apply()
    },
  }
}

/** True while a reload would cut something off. */
export function isBusy({ recording, speakState, player, refineState }: AppState): boolean {
  const speaking = ['awaiting-pack', 'loading', 'preparing', 'speaking'].includes(speakState.phase)
  const sounding = player.phase === 'playing' || player.phase === 'banking'
  return speaking || sounding || recording.phase !== 'idle' || refineState.phase === 'refining'
}
