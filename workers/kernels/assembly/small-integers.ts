import { multiplyAdd } from './simd'

// Rows of float32 values as the whole numbers of a convolution: 7 bits without a sign in the relaxed build, whose
// instruction takes no more in its second factor, 8 bits with one where the weights are the second factor, and in the baseline
// build int16, of as many bits as its sums have room for. All rows of a stretch share one scale and one zero point:
// value = scale · (number - zero).

/** What the activations of a convolution are, and so its weights: the relaxed build's two ways, and the baseline build's only one. */
export const UNSIGNED_7: i32 = 0
export const SIGNED_8: i32 = 1
export const SIGNED_16: i32 = 2

/** 1.5 · 2²³: added to a number, it leaves the rounded number in the low bits. */
const ROUNDER: f32 = 12582912
/** Loaded rather than written in a loop, where the compiler makes constants anew in every round. */
const constants = memory.data<u32>([0x4b400000, 0x7f7f7f7f, 0x01010101])

/** Values that fill a vector with their numbers: 4 units of 4 bytes. */
const VECTOR_VALUES: i32 = ASC_FEATURE_RELAXED_SIMD ? 16 : 8

/**
 * Rounds `rows` rows of `width` values, a multiple of 16, whose limits {@link activateRows} has left, to numbers of `kind`;
 * SIGNED_16 reaches from -range to range. Numbers lie in units of 4 bytes, a row's after the row's before, and the next
 * unit of all rows `unitBytes` on: what a tile reads lies side by side. Rows are filled up to a multiple of 4.
 * Leaves each row's sum of numbers at `sums` (SIGNED_8 only) and gives the zero point; the scale, 0 for nothing but zeros,
 * goes to `scale`.
 */
export function quantiseStretch(from: usize, limits: usize, rows: i32, width: i32, kind: i32, range: f32, to: usize, unitBytes: usize, sums: usize, scale: usize): i32 {
  // Zero is always a number of its own: it stands for what lies outside the sound.
  let least = f32x4.splat(0), most = least
  const limitsEnd = limits + (<usize>rows << 5)
  for (; limits < limitsEnd; limits += 32) {
    least = f32x4.pmin(least, v128.load(limits))
    most = f32x4.pmax(most, v128.load(limits, 16))
  }
  const low = smallest(least), high = -smallest(f32x4.neg(most))
  const step = kind == SIGNED_16 ? max(high, -low) / range : (high - low) / (kind == UNSIGNED_7 ? 127 : 255)
  store<f32>(scale, step)
  const factor: f32 = step == 0 ? 0 : <f32>1 / step
  let zero: i32 = 0
  if (kind == UNSIGNED_7) zero = <i32>nearest(-low * factor)
  else if (kind == SIGNED_8) zero = <i32>nearest(-low * factor) - 128
  const start = ROUNDER + <f32>zero
  for (; rows > 0; rows -= 4, from += <usize>width << 4, to += 16, sums += 16) {
    if (!ASC_FEATURE_RELAXED_SIMD) roundRows<i16>(from, width, factor, start, to, unitBytes, sums)
    else if (kind == SIGNED_8) roundRows<i8>(from, width, factor, start, to, unitBytes, sums)
    else roundRows<u8>(from, width, factor, start, to, unitBytes, sums)
  }
  return zero
}

// @ts-ignore: decorator
@inline
function smallest(v: v128): f32 {
  return min(min(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)), min(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)))
}

/** Four rows as numbers of type T (u8 for 7 bits). */
function roundRows<T>(from: usize, width: i32, scale: f32, zero: f32, to: usize, unitBytes: usize, sums: usize): void {
  const factor = f32x4.splat(scale), start = f32x4.splat(zero)
  const rounder = v128.load32_splat(constants), most = v128.load32_splat(constants, 4), ones = v128.load32_splat(constants, 8)
  const rowBytes = <usize>width << 2
  let sum0 = i32x4.splat(0), sum1 = sum0, sum2 = sum0, sum3 = sum0
  for (let left = width; left > 0; left -= VECTOR_VALUES) {
    const a = numbersOf<T>(from, factor, start, rounder, most), b = numbersOf<T>(from + rowBytes, factor, start, rounder, most)
    const c = numbersOf<T>(from + 2 * rowBytes, factor, start, rounder, most), d = numbersOf<T>(from + 3 * rowBytes, factor, start, rounder, most)
    if (isSigned<T>() && sizeof<T>() == 1) {
      sum0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a, ones, sum0)
      sum1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(b, ones, sum1)
      sum2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(c, ones, sum2)
      sum3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(d, ones, sum3)
    }
    const ab = lowUnits(a, b), cd = lowUnits(c, d), abHigh = highUnits(a, b), cdHigh = highUnits(c, d)
    v128.store(to, i64x2.shuffle(ab, cd, 0, 2))
    to += unitBytes
    v128.store(to, i64x2.shuffle(ab, cd, 1, 3))
    to += unitBytes
    v128.store(to, i64x2.shuffle(abHigh, cdHigh, 0, 2))
    to += unitBytes
    v128.store(to, i64x2.shuffle(abHigh, cdHigh, 1, 3))
    to += unitBytes
    from += <usize>VECTOR_VALUES << 2
  }
  if (isSigned<T>() && sizeof<T>() == 1) {
    const ab = i32x4.add(lowUnits(sum0, sum1), highUnits(sum0, sum1)), cd = i32x4.add(lowUnits(sum2, sum3), highUnits(sum2, sum3))
    v128.store(sums, i32x4.add(i64x2.shuffle(ab, cd, 0, 2), i64x2.shuffle(ab, cd, 1, 3)))
  }
}

/** A vector of rounded numbers. */
// @ts-ignore: decorator
@inline
function numbersOf<T>(from: usize, factor: v128, start: v128, rounder: v128, most: v128): v128 {
  const ab = i16x8.narrow_i32x4_s(rounded(from, factor, start, rounder), rounded(from + 16, factor, start, rounder))
  if (sizeof<T>() == 2) return ab
  const cd = i16x8.narrow_i32x4_s(rounded(from + 32, factor, start, rounder), rounded(from + 48, factor, start, rounder))
  return isSigned<T>() ? i8x16.narrow_i16x8_s(ab, cd) : i8x16.min_u(i8x16.narrow_i16x8_u(ab, cd), most)
}

/** Four values as rounded int32. */
// @ts-ignore: decorator
@inline
function rounded(from: usize, factor: v128, start: v128, rounder: v128): v128 {
  return i32x4.sub(multiplyAdd(v128.load(from), factor, start), rounder)
}

/** a0 b0 a1 b1. */
// @ts-ignore: decorator
@inline
function lowUnits(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 0, 4, 1, 5)
}

/** a2 b2 a3 b3. */
// @ts-ignore: decorator
@inline
function highUnits(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 2, 6, 3, 7)
}
