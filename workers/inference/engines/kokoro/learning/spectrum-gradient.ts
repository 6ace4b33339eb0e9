import { BINS, cosines, HOP, sines, squaresAt, WINDOW } from '../network/spectrum'

/**
 * From the gradient of a sound that {@link addWindows} made to that of the `windows` rows that it was made of: rows `from` to `to`
 * of `gradient`, {@link BINS} for the logarithms of magnitudes and as many for what the phases are the sines of. `rows` are those
 * that it was made of; both lie `step` values apart.
 */
export function windowGradients(
  rows: Float32Array, step: number, windows: number, ofSound: ArrayLike<number>, gradient: Float32Array, from: number, to: number,
): void {
  const ofWindow = new Float64Array(WINDOW)
  for (let row = from; row < to; row++) {
    for (let i = 0; i < WINDOW; i++) {
      const at = row * HOP - WINDOW / 2 + i
      ofWindow[i] = at < 0 || at >= ofSound.length ? 0 : (ofSound[at] ?? NaN) / squaresAt(at, windows)
    }
    for (let bin = 0; bin < BINS; bin++) {
      let [ofReal, ofImaginary] = [0, 0]
      for (let i = 0; i < WINDOW; i++) {
        ofReal += (ofWindow[i] ?? NaN) * (cosines[bin * WINDOW + i] ?? NaN)
        ofImaginary -= (ofWindow[i] ?? NaN) * (sines[bin * WINDOW + i] ?? NaN)
      }
      // Each frequency between the first and the last stands for its mirror image, too.
      const share = (bin % (BINS - 1) === 0 ? 1 : 2) / WINDOW
      const magnitude = share * Math.exp(rows[row * step + bin] ?? NaN)
      const wave = rows[row * step + BINS + bin] ?? NaN
      const phase = Math.sin(wave)
      const [real, imaginary] = [magnitude * Math.cos(phase), magnitude * Math.sin(phase)]
      gradient[row * step + bin] = ofReal * real + ofImaginary * imaginary
      gradient[row * step + BINS + bin] = (ofImaginary * real - ofReal * imaginary) * Math.cos(wave)
    }
  }
}
