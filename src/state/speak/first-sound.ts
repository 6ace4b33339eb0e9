import type { PlayerService } from '../../services/services'

/** Longest wait: a muted or suspended output may never report its first sample. */
const PATIENCE_MS = 1500

/** Resolves once the player measured its first audible sample, was silenced, or `PATIENCE_MS` passed. */
export function firstSound(player: PlayerService): Promise<void> {
  return new Promise((resolve) => {
    const heard = () => {
      const { ttfaMs, phase } = player.state()
      return ttfaMs !== null || phase === 'idle' || phase === 'ended' || phase === 'paused'
    }
    const done = () => {
      clearTimeout(timer)
      unsubscribe()
      resolve()
    }
    const timer = setTimeout(done, PATIENCE_MS)
    const unsubscribe = player.subscribe(() => { if (heard()) done() })
    if (heard()) done()
  })
}
