/** What a token must weigh to be worth nothing: single frames of a head are noisy. */
const FLOOR = 1e-3
/** What it costs to leave out a token, in nats. */
const SKIP_COST = 2
/** Tokens that may be left out at once. */
const MOST_SKIPPED = 3

/**
 * The token that is said in each frame: of all ways that never go back the one that the weights speak for most (Viterbi 1967). A way
 * may begin and end anywhere.
 *
 * @param weights a share for each token, a list for each frame
 */
export function tokenPath(weights: readonly Float32Array[]): Int32Array {
  const tokens = weights[0]?.length ?? 0
  const from: Int32Array[] = []
  let costs = new Float64Array(tokens).map((_, token) => token * SKIP_COST)
  for (const [frame, row] of weights.entries()) {
    const next = new Float64Array(tokens)
    const origins = new Int32Array(tokens)
    for (let token = 0; token < tokens; token++) {
      let [best, origin] = [Infinity, token]
      for (let step = 0; step <= MOST_SKIPPED + 1 && step <= token; step++) {
        if (frame === 0 && step > 0) break
        const cost = (costs[token - step] ?? Infinity) + Math.max(0, step - 1) * SKIP_COST
        if (cost < best) [best, origin] = [cost, token - step]
      }
      next[token] = best - Math.log(Math.max(FLOOR, row[token] ?? 0))
      origins[token] = origin
    }
    costs = next
    from.push(origins)
  }
  const path = new Int32Array(weights.length)
  let token = costs.indexOf(Math.min(...costs))
  for (let frame = weights.length - 1; frame >= 0; frame--) {
    path[frame] = token
    token = from[frame]?.[token] ?? token
  }
  return path
}
