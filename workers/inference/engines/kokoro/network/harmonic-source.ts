import type { NetworkWeights } from './network-weights'

/** Samples for each value of the pitch curve, and in a second. */
export const SAMPLES_PER_PITCH = 300
const SAMPLE_RATE = 24_000
/** The fundamental and its first overtones. */
const HARMONICS = 9
/** How loud each is, and the pitch in Hz from which on there is a voice (`SineGen` of StyleTTS 2's HiFi-GAN with a source). */
const LOUDNESS = 0.1
const LOWEST_PITCH = 10

/** What the vocal cords would give: a mixture of harmonics of the pitch, silence (but for a constant) where there is no voice. */
export interface HarmonicSource {
  /** Phases of a pitch curve in Hz, 80 values a second. */
  phases(pitch: Float32Array): Float32Array
  /** Writes the samples of values `from` to `to` of the curve, {@link SAMPLES_PER_PITCH} for each, to their place in `sound`. */
  fill(pitch: Float32Array, phases: Float32Array, sound: Float32Array, from: number, to: number): void
}

/**
 * The sine generator of the published graph. Its phases are sums that grow, in float32: they are rounded as there, so that
 * the sound is the same.
 */
export function createHarmonicSource(weights: NetworkWeights): HarmonicSource {
  const mixture = weights.linear('decoder/decoder/generator/m_source/l_linear').values
  const [offset = NaN] = weights.vector('decoder.decoder.generator.m_source.l_linear.bias', 1)

  return {
    phases(pitch) {
      const phases = new Float32Array(pitch.length * HARMONICS)
      const sums = new Float32Array(HARMONICS)
      pitch.forEach((hertz, at) => {
        for (let k = 0; k < HARMONICS; k++) {
          const turns = Math.fround(Math.fround(hertz * (k + 1)) / SAMPLE_RATE)
          const sum = Math.fround((sums[k] ?? 0) + Math.fround(turns - Math.floor(turns)))
          sums[k] = sum
          phases[at * HARMONICS + k] = Math.fround(Math.fround(2 * sum) * Math.fround(Math.PI)) * SAMPLES_PER_PITCH
        }
      })
      return phases
    },

    fill(pitch, phases, sound, from, to) {
      for (let sample = from * SAMPLES_PER_PITCH; sample < to * SAMPLES_PER_PITCH; sample++) {
        let sum = 0
        if ((pitch[Math.floor(sample / SAMPLES_PER_PITCH)] ?? 0) > LOWEST_PITCH) {
          // A phase belongs to the middle of its stretch; between two middles lies a straight line.
          const place = Math.min(Math.max(Math.fround(Math.fround((sample + 0.5) / SAMPLES_PER_PITCH) - 0.5), 0), pitch.length - 1)
          const before = Math.floor(place)
          const after = Math.min(before + 1, pitch.length - 1)
          const share = place - before
          for (let k = 0; k < HARMONICS; k++) {
            const phase = Math.fround(Math.fround((1 - share) * (phases[before * HARMONICS + k] ?? 0)) + Math.fround(share * (phases[after * HARMONICS + k] ?? 0)))
            sum += (mixture[k] ?? NaN) * Math.sin(phase)
          }
        }
        sound[sample] = Math.tanh(LOUDNESS * sum + offset)
      }
    },
  }
}
