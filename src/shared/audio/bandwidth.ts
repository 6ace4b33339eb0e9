import { averageSpectrum } from './average-spectrum'
import { findSpeech, type SpeechMap } from './speech-segments'

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
