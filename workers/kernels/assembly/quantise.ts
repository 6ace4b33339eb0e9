import { multiplyAdd } from './simd'

/** 1.5 · 2²³: a float32 of that size has no room for fractions, so that adding it rounds, and leaves the integer in its low bits. */
const ROUNDER: f32 = 12582912

/**
 * Rounds each of `groups` groups of `count` float32 values, `step` values from one to the next, to int16: to = round(from / scale),
 * where the group's scale maps its largest magnitude to `range`. A group of zeros has scale 0; one with a NaN has scale NaN, so
 * that what is made of it is NaN as well. Groups of numbers lie `toStep` apart; a group's scale is written `copies` times, those
 * of a group behind those of the one before.
 */
export function quantiseGroups(from: usize, groups: i32, step: i32, count: i32, range: f32, to: usize, toStep: i32, scales: usize, copies: i32): void {
  for (; groups > 0; groups--, from += <usize>step << 2, to += <usize>toStep << 1) {
    const peak = peakOf(from, count)
    for (let copy = 0; copy < copies; copy++, scales += 4) store<f32>(scales, peak / range)
    roundGroup(from, count, peak == 0 ? 0 : range / peak, to)
  }
}

/** The largest magnitude. */
function peakOf(from: usize, count: i32): f32 {
  const whole = from + (<usize>(count & ~7) << 2), end = from + (<usize>count << 2)
  let most0 = f32x4.splat(0), most1 = most0
  for (; from < whole; from += 32) {
    most0 = f32x4.max(most0, f32x4.abs(v128.load(from)))
    most1 = f32x4.max(most1, f32x4.abs(v128.load(from, 16)))
  }
  for (; from < end; from += 4) most0 = f32x4.max(most0, f32x4.abs(v128.load32_splat(from)))
  const most = f32x4.max(most0, most1)
  return max(max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)), max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)))
}

function roundGroup(from: usize, count: i32, scale: f32, to: usize): void {
  const whole = from + (<usize>(count & ~7) << 2), end = from + (<usize>count << 2)
  const factor = f32x4.splat(scale), rounder = f32x4.splat(ROUNDER)
  for (; from < whole; from += 32, to += 16) {
    v128.store(to, i16x8.narrow_i32x4_s(rounded(v128.load(from), factor, rounder), rounded(v128.load(from, 16), factor, rounder)))
  }
  for (; from < end; from += 4, to += 2) {
    store<i16>(to, <i16>i32x4.extract_lane(rounded(v128.load32_splat(from), factor, rounder), 0))
  }
}

/** round(x · factor) in each lane, as int32. */
// @ts-ignore: decorator
@inline
function rounded(x: v128, factor: v128, rounder: v128): v128 {
  return i32x4.sub(multiplyAdd(x, factor, rounder), rounder)
}
