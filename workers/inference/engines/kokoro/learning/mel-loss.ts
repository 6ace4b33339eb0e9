import { createFourierTransform } from './fourier'
import { melFilters } from './mel-filters'

const SAMPLE_RATE = 24_000
const LOWEST_HZ = 40
const HIGHEST_HZ = 7600
/** Samples of a window, from one to the next, and bands: what is heard of a voice, at three resolutions. */
const RESOLUTIONS = [[512, 128, 32], [1024, 256, 64], [2048, 512, 80]] as const
/** Power that a bin has at least, and what is added to a band before the logarithm. */
const LEAST_POWER = 1e-9
const OFFSET = 1e-5

/** How far a sound is from another one. */
export interface MelLoss {
  /** Windows of a sound of so many samples, all resolutions together: steps of {@link run}. */
  windowsOf(samples: number): number
  /** What a sound is compared with. The sounds are mono at 24 kHz, of the same length, of more than 1024 samples. */
  start(target: Float32Array, sound: Float32Array): MelComparison
}

/** A comparison under way. */
export interface MelComparison {
  /** Compares windows `from` to `to`. */
  run(from: number, to: number): void
  /** When all have been compared: the mean over the resolutions of how far the logarithms are apart, and its gradient by the sound. */
  readonly result: { readonly loss: number; readonly gradient: Float64Array }
}

/**
 * The mean over three resolutions of the mean distance |log mel(a) - log mel(b)| / 2 (a multi-resolution loss as of Yamamoto and
 * others 2020, on mel bands). Windows are Hann's and centred, a sound is mirrored at its ends.
 */
export function createMelLoss(): MelLoss {
  const resolutions = RESOLUTIONS.map(([length, hop, bands]) => createResolution(length, hop, bands))
  return {
    windowsOf: (samples) => resolutions.reduce((sum, resolution) => sum + resolution.windowsOf(samples), 0),
    start(target, sound) {
      let loss = 0
      const gradient = new Float64Array(sound.length)
      return {
        run(from, to) {
          let first = 0
          for (const resolution of resolutions) {
            const count = resolution.windowsOf(sound.length)
            for (let window = Math.max(from, first); window < Math.min(to, first + count); window++) {
              loss += resolution.compare(target, sound, window - first, 1 / (count * resolutions.length), gradient)
            }
            first += count
          }
        },
        get result() {
          return { loss, gradient }
        },
      }
    },
  }
}

function createResolution(length: number, hop: number, bands: number) {
  const hann = Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length))
  const filters = melFilters({ length, sampleRate: SAMPLE_RATE, bands, lowHz: LOWEST_HZ, highHz: HIGHEST_HZ, scale: 'slaney' })
  const [transform, inverse] = [createFourierTransform(length, -1), createFourierTransform(length, 1)]
  const [real, imaginary] = [new Float64Array(length), new Float64Array(length)]
  const power = new Float64Array(length / 2 + 1)

  /** Powers of the bands of a window; leaves the spectrum in `real` and `imaginary`. */
  function listen(sound: Float32Array, window: number): Float64Array {
    const start = window * hop - length / 2
    for (let i = 0; i < length; i++) real[i] = (hann[i] ?? NaN) * (sound[mirrored(start + i, sound.length)] ?? NaN)
    imaginary.fill(0)
    transform(real, imaginary)
    for (let bin = 0; bin < power.length; bin++) power[bin] = Math.max(LEAST_POWER, (real[bin] ?? NaN) ** 2 + (imaginary[bin] ?? NaN) ** 2)
    return Float64Array.from(filters, ({ first, weights }) => weights.reduce((sum, weight, i) => sum + weight * (power[first + i] ?? NaN), 0))
  }

  return {
    windowsOf: (samples: number) => Math.floor(samples / hop) + 1,
    /** The distance of a window's bands, times `share` and averaged over them; adds its gradient. */
    compare(target: Float32Array, sound: Float32Array, window: number, share: number, gradient: Float64Array): number {
      const wanted = listen(target, window)
      const heard = listen(sound, window)
      const ofPower = new Float64Array(power.length)
      let sum = 0
      filters.forEach(({ first, weights }, band) => {
        const value = (heard[band] ?? NaN) + OFFSET
        const distance = 0.5 * (Math.log(value) - Math.log((wanted[band] ?? NaN) + OFFSET))
        sum += Math.abs(distance)
        const slope = (Math.sign(distance) * 0.5 * share) / (value * bands)
        weights.forEach((weight, i) => { ofPower[first + i] = (ofPower[first + i] ?? NaN) + weight * slope })
      })
      for (let bin = 0; bin < length; bin++) {
        const slope = bin < power.length && (power[bin] ?? NaN) > LEAST_POWER ? 2 * (ofPower[bin] ?? NaN) : 0
        real[bin] = slope * (real[bin] ?? NaN)
        imaginary[bin] = slope * (imaginary[bin] ?? NaN)
      }
      inverse(real, imaginary)
      const start = window * hop - length / 2
      for (let i = 0; i < length; i++) {
        const at = mirrored(start + i, sound.length)
        gradient[at] = (gradient[at] ?? NaN) + (hann[i] ?? NaN) * (real[i] ?? NaN)
      }
      return (sum * share) / bands
    },
  }
}

/** Where a sample stands that lies outside: the sound is mirrored at its ends. */
export function mirrored(at: number, length: number): number {
  const last = length - 1
  return at < 0 ? -at : at > last ? 2 * last - at : at
}
