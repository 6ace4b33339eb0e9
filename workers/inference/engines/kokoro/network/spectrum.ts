/** Samples of a window and from one window to the next (`gen_istft_n_fft`, `gen_istft_hop_size` of Kokoro's configuration). */
export const WINDOW = 20
export const HOP = 5
/** Frequencies of a spectrum of real values, from 0 to half the rate. */
export const BINS = WINDOW / 2 + 1

/** Hann's window, the periodic one. */
const hann = Float64Array.from({ length: WINDOW }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW))
/** The window times the waves of each frequency, [BINS, WINDOW]. */
export const cosines = waves(Math.cos)
export const sines = waves(Math.sin)

function waves(of: (angle: number) => number): Float64Array {
  return Float64Array.from({ length: BINS * WINDOW }, (_, at) => (hann[at % WINDOW] ?? 0) * of((2 * Math.PI * Math.floor(at / WINDOW) * (at % WINDOW)) / WINDOW))
}

/** Windows that reach a sample, and the sum of their squares where none of them lacks. */
const OVERLAPPING = WINDOW / HOP
const SQUARES = squaresAt(WINDOW, 2 * WINDOW)

/**
 * Parts of a spectrum below this are rounding, and have no phase. What ONNX Runtime's rounding leaves as their phases, in the
 * published graph, is heard as lines at 4.8 and 9.6 kHz.
 */
const NOTHING = 1e-6

/** Windows that a sound of so many samples has: they are centred, so half of the first lies before it. */
export function windowsOf(samples: number): number {
  return Math.floor(samples / HOP) + 1
}

/**
 * The short-time spectrum of windows `from` to `to` of a sound that is mirrored at its ends: to `rows`, `step` values
 * from one to the next, {@link BINS} magnitudes and as many phases in (-π, π], as PyTorch's `stft` and `angle` give them.
 */
export function analyse(sound: Float32Array, rows: Float32Array, step: number, from: number, to: number): void {
  const window = new Float64Array(WINDOW)
  for (let row = from; row < to; row++) {
    for (let i = 0; i < WINDOW; i++) window[i] = mirrored(sound, row * HOP - WINDOW / 2 + i)
    for (let bin = 0; bin < BINS; bin++) {
      let [real, imaginary] = [0, 0]
      for (let i = 0; i < WINDOW; i++) {
        real += (window[i] ?? 0) * (cosines[bin * WINDOW + i] ?? 0)
        imaginary -= (window[i] ?? 0) * (sines[bin * WINDOW + i] ?? 0)
      }
      const magnitude = Math.sqrt(real * real + imaginary * imaginary)
      rows[row * step + bin] = magnitude
      rows[row * step + BINS + bin] = magnitude < NOTHING ? 0 : phaseOf(real, bin % (BINS - 1) === 0 ? 0 : imaginary)
    }
  }
}

/** The angle of a complex number; of a negative real one π, never -π. */
function phaseOf(real: number, imaginary: number): number {
  return imaginary === 0 ? (real < 0 ? Math.PI : 0) : Math.atan2(imaginary, real)
}

function mirrored(sound: Float32Array, at: number): number {
  const last = sound.length - 1
  return sound[at < 0 ? -at : at > last ? 2 * last - at : at] ?? 0
}

/**
 * Adds windows `from` to `to` of a short-time spectrum to the sound of all `windows` of them, which has to be zeros at
 * first: overlapping windows are added up and divided by the sum of their squares (as PyTorch's `istft`). `rows` holds,
 * `step` values from one window to the next, {@link BINS} logarithms of magnitudes and as many values whose sine is the phase.
 */
export function addWindows(rows: Float32Array, step: number, windows: number, sound: Float32Array, from: number, to: number): void {
  const values = new Float64Array(WINDOW)
  for (let row = from; row < to; row++) {
    values.fill(0)
    for (let bin = 0; bin < BINS; bin++) {
      // Each frequency between the first and the last stands for its mirror image, too.
      const magnitude = (Math.exp(rows[row * step + bin] ?? NaN) * (bin % (BINS - 1) === 0 ? 1 : 2)) / WINDOW
      const phase = Math.sin(rows[row * step + BINS + bin] ?? NaN)
      const [real, imaginary] = [magnitude * Math.cos(phase), magnitude * Math.sin(phase)]
      for (let i = 0; i < WINDOW; i++) {
        values[i] = (values[i] ?? 0) + real * (cosines[bin * WINDOW + i] ?? 0) - imaginary * (sines[bin * WINDOW + i] ?? 0)
      }
    }
    const inside = row >= OVERLAPPING && row < windows - OVERLAPPING
    for (let i = 0; i < WINDOW; i++) {
      const at = row * HOP - WINDOW / 2 + i
      if (at >= 0 && at < sound.length) sound[at] = (sound[at] ?? 0) + (values[i] ?? 0) / (inside ? SQUARES : squaresAt(at, windows))
    }
  }
}

/** The sum of the squares of all windows that reach a sample. */
export function squaresAt(sample: number, windows: number): number {
  let sum = 0
  for (let row = Math.min(windows - 1, Math.floor((sample + WINDOW / 2) / HOP)); row >= 0; row--) {
    const i = sample + WINDOW / 2 - row * HOP
    if (i >= WINDOW) break
    sum += (hann[i] ?? 0) ** 2
  }
  return sum
}
