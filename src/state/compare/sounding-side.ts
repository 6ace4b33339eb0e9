import type { AppState } from '../app-state'
import type { ComparisonSide } from '../speak/player-slice'

/** The side of a comparison that sounds now; null while neither does. */
export function soundingSide({ playback, player: { phase } }: Pick<AppState, 'playback' | 'player'>): ComparisonSide | null {
  return playback?.kind === 'comparison' && (phase === 'playing' || phase === 'banking') ? playback.side : null
}
