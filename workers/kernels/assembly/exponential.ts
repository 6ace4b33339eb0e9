import { multiplyAdd } from './simd'

/** 1.5 · 2²³: a float32 of that size has no room for fractions, so that adding it rounds, and leaves the integer in its low bits. */
const ROUNDER: f32 = 12582912

/**
 * exp(x) per lane, to 2 units in the last place; x outside [-87, 88] gives the value at that end, NaN stays NaN. Cody and
 * Waite's reduction to |r| <= ln(2)/2 and the polynomial of Moshier's Cephes (expf.c).
 */
// @ts-ignore: decorator
@inline
export function exponential(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-87)), f32x4.splat(88))
  const rounded = multiplyAdd(x, f32x4.splat(1.44269504), f32x4.splat(ROUNDER))
  const n = f32x4.sub(rounded, f32x4.splat(ROUNDER))
  let r = multiplyAdd(n, f32x4.splat(-0.693359375), x)
  r = multiplyAdd(n, f32x4.splat(2.12194440e-4), r)
  return timesPowerOfTwo(exponentialNearZero(r), rounded)
}

/** Below this a share of a softmax is lost in whatever sum it is part of. */
const LEAST_DISTANCE: f32 = -64

/**
 * What scores weigh in a softmax before they are divided by their sum: exp of their distance to the highest, 0 where that leaves
 * nothing. A product with a denormal number takes a hundred times as long as another one. A NaN among scores makes the highest,
 * so all distances, NaN, then all weights 0, and what is divided by their sum NaN.
 */
// @ts-ignore: decorator
@inline
export function weightAt(distance: v128): v128 {
  return v128.and(exponential(distance), f32x4.gt(distance, f32x4.splat(LEAST_DISTANCE)))
}

/**
 * exp(x) - 1 per lane for x <= 0, off by 1e-7 at most; NaN stays NaN. What reduction in one step loses is far below the
 * 1 that is taken off.
 */
// @ts-ignore: decorator
@inline
export function exponentialLessOne(x: v128): v128 {
  // Below -30 nothing is left beside the 1.
  x = f32x4.pmax(x, f32x4.splat(-30))
  const rounded = multiplyAdd(x, f32x4.splat(1.44269504), f32x4.splat(ROUNDER))
  const n = f32x4.sub(rounded, f32x4.splat(ROUNDER))
  const r = multiplyAdd(n, f32x4.splat(-0.69314718), x)
  return f32x4.sub(timesPowerOfTwo(exponentialNearZero(r), rounded), f32x4.splat(1))
}

/** y · 2ⁿ for the integer n in the low bits of `rounded`, where that is a normal number: n goes onto y's exponent. */
// @ts-ignore: decorator
@inline
function timesPowerOfTwo(y: v128, rounded: v128): v128 {
  return i32x4.add(y, i32x4.shl(rounded, 23))
}

/** exp(r) for |r| <= ln(2)/2. */
// @ts-ignore: decorator
@inline
function exponentialNearZero(r: v128): v128 {
  let p = f32x4.splat(1.9875691500e-4)
  p = multiplyAdd(p, r, f32x4.splat(1.3981999507e-3))
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3))
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2))
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1))
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1))
  return f32x4.add(multiplyAdd(p, f32x4.mul(r, r), r), f32x4.splat(1))
}
