import { powerSpectrum } from './power-spectrum'

/**
 * The spectrum is read between these frequencies, Hz: above hum and rumble, and below the edge of a telephone line,
 * so that a narrow recording and a wide one of the same voice look alike.
 */
const LOW_HZ = 150
const HIGH_HZ = 3800
/** Bands of equal width in mel; wide enough not to see harmonics, narrow enough to see formants. */
const BAND_COUNT = 20
const FRAME_SECONDS = 0.03
/** A frame that is this much weaker than the strongest is a pause, dB. */
const SPEECH_FLOOR_DB = 30

/** Centre frequencies of the bands in Hz, rising. */
export const bandCentres: readonly number[] = Array.from({ length: BAND_COUNT }, (_, band) => edge(band + 0.5))

/**
 * Long-term average spectrum of mono speech: power density in dB (any reference) in each of {@link BAND_COUNT} bands,
 * averaged over the frames that hold speech. Null when there is not one whole frame with sound. Needs a sample rate
 * of at least 8 kHz.
 */
export function averageSpectrum(samples: Float32Array, sampleRate: number): Float64Array | null {
  const size = 2 ** Math.ceil(Math.log2(sampleRate * FRAME_SECONDS))
  const window = Float64Array.from({ length: size }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / size))
  const frames: { readonly power: number; readonly bands: Float64Array }[] = []
  for (let start = 0; start + size <= samples.length; start += size / 2) {
    const spectrum = powerSpectrum(window.map((weight, at) => weight * (samples[start + at] ?? 0)))
    const bands = bandDensities(spectrum, sampleRate / size)
    frames.push({ bands, power: bands.reduce((sum, density) => sum + density, 0) })
  }
  const strongest = frames.reduce((most, { power }) => Math.max(most, power), 0)
  if (strongest === 0) return null
  const speech = frames.filter(({ power }) => power > strongest * 10 ** (-SPEECH_FLOOR_DB / 10))
  return Float64Array.from({ length: BAND_COUNT }, (_, band) => {
    const mean = speech.reduce((sum, { bands }) => sum + (bands[band] ?? 0), 0) / speech.length
    // Relative to the strongest, so that a band without any power stays finite.
    return 10 * Math.log10(Math.max(mean / strongest, 1e-12))
  })
}

function bandDensities(spectrum: Float64Array, binHz: number): Float64Array {
  return Float64Array.from({ length: BAND_COUNT }, (_, band) => {
    const first = Math.ceil(edge(band) / binHz)
    const end = Math.max(first + 1, Math.ceil(edge(band + 1) / binHz))
    let sum = 0
    for (let bin = first; bin < end; bin++) sum += spectrum[bin] ?? 0
    return sum / (end - first)
  })
}

/** Lower edge of a band in Hz; the mel scale as in O'Shaughnessy 1987. */
function edge(band: number): number {
  const mel = (hz: number) => 2595 * Math.log10(1 + hz / 700)
  const at = mel(LOW_HZ) + ((mel(HIGH_HZ) - mel(LOW_HZ)) * band) / BAND_COUNT
  return 700 * (10 ** (at / 2595) - 1)
}
