import { SAMPLES_PER_FRAME } from '../network/sound-decoder'
import { alignReadings } from './alignment'
import type { FittedFrames } from './fitted-decoder'
import { melPowers } from './mel-powers'
import { trackPitch } from './pitch-track'
import type { FitItem } from './voice-fit'

/** The engine's own reading of what was said. */
export interface OwnReading {
  readonly frames: FittedFrames
  /** Mono at 24 kHz, {@link SAMPLES_PER_FRAME} for each frame. */
  readonly samples: Float32Array
}

/** A recording that is ready to be learned from. */
export interface PreparedItem extends FitItem {
  /** How unlike the engine's reading of the words the recording is: {@link Alignment.mismatch}. */
  readonly mismatch: number
}

/**
 * Bands of the energy that Kokoro's curve is made of (the mel spectra of StyleTTS 2: torchaudio's, which take the rate for 16 kHz),
 * and the window.
 */
const ENERGY_BANDS = { length: 2048, sampleRate: 16_000, bands: 80, lowHz: 0, highHz: 8000, scale: 'htk' } as const
const ENERGY_WINDOW = 1200
const FLOOR = 1e-5

/**
 * Makes a recording, mono at 24 kHz and a second at least, into what can be learned from: whatever the engine's own reading of the same
 * words holds at a time is where the recording says the same, with the recording's pitch and energy, and the recording becomes as
 * loud as the reading. Errors: RangeError for less than a second.
 */
export function prepareFitItem(recording: Float32Array, own: OwnReading): PreparedItem {
  const count = Math.floor(recording.length / SAMPLES_PER_FRAME)
  if (count < 40) throw new RangeError(`a recording of ${count} frames`)
  const loudness = loudnessOf(own.samples) / loudnessOf(recording)
  const samples = recording.slice(0, count * SAMPLES_PER_FRAME).map((value) => value * loudness)
  const { windows, mismatch } = alignReadings(own.samples, samples)
  const line = lineThrough(energyOf(own.samples), own.frames.energy)
  const width = (own.frames.text.length * SAMPLES_PER_FRAME) / own.samples.length
  const ownFrames = own.frames.text.length / width
  const text = new Float32Array(count * width)
  for (let frame = 0; frame < count; frame++) {
    const at = Math.min(ownFrames - 1, (windows[2 * frame] ?? 0) >> 1)
    text.set(own.frames.text.subarray(at * width, (at + 1) * width), frame * width)
  }
  return {
    frames: { text, pitch: trackPitch(samples), energy: Float32Array.from(energyOf(samples).subarray(0, 2 * count), (value) => line.slope * value + line.start) },
    samples,
    mismatch,
  }
}

/** Root of the mean square. */
function loudnessOf(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length) + 1e-6
}

/** Logarithm of the size of each window's mel spectrum, 80 a second. */
export function energyOf(samples: Float32Array): Float64Array {
  return Float64Array.from(melPowers(samples, ENERGY_WINDOW, ENERGY_BANDS), (powers) => Math.log(Math.sqrt(powers.reduce((sum, power) => sum + (power + FLOOR) ** 2, 0))))
}

/** The line with the least squared distances from y. */
export function lineThrough(x: Float64Array, y: Float32Array): { readonly slope: number; readonly start: number } {
  const count = Math.min(x.length, y.length)
  const mean = (values: ArrayLike<number>) => Array.from({ length: count }, (_, i) => values[i] ?? NaN).reduce((sum, value) => sum + value, 0) / count
  const [meanX, meanY] = [mean(x), mean(y)]
  let [product, square] = [0, 0]
  for (let i = 0; i < count; i++) {
    product += ((x[i] ?? NaN) - meanX) * ((y[i] ?? NaN) - meanY)
    square += ((x[i] ?? NaN) - meanX) ** 2
  }
  const slope = product / square
  return { slope, start: meanY - slope * meanX }
}
