import { powerSpectrum } from './power-spectrum'

/**
 * Where the third formant of adults lies, Hz (Peterson and Barney 1952: 2.2 to 3.1 kHz for most vowels; r-sounds lower).
 * It follows the length of the vocal tract and hardly the vowel, the pitch or the microphone.
 */
const LOW_HZ = 1900
const HIGH_HZ = 3500
const GRID_HZ = 25
/** The spectrum up to here is modelled, as if sampled at twice this rate. */
const BAND_HZ = 4000
/** Two poles per expected formant of that band and two for its slope. */
const ORDER = 10
const FRAME_SECONDS = 0.03
const SPEECH_FLOOR_DB = 25
const PRE_EMPHASIS = 0.95

/**
 * Median frequency in Hz of the strongest resonance between 1.9 and 3.5 kHz over the frames that hold speech: by
 * linear prediction of the band below 4 kHz (selective linear prediction, Makhoul 1975). Null when no frame has one.
 * Needs a sample rate of at least 8 kHz; `samples` is only read.
 */
export function upperResonance(samples: Float32Array, sampleRate: number): number | null {
  const size = 2 ** Math.ceil(Math.log2(sampleRate * FRAME_SECONDS))
  const window = Float64Array.from({ length: size }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / size))
  const frames: Float64Array[] = []
  for (let start = 0; start + size <= samples.length; start += size / 2) {
    const spectrum = powerSpectrum(window.map((weight, at) => weight * (samples[start + at] ?? 0)))
    frames.push(autocorrelation(spectrum, sampleRate / size))
  }
  const powers = frames.map((frame) => frame[0] ?? 0)
  const floor = powers.reduce((most, power) => Math.max(most, power), 0) * 10 ** (-SPEECH_FLOOR_DB / 10)
  const found = frames
    .filter((_, index) => (powers[index] ?? 0) > floor)
    .flatMap((frame) => strongestResonance(predictor(frame)) ?? [])
    .sort((a, b) => a - b)
  return found[Math.floor(found.length / 2)] ?? null
}

/** Autocorrelation at lags 0 to ORDER of the band below 4 kHz, after pre-emphasis. */
function autocorrelation(spectrum: Float64Array, binHz: number): Float64Array {
  const bins = Math.round(BAND_HZ / binHz)
  const lags = new Float64Array(ORDER + 1)
  for (let bin = 0; bin <= bins; bin++) {
    const angle = (Math.PI * bin) / bins
    const emphasis = 1 + PRE_EMPHASIS ** 2 - 2 * PRE_EMPHASIS * Math.cos(angle)
    const power = (spectrum[bin] ?? 0) * emphasis * (bin === 0 || bin === bins ? 0.5 : 1)
    for (let lag = 0; lag <= ORDER; lag++) lags[lag] = (lags[lag] ?? 0) + power * Math.cos(angle * lag)
  }
  return lags
}

/** Prediction error filter 1, a1, … from autocorrelation (Levinson and Durbin's recursion). */
function predictor(lags: Float64Array): Float64Array {
  const filter = new Float64Array(ORDER + 1)
  filter[0] = 1
  // A trace of white noise keeps the recursion stable where the band is empty.
  let error = (lags[0] ?? 0) * 1.0001
  for (let step = 1; step <= ORDER; step++) {
    let sum = 0
    for (let at = 0; at < step; at++) sum += (filter[at] ?? 0) * (lags[step - at] ?? 0)
    const reflection = -sum / error
    const before = filter.slice(0, step + 1)
    for (let at = 1; at <= step; at++) filter[at] = (before[at] ?? 0) + reflection * (before[step - at] ?? 0)
    error *= 1 - reflection ** 2
  }
  return filter
}

/** Frequency of the highest peak of 1 / |A| inside the range, or null. */
function strongestResonance(filter: Float64Array): number | null {
  let best: { readonly hz: number; readonly depth: number } | null = null
  for (let hz = LOW_HZ; hz <= HIGH_HZ; hz += GRID_HZ) {
    const depth = gainSquared(filter, hz)
    const isPeak = depth < gainSquared(filter, hz - GRID_HZ) && depth <= gainSquared(filter, hz + GRID_HZ)
    if (isPeak && (best === null || depth < best.depth)) best = { hz, depth }
  }
  return best?.hz ?? null
}

function gainSquared(filter: Float64Array, hz: number): number {
  const angle = (Math.PI * hz) / BAND_HZ
  let re = 0
  let im = 0
  for (const [at, value] of filter.entries()) {
    re += value * Math.cos(angle * at)
    im -= value * Math.sin(angle * at)
  }
  return re * re + im * im
}
