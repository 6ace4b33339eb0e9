/** Half-width of the low-pass, in samples at the lower of both rates. */
const HALF_WIDTH = 32
/** Weights of all filters between two rates; rates that share no large divisor, as those of damaged files, need the most. */
const MOST_WEIGHTS = 1 << 24
/** The pass band ends a little below the lower Nyquist frequency. */
const PASS_SHARE = 0.95

/** Brings sound that comes bit by bit to another rate. */
export interface StreamResampler {
  /** What can be computed now that these samples are there, too; they may be written over afterwards. */
  push(samples: Float32Array): Float32Array
  /** The rest, as if silence followed. */
  finish(): Float32Array
}

/**
 * Brings mono PCM from one rate (Hz) to another with a windowed-sinc low-pass below both Nyquist frequencies, in
 * polyphase form: the filter is computed once for every position of an output sample between two input samples. Equal
 * rates give the samples themselves.
 *
 * @throws RangeError for a rate that is not a positive integer, and for rates so unlike that their filters would fill the memory
 */
export function resample(samples: Float32Array, fromRate: number, toRate: number): Float32Array {
  const resampler = createStreamResampler(fromRate, toRate)
  if (fromRate === toRate) return samples
  const [body, rest] = [resampler.push(samples), resampler.finish()]
  const output = new Float32Array(body.length + rest.length)
  output.set(body)
  output.set(rest, body.length)
  return output
}

/**
 * The way back of {@link resample}: from a gradient by what it gave, at `toRate`, to that by the `length` samples that it was given,
 * at `fromRate`. Errors: as of `resample`.
 */
export function resampleGradient(gradient: Float64Array, fromRate: number, toRate: number, length: number): Float64Array {
  const { step, phases } = filterFor(fromRate, toRate)
  const half = (phases[0]?.length ?? 0) >> 1
  const ofSamples = new Float64Array(length)
  gradient.forEach((slope, index) => {
    const position = index * step
    const first = Math.floor(position / phases.length) - half + 1
    phases[position % phases.length]?.forEach((weight, tap) => {
      const at = first + tap
      if (at >= 0 && at < length) ofSamples[at] = (ofSamples[at] ?? NaN) + slope * weight
    })
  })
  return ofSamples
}

/** As {@link resample}, without ever holding all of it: the parts joined are what it gives for the whole. */
export function createStreamResampler(fromRate: number, toRate: number): StreamResampler {
  const { step, phases } = filterFor(fromRate, toRate)
  if (fromRate === toRate) return { push: (samples) => samples.slice(), finish: () => new Float32Array(0) }
  const half = (phases[0]?.length ?? 0) >> 1
  /** Input that is needed yet, from `heldFrom` on in the whole; the silence before the first sample is a part of it. */
  let held = new Float32Array(half)
  let heldFrom = -half
  let received = 0
  let written = 0

  /** All outputs before number `end`. */
  function compute(end: number): Float32Array {
    const output = new Float32Array(Math.max(0, end - written))
    for (let index = 0; index < output.length; index++) {
      const position = (written + index) * step
      const filter = phases[position % phases.length] ?? new Float32Array(0)
      const first = Math.floor(position / phases.length) - half + 1 - heldFrom
      let sum = 0
      for (let tap = 0; tap < filter.length; tap++) sum += (held[first + tap] ?? 0) * (filter[tap] ?? 0)
      output[index] = sum
    }
    written += output.length
    const from = Math.min(heldFrom + held.length, Math.floor((written * step) / phases.length) - half + 1)
    held = held.slice(Math.max(0, from - heldFrom))
    heldFrom = Math.max(heldFrom, from)
    return output
  }

  return {
    push(samples) {
      const longer = new Float32Array(held.length + samples.length)
      longer.set(held)
      longer.set(samples, held.length)
      held = longer
      received += samples.length
      // The last output whose filter ends within what was received.
      return compute(Math.max(written, Math.floor(((received - half - 1) * phases.length) / step) + 1))
    },
    finish: () => compute(Math.floor((received * toRate) / fromRate)),
  }
}

/** Input samples that lie between `phases.length` output samples, and the filter for each of these. */
function filterFor(fromRate: number, toRate: number): { readonly step: number; readonly phases: readonly Float32Array[] } {
  if (![fromRate, toRate].every((rate) => Number.isInteger(rate) && rate > 0)) {
    throw new RangeError(`cannot resample from ${fromRate} Hz to ${toRate} Hz`)
  }
  const divisor = greatestCommonDivisor(fromRate, toRate)
  return { step: fromRate / divisor, phases: filterPhases(fromRate / divisor, toRate / divisor) }
}

/** Filter `phase` weighs the input samples around a place `phase / phaseCount` samples behind one of them. */
function filterPhases(step: number, phaseCount: number): Float32Array[] {
  const shrink = Math.max(1, step / phaseCount)
  const cutoff = (0.5 * PASS_SHARE) / shrink
  const half = Math.ceil(HALF_WIDTH * shrink)
  if (2 * half * phaseCount > MOST_WEIGHTS) throw new RangeError(`cannot resample in the ratio ${phaseCount} to ${step}`)
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
