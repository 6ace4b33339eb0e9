/**
 * Power of the positive frequencies of a real frame: |X[k]|² for k = 0 … n/2. `frame` has a power-of-two length n and
 * is only read. In-place radix-2 transform (Cooley and Tukey 1965).
 */
export function powerSpectrum(frame: Float64Array): Float64Array {
  const n = frame.length
  if (n < 2 || (n & (n - 1)) !== 0) throw new RangeError(`a transform of ${n} points is not a power of two`)
  const re = new Float64Array(n)
  const im = new Float64Array(n)
  for (let index = 0, reversed = 0; index < n; index++) {
    re[reversed] = frame[index] ?? 0
    let bit = n >> 1
    while (bit > 0 && (reversed & bit) !== 0) {
      reversed ^= bit
      bit >>= 1
    }
    reversed |= bit
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2
    for (let offset = 0; offset < half; offset++) {
      const angle = (-2 * Math.PI * offset) / size
      const cos = Math.cos(angle)
      const sin = Math.sin(angle)
      for (let low = offset; low < n; low += size) butterfly(re, im, low, low + half, cos, sin)
    }
  }
  return Float64Array.from({ length: n / 2 + 1 }, (_, k) => (re[k] ?? 0) ** 2 + (im[k] ?? 0) ** 2)
}

function butterfly(re: Float64Array, im: Float64Array, low: number, high: number, cos: number, sin: number): void {
  const highRe = re[high] ?? 0
  const highIm = im[high] ?? 0
  const turnedRe = highRe * cos - highIm * sin
  const turnedIm = highRe * sin + highIm * cos
  const lowRe = re[low] ?? 0
  const lowIm = im[low] ?? 0
  re[high] = lowRe - turnedRe
  im[high] = lowIm - turnedIm
  re[low] = lowRe + turnedRe
  im[low] = lowIm + turnedIm
}
