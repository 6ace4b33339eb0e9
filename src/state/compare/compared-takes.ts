import type { SavedTake } from '../../shared/protocol/records'
import type { AppState } from '../app-state'
import { takeById } from '../history/take-by-id'

/** The two takes that are compared, as A and B; null while there are not two. */
export function comparedTakes(
  state: Pick<AppState, 'compared' | 'swapped' | 'takes' | 'lastTake'>,
): { readonly a: SavedTake; readonly b: SavedTake } | null {
  const [first, second] = state.compared.map((id) => takeById(state, id))
  if (!first || !second) return null
  return state.swapped ? { a: second, b: first } : { a: first, b: second }
}
