/** A jump this many times as large as all but the largest twentieth around it is a click, */
const OUTSTANDING = 5
/** if it is at least this large, of a full scale of 1, */
const LEAST = 0.06
/** around being so long to either side. */
const AROUND_SECONDS = 0.01
/** Jumps this close together are one. */
const TOGETHER_SECONDS = 0.005

/**
 * Clicks in mono speech: places where the second difference of the samples stands far out of what it is around them. A sibilant or
 * a plosive is busy all around.
 */
export function countClicks(samples: Float32Array, sampleRate: number): number {
  const jumps = Float64Array.from(samples, (value, at) => Math.abs((samples[at - 1] ?? value) - 2 * value + (samples[at + 1] ?? value)))
  const reach = Math.round(AROUND_SECONDS * sampleRate)
  const together = Math.round(TOGETHER_SECONDS * sampleRate)
  let [count, last] = [0, -Infinity]
  for (const [at, jump] of jumps.entries()) {
    if (jump < LEAST || at - last < together) continue
    // A click spoils a few samples only.
    const around = jumps.subarray(Math.max(0, at - reach), at + reach).toSorted()
    if (jump < OUTSTANDING * ((around[Math.floor(0.95 * around.length)] ?? 0) + 1e-4)) continue
    count += 1
    last = at
  }
  return count
}
