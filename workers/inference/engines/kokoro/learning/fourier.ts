/** A Fourier transform of a fixed length, in place. */
export type FourierTransform = (real: Float64Array, imaginary: Float64Array) => void

/**
 * X[k] = Σ x[i] · exp(sign · 2πj · k · i / length), not divided by anything. `length` is a power of two. Radix 2 (Cooley and
 * Tukey 1965).
 */
export function createFourierTransform(length: number, sign: 1 | -1): FourierTransform {
  const cosines = Float64Array.from({ length: length / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / length))
  const sines = Float64Array.from({ length: length / 2 }, (_, i) => sign * Math.sin((2 * Math.PI * i) / length))
  const bits = Math.log2(length)
  const reversed = Uint32Array.from({ length }, (_, i) => {
    let turned = 0
    for (let bit = 0; bit < bits; bit++) turned |= ((i >> bit) & 1) << (bits - 1 - bit)
    return turned
  })
  const swap = (values: Float64Array) => {
    for (let i = 0; i < length; i++) {
      const other = reversed[i] ?? 0
      if (other <= i) continue
      const value = values[i] ?? NaN
      values[i] = values[other] ?? NaN
      values[other] = value
    }
  }
  return (real, imaginary) => {
    swap(real)
    swap(imaginary)
    for (let half = 1; half < length; half *= 2) {
      const stride = length / (2 * half)
      for (let start = 0; start < length; start += 2 * half) {
        for (let i = 0; i < half; i++) {
          // No arrays in here: this is where most of the time goes.
          const low = start + i
          const high = low + half
          const c = cosines[i * stride] ?? NaN
          const s = sines[i * stride] ?? NaN
          const re = real[high] ?? NaN
          const im = imaginary[high] ?? NaN
          const turnedRe = re * c - im * s
          const turnedIm = re * s + im * c
          const lowRe = real[low] ?? NaN
          const lowIm = imaginary[low] ?? NaN
          real[high] = lowRe - turnedRe
          imaginary[high] = lowIm - turnedIm
          real[low] = lowRe + turnedRe
          imaginary[low] = lowIm + turnedIm
        }
      }
    }
  }
}
