import { melFilters } from '../mel-filters'
import type { EncoderPart } from './encoder-layers'
import { addProduct, addTransposed } from './products'

/** As training/speaker-encoder/model.py has them. */
const WINDOW = 400
const HOP = 160
const BINS = WINDOW / 2 + 1
export const BANDS = 64
const FILTERS = { length: WINDOW, sampleRate: 16_000, bands: BANDS, lowHz: 60, highHz: 7600, scale: 'htk' } as const
const POWER_FLOOR = 0.01
const SILENCE_POWER = 1e-9

/** Samples at 16 kHz, of any level, to [BANDS, frames]: logarithms of mel bands of 25 ms every 10 ms, each band's mean taken away. */
export function createLogMel(): EncoderPart {
  const filters = melFilters(FILTERS)
  const transform = { values: fourierRows(), at: 0, outputs: 2 * BINS, inputs: WINDOW }
  let kept = { samples: new Float64Array(), scale: NaN, spectrum: new Float64Array(), powers: new Float64Array() }

  return {
    forward(x) {
      const mean = meanOf(x)
      const samples = x.map((value) => value - mean)
      const scale = 1 / Math.sqrt(meanOf(samples.map((value) => value * value)) + SILENCE_POWER)
      const frames = Math.floor((x.length - WINDOW) / HOP) + 1
      const spectrum = new Float64Array(frames * 2 * BINS)
      addProduct(frames, { values: samples.map((value) => value * scale), at: 0, step: HOP }, transform, { values: spectrum, at: 0, step: 2 * BINS })
      const powers = new Float64Array(BANDS * frames)
      filters.forEach(({ first, weights }, band) => {
        for (let frame = 0; frame < frames; frame++) {
          let sum = POWER_FLOOR
          const at = frame * 2 * BINS + first
          weights.forEach((weight, i) => { sum += weight * ((spectrum[at + i] ?? NaN) ** 2 + (spectrum[at + BINS + i] ?? NaN) ** 2) })
          powers[band * frames + frame] = sum
        }
      })
      kept = { samples, scale, spectrum, powers }
      return centred(powers.map(Math.log), frames)
    },

    backward(gradient) {
      const { samples, scale, spectrum, powers } = kept
      const frames = powers.length / BANDS
      const ofLog = centred(gradient, frames)
      const ofPower = new Float64Array(frames * BINS)
      filters.forEach(({ first, weights }, band) => {
        for (let frame = 0; frame < frames; frame++) {
          const slope = (ofLog[band * frames + frame] ?? NaN) / (powers[band * frames + frame] ?? NaN)
          weights.forEach((weight, i) => { ofPower[frame * BINS + first + i] = (ofPower[frame * BINS + first + i] ?? NaN) + weight * slope })
        }
      })
      const ofSpectrum = spectrum.map((value, i) => 2 * value * (ofPower[Math.floor(i / (2 * BINS)) * BINS + (i % BINS)] ?? NaN))
      const ofLevelled = new Float64Array(samples.length)
      addTransposed(frames, { values: ofSpectrum, at: 0, step: 2 * BINS }, transform, { values: ofLevelled, at: 0, step: HOP })
      // The level says how much all samples are taken: louder ones are taken less.
      const product = samples.reduce((sum, value, i) => sum + value * (ofLevelled[i] ?? NaN), 0)
      const ofSamples = samples.map((value, i) => scale * (ofLevelled[i] ?? NaN) - (scale ** 3 * product * value) / samples.length)
      const mean = meanOf(ofSamples)
      return ofSamples.map((value) => value - mean)
    },
  }
}

/** Hann's window and the transform in one matrix: cosines of all frequencies, then sines. */
function fourierRows(): Float64Array {
  return Float64Array.from({ length: 2 * BINS * WINDOW }, (_, at) => {
    const [row, i] = [Math.floor(at / WINDOW), at % WINDOW]
    const angle = (2 * Math.PI * ((row % BINS) * i)) / WINDOW
    return (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW)) * (row < BINS ? Math.cos(angle) : -Math.sin(angle))
  })
}

/** Rows of `width` values, each without its mean. */
function centred(rows: Float64Array, width: number): Float64Array {
  const result = rows.slice()
  for (let at = 0; at < rows.length; at += width) {
    const mean = meanOf(rows.subarray(at, at + width))
    for (let i = at; i < at + width; i++) result[i] = (rows[i] ?? NaN) - mean
  }
  return result
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
