import { weightAt } from './exponential'

// Attention to the last few positions. Keys and values of a head lie in rings of slots that are themselves packed
// matrices (see gemm.ts), so that both of attention's products are products like any other.

/**
 * Puts `count` keys, `width` values each and `step` values apart, into `slot` and the following of a ring packed as
 * matrix [width, slots]: slots are its columns. `slot` and `count` are multiples of 8.
 */
export function storeKeys(keys: usize, step: i32, ring: usize, slot: i32, count: i32, width: i32): void {
  const panelBytes = <usize>(width + 1) << 5
  const rowBytes = <usize>step << 2
  for (let i = 0; i < count; i++) {
    const column = slot + i
    let to = ring + <usize>(column >> 3) * panelBytes + 32 + (<usize>(column & 7) << 2)
    const from = keys + <usize>i * rowBytes
    for (let d = 0; d < width; d++, to += 32) store<f32>(to, load<f32>(from + (<usize>d << 2)))
  }
}

/**
 * Puts `count` values, `width` numbers each and `step` numbers apart, into `slot` and the following of a ring packed as
 * matrix [slots, width]: slots are its rows. `width` is a multiple of 8.
 */
export function storeValues(values: usize, step: i32, ring: usize, slot: i32, slots: i32, count: i32, width: i32): void {
  const panelBytes = <usize>(slots + 1) << 5
  for (let i = 0; i < count; i++) {
    let from = values + (<usize>(i * step) << 2)
    let to = ring + (<usize>(slot + i + 1) << 5)
    for (let d = 0; d < width; d += 8, from += 32, to += panelBytes) {
      v128.store(to, v128.load(from))
      v128.store(to, v128.load(from, 16), 16)
    }
  }
}

/**
 * Softmax in place of `count` rows of scores times `scale`, one score for each of `slots` slots of a ring. The first row
 * belongs to the query at `position`, in `slot`, the others follow. A query sees itself and what is less than `window`
 * before it; other slots get no weight. `slots` is a multiple of 4.
 */
export function softmaxWindow(scores: usize, slots: i32, count: i32, slot: i32, position: i32, window: i32, scale: f32): void {
  const unseen = f32x4.splat(-1e30)
  const all = i32x4.splat(slots)
  const factor = f32x4.splat(scale)
  const end = <usize>slots << 2
  for (let row = 0; row < count; row++) {
    const reach = i32x4.splat(min(window, position + row + 1))
    // How far before the query each slot is.
    let distance = i32x4.sub(i32x4.splat(slot + row), i32x4(0, 1, 2, 3))
    let highest = unseen
    for (let at: usize = 0; at < end; at += 16) {
      const wrapped = i32x4.add(distance, v128.and(all, i32x4.shr_s(distance, 31)))
      const score = v128.bitselect(f32x4.mul(v128.load(scores + at), factor), unseen, i32x4.lt_s(wrapped, reach))
      v128.store(scores + at, score)
      highest = f32x4.max(highest, score)
      distance = i32x4.sub(distance, i32x4.splat(4))
    }
    const peak = f32x4.splat(max(max(f32x4.extract_lane(highest, 0), f32x4.extract_lane(highest, 1)), max(f32x4.extract_lane(highest, 2), f32x4.extract_lane(highest, 3))))
    let sum = f32x4.splat(0)
    for (let at: usize = 0; at < end; at += 16) {
      const weight = weightAt(f32x4.sub(v128.load(scores + at), peak))
      v128.store(scores + at, weight)
      sum = f32x4.add(sum, weight)
    }
    const total = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
    const share = f32x4.splat(1 / total)
    for (let at: usize = 0; at < end; at += 16) v128.store(scores + at, f32x4.mul(v128.load(scores + at), share))
    scores += end
  }
}
