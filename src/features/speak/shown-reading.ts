import type { SavedTake } from '../../shared/protocol/records'
import type { AppState } from '../../state/app-state'
import { holdsTake } from '../../state/speak/player-slice'

const MAKING: readonly AppState['speakState']['phase'][] = ['awaiting-pack', 'loading', 'preparing', 'speaking']

/** True from the click on "Speak" until the reading is made, stopped or failed. */
export function isMaking({ speakState }: AppState): boolean {
  return MAKING.includes(speakState.phase)
}

/** Whether the player has a reading, and not a recording or a comparison. */
export function holdsReading(state: AppState): boolean {
  return holdsTake(state) && state.player.availableSeconds > 0
}

/**
 * The take that is shown: the one in the player, or else the newest of this visit, so that it stays in its place
 * while the recording of a voice is heard. None while another one is being made.
 */
export function shownTake(state: AppState): SavedTake | null {
  const { takes, lastTake, currentTakeId } = state
  if (currentTakeId === null) return isMaking(state) ? null : lastTake
  return lastTake?.id === currentTakeId ? lastTake : (takes.find(({ id }) => id === currentTakeId) ?? null)
}
