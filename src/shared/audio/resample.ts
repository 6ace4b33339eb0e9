/** Half-width of the low-pass, in samples at the lower of both rates. */
const HALF_WIDTH = 32
/** The pass band ends a little below the lower Nyquist frequency. */
const PASS_SHARE = 0.95

/**
 * Brings mono PCM from one rate (Hz) to another with a windowed-sinc low-pass below both Nyquist frequencies, in
 * polyphase form: the filter is computed once for every position of an output sample between two input samples. For
 * what listens; what is listened to is resampled by the browser. Equal rates give the samples themselves.
 *
 * @throws RangeError for a rate that is not a positive integer
 */
export function resample(samples: Float32Array, fromRate: number, toRate: number): Float32Array {
  if (![fromRate, toRate].every((rate) => Number.isInteger(rate) && rate > 0)) {
    throw new RangeError(`cannot resample from ${fromRate} Hz to ${toRate} Hz`)
  }
  if (fromRate === toRate) return samples
  const divisor = greatestCommonDivisor(fromRate, toRate)
  const step = fromRate / divisor
  const phaseCount = toRate / divisor
  const phases = filterPhases(step, phaseCount)
  const output = new Float32Array(Math.floor((samples.length * toRate) / fromRate))
  for (let index = 0; index < output.length; index++) {
    const position = index * step
    const filter = phases[position % phaseCount] ?? new Float32Array(0)
    const first = Math.floor(position / phaseCount) - (filter.length >> 1) + 1
    let sum = 0
    for (let tap = 0; tap < filter.length; tap++) sum += (samples[first + tap] ?? 0) * (filter[tap] ?? 0)
    output[index] = sum
  }
  return output
}

/** Filter `phase` weighs the input samples around a place `phase / phaseCount` samples behind one of them. */
function filterPhases(step: number, phaseCount: number): Float32Array[] {
  const shrink = Math.max(1, step / phaseCount)
  const cutoff = (0.5 * PASS_SHARE) / shrink
  const half = Math.ceil(HALF_WIDTH * shrink)
  return Array.from({ length: phaseCount }, (_, phase) =>
    Float32Array.from({ length: 2 * half }, (_tap, tap) => {
      const distance = tap - half + 1 - phase / phaseCount
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / half)
      const sinc = distance === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * distance) / (Math.PI * distance)
      return sinc * window
    }),
  )
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
