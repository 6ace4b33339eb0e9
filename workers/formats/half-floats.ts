/** Widens IEEE 754 half-precision numbers; every one of them is exact in float32. */
export function widenFloat16(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, (half) => {
    const sign = half & 0x8000 ? -1 : 1
    const exponent = (half >> 10) & 31
    const fraction = half & 0x3ff
    if (exponent === 0) return sign * fraction * 2 ** -24
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
  })
}

/** Widens bfloat16 numbers: the upper half of a float32. */
export function widenBfloat16(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, (upper) => upper << 16).buffer)
}

/** Rounds to half precision, to the nearest and in doubt to even (IEEE 754); too large becomes infinite. */
export function narrowFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const halves = new Uint16Array(values.length)
  for (let i = 0; i < halves.length; i++) halves[i] = narrowBits(bits[i] ?? 0)
  return halves
}

function narrowBits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000
  const size = bits & 0x7fffffff
  if (size > 0x7f800000) return sign | 0x7e00
  // 65520 lies half way between the largest half and the next power of two.
  if (size >= 0x477ff000) return sign | 0x7c00
  // From 2^-14 on: 13 bits less of mantissa, an exponent counted from 15 instead of 127. Rounding up may carry into it.
  if (size >= 0x38800000) return sign | ((size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13)
  // Below, halves are spaced by 2^-24.
  return sign | subnormal(size)
}

function subnormal(size: number): number {
  const shift = 126 - (size >>> 23)
  if (shift > 24) return 0
  const mantissa = (size & 0x7fffff) | 0x800000
  const floor = mantissa >>> shift
  const rest = mantissa & ((1 << shift) - 1)
  const half = 1 << (shift - 1)
  return floor + (rest > half || (rest === half && floor % 2 === 1) ? 1 : 0)
}
