import { findSpeech, type SpeechMap } from './speech-segments'
import { powerSpectrum } from './power-spectrum'

/** Width of the bands that are compared, Hz. */
const BAND_HZ = 200
/** Speech that a microphone took in full keeps its bands within this of the strongest one; a filter's stop band does not. */
const RANGE_DB = 60

/**
 * The frequency, in Hz, up to which a mono clip has content while somebody speaks: the upper edge of the highest band of
 * 200 Hz within 60 dB of the strongest one. About 3,600 for a telephone, 8,000 for material once sampled at 16 kHz. 0 without
 * speech.
 */
export function contentBandwidth(samples: Float32Array, sampleRate: number, speech: SpeechMap = findSpeech(samples, sampleRate)): number {
  const { powers, binHz } = averageSpectrum(samples, sampleRate, speech)
  const bands = new Float64Array(Math.floor(sampleRate / 2 / BAND_HZ))
  for (const [bin, power] of powers.entries()) {
    const band = Math.floor((bin * binHz) / BAND_HZ)
    if (band < bands.length) bands[band] = (bands[band] ?? 0) + power
  }
  const floor = Math.max(...bands) * 10 ** (-RANGE_DB / 10)
  const highest = floor > 0 ? bands.findLastIndex((power) => power >= floor) : -1
  return (highest + 1) * BAND_HZ
}

const FRAME = 1024
const HOP = 512
/** Four seconds of speech tell its spectrum; more would only take longer. */
const MOST_FRAMES = 200
const WINDOW = Float64Array.from({ length: FRAME }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME))

/** Mean power of a clip's speech per frequency. */
interface AverageSpectrum {
  /** |X[k]|² of Hann-windowed frames, k = 0 … 512; all 0 without speech. */
  readonly powers: Float64Array
  /** Distance of two values, Hz. */
  readonly binHz: number
}

/** Averages the spectra of frames of 1,024 samples spread evenly over the speech (Welch 1967). */
function averageSpectrum(samples: Float32Array, sampleRate: number, { segments }: SpeechMap): AverageSpectrum {
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
