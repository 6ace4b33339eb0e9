import type { AppState, ComparisonSide } from '../app-state'

/** The side of a comparison that sounds now; null while neither does. */
export function soundingSide({ playback, player: { phase } }: Pick<AppState, 'playback' | 'player'>): ComparisonSide | null {
  return playback?.kind === 'comparison' && (phase === 'playing' || phase === 'banking') ? playback.side : null
}
