import { createFourierTransform } from './fourier'
import { melFilters, type MelBands } from './mel-filters'
import { mirrored } from './mel-loss'

/** Samples from one window to the next: 80 windows a second, as often as Kokoro's pitch and energy. */
const HOP = 300

/**
 * Powers of the bands of each window of a sound, mono at 24 kHz: [windows][bands], a window for every 300 samples and one more. They
 * are Hann's, of `window` samples, and centred; the sound, of more samples than half a transform, is mirrored at its ends.
 */
export function melPowers(sound: Float32Array, window: number, bands: MelBands): readonly Float64Array[] {
  const { length } = bands
  const filters = melFilters(bands)
  const transform = createFourierTransform(length, -1)
  const shape = Float64Array.from({ length: window }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / window))
  const [real, imaginary] = [new Float64Array(length), new Float64Array(length)]
  return Array.from({ length: Math.floor(sound.length / HOP) + 1 }, (_, at) => {
    real.fill(0)
    imaginary.fill(0)
    for (let i = 0; i < window; i++) {
      real[i] = (shape[i] ?? NaN) * (sound[mirrored(at * HOP - window / 2 + i, sound.length)] ?? NaN)
    }
    transform(real, imaginary)
    return Float64Array.from(filters, ({ first, weights }) => weights.reduce((sum, weight, i) => sum + weight * ((real[first + i] ?? NaN) ** 2 + (imaginary[first + i] ?? NaN) ** 2), 0))
  })
}
