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

/** Bytes of one number of the activations, and of a weight. */
export function convolutionBytes(): i32 {
  return ASC_FEATURE_RELAXED_SIMD ? 1 : 2
}

/**
 * Rounds `rows` rows of `width` values, a multiple of 16, whose limits {@link activateRows} has left, to numbers of `kind`;
 * SIGNED_16 reaches from -range to range. Leaves each row's sum of numbers at `sums` (SIGNED_8 only) and gives the zero point;
 * the scale, 0 for nothing but zeros, goes to `scale`.
 */
export function quantiseStretch(from: usize, limits: usize, rows: i32, width: i32, kind: i32, range: f32, to: usize, sums: usize, scale: usize): i32 {
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
  const rowBytes = <usize>width << 2
  const end = from + <usize>rows * rowBytes
  if (kind == UNSIGNED_7) {
    roundUnsigned(from, end, factor, <f32>zero, to)
  } else if (kind == SIGNED_8) {
    for (; from < end; from += rowBytes, to += <usize>width, sums += 4) store<i32>(sums, roundSigned(from, from + rowBytes, factor, <f32>zero, to))
  } else {
    roundWide(from, end, factor, to)
  }
  return zero
}

// @ts-ignore: decorator
@inline
function smallest(v: v128): f32 {
  return min(min(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)), min(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)))
}

/** Four values as rounded int32. */
// @ts-ignore: decorator
@inline
function rounded(from: usize, factor: v128, start: v128, rounder: v128): v128 {
  return i32x4.sub(multiplyAdd(v128.load(from), factor, start), rounder)
}

function roundUnsigned(from: usize, end: usize, scale: f32, zero: f32, to: usize): void {
  const factor = f32x4.splat(scale), start = f32x4.splat(ROUNDER + zero), rounder = f32x4.splat(ROUNDER)
  const most = i8x16.splat(127)
  for (; from < end; from += 64, to += 16) {
    const ab = i16x8.narrow_i32x4_s(rounded(from, factor, start, rounder), rounded(from + 16, factor, start, rounder))
    const cd = i16x8.narrow_i32x4_s(rounded(from + 32, factor, start, rounder), rounded(from + 48, factor, start, rounder))
    v128.store(to, i8x16.min_u(i8x16.narrow_i16x8_u(ab, cd), most))
  }
}

/** Gives the sum of the numbers. */
function roundSigned(from: usize, end: usize, scale: f32, zero: f32, to: usize): i32 {
  const factor = f32x4.splat(scale), start = f32x4.splat(ROUNDER + zero), rounder = f32x4.splat(ROUNDER)
  let sum = i32x4.splat(0)
  for (; from < end; from += 64, to += 16) {
    const ab = i16x8.narrow_i32x4_s(rounded(from, factor, start, rounder), rounded(from + 16, factor, start, rounder))
    const cd = i16x8.narrow_i32x4_s(rounded(from + 32, factor, start, rounder), rounded(from + 48, factor, start, rounder))
    const numbers = i8x16.narrow_i16x8_s(ab, cd)
    v128.store(to, numbers)
    sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(numbers)))
  }
  return i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)
}

function roundWide(from: usize, end: usize, scale: f32, to: usize): void {
  const factor = f32x4.splat(scale), rounder = f32x4.splat(ROUNDER)
  for (; from < end; from += 32, to += 16) {
    v128.store(to, i16x8.narrow_i32x4_s(rounded(from, factor, rounder, rounder), rounded(from + 16, factor, rounder, rounder)))
  }
}
