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
  /** Phases of a pitch curve in Hz, 80 values a second: of the fundamental, in radians, where each value's stretch has its middle. */
  phases(pitch: Float32Array): Float64Array
  /** Writes the samples of values `from` to `to` of the curve, {@link SAMPLES_PER_PITCH} for each, to their place in `sound`. */
  fill(pitch: Float32Array, phases: Float64Array, sound: Float32Array, from: number, to: number): void
}

/**
 * The sine generator of the published graph, whose phases are float32 sums: they lose a hundredth of a radian in ten seconds,
 * which these do not.
 */
export function createHarmonicSource(weights: NetworkWeights): HarmonicSource {
  const mixture = weights.linear('decoder/decoder/generator/m_source/l_linear').values.slice()
  const [offset = NaN] = weights.vector('decoder.decoder.generator.m_source.l_linear.bias', 1)

  /** The mixture at a phase: sin((k + 1)θ) = 2 cos θ · sin(kθ) - sin((k - 1)θ). */
  function mixtureAt(phase: number): number {
    const twice = 2 * Math.cos(phase)
    let [before, sine, sum] = [0, Math.sin(phase), 0]
    for (let k = 0; k < HARMONICS; k++) {
      sum += (mixture[k] ?? NaN) * sine
      const next = twice * sine - before
      before = sine
      sine = next
    }
    return sum
  }

  return {
    phases(pitch) {
      let turns = 0
      return Float64Array.from(pitch, (hertz) => {
        turns += (hertz * SAMPLES_PER_PITCH) / SAMPLE_RATE
        return 2 * Math.PI * turns
      })
    },

    fill(pitch, phases, sound, from, to) {
      for (let sample = from * SAMPLES_PER_PITCH; sample < to * SAMPLES_PER_PITCH; sample++) {
        let sum = 0
        if ((pitch[Math.floor(sample / SAMPLES_PER_PITCH)] ?? 0) > LOWEST_PITCH) {
          // Between two middles lies a straight line.
          const place = Math.min(Math.max((sample + 0.5) / SAMPLES_PER_PITCH - 0.5, 0), pitch.length - 1)
          const before = Math.floor(place)
          const after = Math.min(before + 1, pitch.length - 1)
          const share = place - before
          sum = mixtureAt((1 - share) * (phases[before] ?? 0) + share * (phases[after] ?? 0))
        }
        sound[sample] = Math.tanh(LOUDNESS * sum + offset)
      }
    },
  }
}
