import type { SpeechMap } from './speech-segments'
import { powerSpectrum } from './power-spectrum'

const FRAME = 1024
const HOP = 512
/** Four seconds of speech tell its spectrum; more would only take longer. */
const MOST_FRAMES = 200
const WINDOW = Float64Array.from({ length: FRAME }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME))

/** Mean power of a clip's speech per frequency. */
export interface AverageSpectrum {
  /** |X[k]|² of Hann-windowed frames, k = 0 … 512; all 0 without speech. */
  readonly powers: Float64Array
  /** Distance of two values, Hz. */
  readonly binHz: number
}

/** Averages the spectra of frames of 1,024 samples spread evenly over the speech (Welch 1967). */
export function averageSpectrum(samples: Float32Array, sampleRate: number, { segments }: SpeechMap): AverageSpectrum {
  const starts = segments.flatMap(({ startSeconds, endSeconds }) => {
    const start = Math.round(startSeconds * sampleRate)
    const count = Math.floor((Math.round(endSeconds * sampleRate) - start - FRAME) / HOP) + 1
    return Array.from({ length: Math.max(0, count) }, (_, frame) => start + frame * HOP)
  })
  const every = Math.max(1, Math.ceil(starts.length / MOST_FRAMES))
  const chosen = starts.filter((_, index) => index % every === 0)
  const powers = new Float64Array(FRAME / 2 + 1)
  for (const start of chosen) {
    const spectrum = powerSpectrum(WINDOW.map((weight, i) => weight * (samples[start + i] ?? 0)))
    for (const [bin, power] of spectrum.entries()) powers[bin] = (powers[bin] ?? 0) + power / chosen.length
  }
  return { powers, binHz: sampleRate / FRAME }
}
