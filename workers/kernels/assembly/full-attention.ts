import { weightAt } from './exponential'
import { multiply } from './gemm'
import { storeKeys, storeValues } from './windowed-attention'

// Attention in which every row sees all rows.

/** Room for rows in whole panels. */
// @ts-ignore: decorator
@inline
function slotsOf(rows: i32): i32 {
  return (rows + 7) & ~7
}

/** Bytes of room that {@link attendAll} needs for itself, at an address divisible by 16. */
export function attendScratch(rows: i32, width: i32): usize {
  const slots = slotsOf(rows)
  return <usize>(slots * (width + 1) + (slots + 1) * width + rows * slots) << 2
}

/**
 * One head's attention of `rows` rows: to = softmax(scale · queries · keysᵀ) · values. Queries, keys and values are
 * `width` numbers a row, a multiple of 8, and their rows lie `step` numbers apart; those of `to` lie `toStep` apart.
 */
export function attendAll(queries: usize, keys: usize, values: usize, step: i32, rows: i32, width: i32, scale: f32, to: usize, toStep: i32, scratch: usize): void {
  const slots = slotsOf(rows)
  const packedKeys = scratch
  const packedValues = packedKeys + (<usize>(slots * (width + 1)) << 2)
  const scores = packedValues + (<usize>((slots + 1) * width) << 2)
  // What products start from, and what is not there, are zeros.
  memory.fill(scratch, 0, scores - scratch)
  storeKeys(keys, step, packedKeys, 0, rows, width)
  storeValues(values, step, packedValues, 0, slots, rows, width)
  multiply(queries, step, packedKeys, scores, slots, rows, slots, width, false)
  softmaxRows(scores, slots, rows, rows, scale)
  multiply(scores, slots, packedValues, to, toStep, rows, width, slots, false)
}

/** Softmax in place of the first `count` of each of `rows` rows of scores times `scale`; the others of the `step` of a row, a multiple of 4, get nothing. */
function softmaxRows(scores: usize, step: i32, rows: i32, count: i32, scale: f32): void {
  const factor = f32x4.splat(scale), unseen = f32x4.splat(-1e30), lanes = i32x4(0, 1, 2, 3)
  for (let row = 0; row < rows; row++, scores += <usize>step << 2) {
    let highest = unseen
    for (let i = 0; i < step; i += 4) {
      const at = scores + (<usize>i << 2)
      const seen = i32x4.lt_s(i32x4.add(i32x4.splat(i), lanes), i32x4.splat(count))
      const score = v128.bitselect(f32x4.mul(v128.load(at), factor), unseen, seen)
      v128.store(at, score)
      highest = f32x4.max(highest, score)
    }
    const peak = f32x4.splat(max(max(f32x4.extract_lane(highest, 0), f32x4.extract_lane(highest, 1)), max(f32x4.extract_lane(highest, 2), f32x4.extract_lane(highest, 3))))
    let sum = f32x4.splat(0)
    const end = scores + (<usize>step << 2)
    for (let at = scores; at < end; at += 16) {
      const weight = weightAt(f32x4.sub(v128.load(at), peak))
      v128.store(at, weight)
      sum = f32x4.add(sum, weight)
    }
    const total = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
    const share = f32x4.splat(<f32>1 / total)
    for (let at = scores; at < end; at += 16) v128.store(at, f32x4.mul(v128.load(at), share))
  }
}
