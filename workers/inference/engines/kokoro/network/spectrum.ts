/** Samples of a window and from one window to the next (`gen_istft_n_fft`, `gen_istft_hop_size` of Kokoro's configuration). */
export const WINDOW = 20
export const HOP = 5
const HALF = WINDOW / 2
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

/** Parts of a spectrum below this are rounding. */
const NOTHING = 1e-6

/**
 * Phases where nothing is heard, those that rounding leaves in the published graph, the same in every window without a voice.
 * Zeros would be heard as a line at 9.6 kHz: the network has learned with noise there.
 */
const SILENT_PHASES = [Math.PI, 0, 2.49036, -2.1254, 0.79347, -2.12916, 0.17297, 2.9268, -1.34494, 2.73597, -1.54684] as const

/** Windows that a sound of so many samples has: they are centred, so half of the first lies before it. */
export function windowsOf(samples: number): number {
  return Math.floor(samples / HOP) + 1
}

/**
 * The short-time spectrum of windows `from` to `to` of a sound that is mirrored at its ends: to `rows`, `step` values
 * from one to the next, {@link BINS} magnitudes and as many phases in (-π, π], as PyTorch's `stft` and `angle` give them.
 */
export function analyse(sound: Float32Array, rows: Float32Array, step: number, from: number, to: number): void {
  const [sums, differences] = [new Float64Array(HALF + 1), new Float64Array(HALF + 1)]
  for (let row = from; row < to; row++) {
    // Cosines are the same on both sides of a window's middle, and sines the same but for their sign. Its first value is 0.
    const middle = row * HOP
    for (let i = 1; i < HALF; i++) {
      const [early, late] = [mirrored(sound, middle - HALF + i), mirrored(sound, middle + HALF - i)]
      sums[i] = early + late
      differences[i] = early - late
    }
    sums[HALF] = mirrored(sound, middle)
    for (let bin = 0; bin < BINS; bin++) {
      let [real, imaginary] = [0, 0]
      for (let i = 1; i <= HALF; i++) {
        real += (sums[i] ?? 0) * (cosines[bin * WINDOW + i] ?? 0)
        imaginary -= (differences[i] ?? 0) * (sines[bin * WINDOW + i] ?? 0)
      }
      const magnitude = Math.sqrt(real * real + imaginary * imaginary)
      rows[row * step + bin] = magnitude
      rows[row * step + BINS + bin] = magnitude < NOTHING ? (SILENT_PHASES[bin] ?? 0) : phaseOf(real, imaginary)
    }
  }
}

/** The angle of a complex number; of a negative real one π, never -π: which of them rounding gives is heard as lines at 4.8 and 9.6 kHz. */
function phaseOf(real: number, imaginary: number): number {
  return Math.abs(imaginary) < NOTHING ? (real < 0 ? Math.PI : 0) : Math.atan2(imaginary, real)
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
  const [even, odd] = [new Float64Array(HALF + 1), new Float64Array(HALF + 1)]
  for (let row = from; row < to; row++) {
    even.fill(0)
    odd.fill(0)
    for (let bin = 0; bin < BINS; bin++) {
      // Each frequency between the first and the last stands for its mirror image, too.
      const magnitude = (Math.exp(rows[row * step + bin] ?? NaN) * (bin % (BINS - 1) === 0 ? 1 : 2)) / WINDOW
      const phase = Math.sin(rows[row * step + BINS + bin] ?? NaN)
      const [real, imaginary] = [magnitude * Math.cos(phase), magnitude * Math.sin(phase)]
      for (let i = 1; i <= HALF; i++) {
        even[i] = (even[i] ?? 0) + real * (cosines[bin * WINDOW + i] ?? 0)
        odd[i] = (odd[i] ?? 0) + imaginary * (sines[bin * WINDOW + i] ?? 0)
      }
    }
    const inside = row >= OVERLAPPING && row < windows - OVERLAPPING
    for (let i = 1; i < WINDOW; i++) {
      const at = row * HOP - HALF + i
      if (at < 0 || at >= sound.length) continue
      const value = i <= HALF ? (even[i] ?? 0) - (odd[i] ?? 0) : (even[WINDOW - i] ?? 0) + (odd[WINDOW - i] ?? 0)
      sound[at] = (sound[at] ?? 0) + value / (inside ? SQUARES : squaresAt(at, windows))
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
