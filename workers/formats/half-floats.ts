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
  return Uint16Array.from(values, (value) => {
    const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
    const size = Math.abs(value)
    if (Number.isNaN(value)) return 0x7e00
    // 65520 lies half way between the largest half and the next power of two.
    if (size >= 65520) return sign | 0x7c00
    // Below 2^-14 numbers are spaced by 2^-24, above by a 1024th of their power of two.
    const exponent = Math.max(-14, Math.floor(Math.log2(size || 2 ** -14)))
    const steps = roundHalfToEven(size / 2 ** (exponent - 10))
    // A mantissa that rounds up to the next power of two carries into the exponent by itself.
    return sign | (exponent === -14 ? steps : ((exponent + 14) << 10) + steps)
  })
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}
