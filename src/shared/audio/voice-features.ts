import { voicedPitch } from './voice-pitch'
import { upperResonance } from './voice-resonance'
import { averageSpectrum, bandCentres } from './voice-spectrum'

/** What is measured of a voice, to find others like it. None of it says who speaks. */
export interface VoiceFeatures {
  /** Median fundamental frequency in Hz. */
  readonly medianF0: number
  /** Interquartile range of the fundamental frequency in semitones: monotone is near 0, lively above 5. */
  readonly f0SpreadSemitones: number
  /**
   * Median strongest resonance between 1.9 and 3.5 kHz, Hz: lower for a longer vocal tract, whatever the pitch. Null
   * when none stands out.
   */
  readonly upperResonanceHz: number | null
  /** Slope of the long-term average spectrum from 150 Hz to 3.8 kHz, in dB per octave; negative is dark. */
  readonly tiltDbPerOctave: number
  /**
   * What is left of that spectrum, in dB per mel band, without its mean and slope: where the formants lie. Level and
   * slope belong to the microphone and the room as much as to the voice, so they are kept apart.
   */
  readonly envelopeDb: readonly number[]
}

/** Voiced 10 ms frames without which nothing can be said about a voice. */
const MIN_VOICED_FRAMES = 30

/**
 * Measures mono speech, -1 to 1, of any sample rate from 8 kHz; `samples` is only read. Null when it holds less than
 * 0.3 s of voiced sound.
 */
export function measureVoice(samples: Float32Array, sampleRate: number): VoiceFeatures | null {
  const pitch = voicedPitch(samples, sampleRate).sort()
  const spectrum = averageSpectrum(samples, sampleRate)
  if (pitch.length < MIN_VOICED_FRAMES || !spectrum) return null
  const octaves = bandCentres.map((centre) => Math.log2(centre))
  const line = fitLine(octaves, spectrum)
  return {
    medianF0: quantile(pitch, 0.5),
    f0SpreadSemitones: 12 * Math.log2(quantile(pitch, 0.75) / quantile(pitch, 0.25)),
    upperResonanceHz: upperResonance(samples, sampleRate),
    tiltDbPerOctave: line.slope,
    envelopeDb: Array.from(spectrum, (level, band) => level - line.at(octaves[band] ?? 0)),
  }
}

/** The median pitch in semitones above 1 Hz: equal steps are heard as equal. */
export function semitonesOf({ medianF0 }: VoiceFeatures): number {
  return 12 * Math.log2(medianF0)
}

/** Quantile of rising values, linear between neighbours. */
function quantile(sorted: Float64Array, fraction: number): number {
  const at = (sorted.length - 1) * fraction
  const low = sorted[Math.floor(at)] ?? Number.NaN
  const high = sorted[Math.ceil(at)] ?? Number.NaN
  return low + (high - low) * (at - Math.floor(at))
}

/** Least-squares line through the points (x, y). */
function fitLine(x: readonly number[], y: Float64Array): { slope: number; at(x: number): number } {
  const meanX = x.reduce((sum, value) => sum + value, 0) / x.length
  const meanY = y.reduce((sum, value) => sum + value, 0) / y.length
  let products = 0
  let squares = 0
  for (const [index, value] of x.entries()) {
    products += (value - meanX) * ((y[index] ?? 0) - meanY)
    squares += (value - meanX) ** 2
  }
  const slope = products / squares
  return { slope, at: (value) => meanY + slope * (value - meanX) }
}
