import { resample } from './resample'

/**
 * Two voices at once: in a frame with the period of one of them, what a comb filter leaves after that period was taken out has
 * a period of its own. After the double-difference method of de Cheveigné ("Separation of concurrent harmonic sounds", 1993;
 * "Multiple period estimation", 1999).
 */

const RATE = 8000
/** Harmonics above move too fast to be taken out by one period; the low-pass is a detour over twice this rate. */
const HIGHEST_HZ = 1000
const FRAME = 400
const HOP = 256
/** Periods from 400 Hz down to 60 Hz, in samples. */
const [SHORTEST, LONGEST] = [20, 133]
/** A frame this much below the loud ones is a pause. */
const ACTIVE_POWER = 0.01
/** What is periodic enough for the first voice, and for the second in what is left. */
const FIRST_PERIODICITY = 0.3
const SECOND_PERIODICITY = 0.6
/** Share of the power that is left by the comb filter, at least: less is the noise of one voice. */
const LEAST_LEFT = 0.1
/** The second period is none where it is this near a multiple or a fraction of the first. */
const SAME_PERIOD = 0.08
/** A period that is nearly as good and a fraction of another is the true one. */
const NEARLY_AS_GOOD = 0.9

/** Seconds from one frame to the next. */
export const VOICES_STEP_SECONDS = HOP / RATE

/** Frame by frame: 0 for a pause, 1 for sound, 2 for sound in which two voices are heard. Mono PCM. */
export function countVoices(samples: Float32Array, sampleRate: number): Uint8Array {
  const signal = resample(resample(samples, sampleRate, 2 * HIGHEST_HZ), 2 * HIGHEST_HZ, RATE)
  const first = 2 * LONGEST
  const count = Math.max(0, Math.floor((signal.length - first - FRAME) / HOP) + 1)
  const powers = Float64Array.from({ length: count }, (_, frame) => powerAt(signal, first + frame * HOP, FRAME))
  const loud = powers.slice().sort()[Math.floor(0.95 * count)] ?? 0
  return Uint8Array.from({ length: count }, (_, frame) => {
    if (loud === 0 || (powers[frame] ?? 0) < ACTIVE_POWER * loud) return 0
    return holdsTwoPeriods(signal, first + frame * HOP) ? 2 : 1
  })
}

function holdsTwoPeriods(signal: Float32Array, start: number): boolean {
  const correlations = correlationsAt(signal, start)
  const strongest = peakOf(correlations, SHORTEST, LONGEST, () => true)
  if (strongest.height < FIRST_PERIODICITY) return false
  const period = vertexOf(correlations, shortestOf(correlations, strongest))
  const left = withoutPeriod(signal, start, period)
  const whole = Math.floor(period)
  const power = powerAt(signal, start, FRAME) + powerAt(signal, start - whole, FRAME)
  if (powerAt(left, LONGEST + 2, FRAME) < LEAST_LEFT * power) return false
  return peakOf(correlationsAt(left, LONGEST + 2), SHORTEST, LONGEST, (lag) => isAnother(lag / period)).height > SECOND_PERIODICITY
}

/** The frame at `start`, with a longest period before it, less what was there a period ago. */
function withoutPeriod(signal: Float32Array, start: number, period: number): Float32Array {
  const whole = Math.floor(period)
  const rest = period - whole
  return Float32Array.from({ length: FRAME + LONGEST + 2 }, (_, i) => {
    const at = start - LONGEST - 2 + i
    return (signal[at] ?? 0) - (1 - rest) * (signal[at - whole] ?? 0) - rest * (signal[at - whole - 1] ?? 0)
  })
}

/** Normalised correlation of the frame with what lies each lag before it. */
function correlationsAt(signal: Float32Array, start: number): Float32Array {
  const correlations = new Float32Array(LONGEST + 2)
  const power = powerAt(signal, start, FRAME)
  for (let lag = SHORTEST - 1; lag <= LONGEST + 1; lag++) {
    let sum = 0
    for (let i = 0; i < FRAME; i++) sum += (signal[start + i] ?? 0) * (signal[start + i - lag] ?? 0)
    correlations[lag] = sum / Math.sqrt(power * powerAt(signal, start - lag, FRAME) + 1e-12)
  }
  return correlations
}

interface Peak {
  readonly lag: number
  readonly height: number
}

function peakOf(values: Float32Array, from: number, to: number, isAllowed: (lag: number) => boolean): Peak {
  let [best, height] = [0, 0]
  for (let lag = Math.max(SHORTEST, from) + 1; lag < to; lag++) {
    const value = values[lag] ?? 0
    const isPeak = value >= (values[lag - 1] ?? 0) && value >= (values[lag + 1] ?? 0)
    if (isPeak && value > height && isAllowed(lag)) [best, height] = [lag, value]
  }
  return { lag: best, height }
}

function shortestOf(correlations: Float32Array, { lag, height }: Peak): number {
  for (const divisor of [5, 4, 3, 2]) {
    const near = Math.round(lag / divisor)
    if (near < SHORTEST) continue
    const peak = peakOf(correlations, near - 3, near + 4, () => true)
    if (peak.height > NEARLY_AS_GOOD * height) return peak.lag
  }
  return lag
}

/** The vertex of the parabola through a peak and its neighbours. */
function vertexOf(values: Float32Array, at: number): number {
  const [before, here, after] = [values[at - 1] ?? 0, values[at] ?? 0, values[at + 1] ?? 0]
  const curvature = before - 2 * here + after
  return curvature === 0 ? at : at + (0.5 * (before - after)) / curvature
}

/** Whether a period is neither a multiple nor a simple fraction of another that it is `ratio` times as long as. */
function isAnother(ratio: number): boolean {
  for (let k = 1; k <= 5; k++) {
    if (Math.abs(ratio - k) < SAME_PERIOD * k || Math.abs(1 / ratio - k) < SAME_PERIOD * k) return false
  }
  return Math.abs(ratio - 3 / 2) >= SAME_PERIOD && Math.abs(ratio - 2 / 3) >= SAME_PERIOD
}

function powerAt(signal: Float32Array, start: number, length: number): number {
  let sum = 0
  for (let i = start; i < start + length; i++) sum += (signal[i] ?? 0) ** 2
  return sum
}
