import { multiplyAdd } from './simd'

/**
 * Turns the pairs (2i, 2i + 1) of each head by their angles, in place: `rows` rows, `step` values apart, of `heads` heads
 * of `width` values (a multiple of 4). `table` holds for each row the cosine of each value's angle, then its sine, negated
 * for the first of a pair.
 */
export function rotatePairs(x: usize, step: i32, rows: i32, heads: i32, width: i32, table: usize): void {
  const headBytes = <usize>width << 2
  for (let row = 0; row < rows; row++) {
    let at = x + (<usize>(row * step) << 2)
    for (let head = 0; head < heads; head++) {
      for (let i: usize = 0; i < headBytes; i += 16, at += 16) {
        const value = v128.load(at)
        const swapped = i8x16.shuffle(value, value, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11)
        v128.store(at, multiplyAdd(value, v128.load(table + i), f32x4.mul(swapped, v128.load(table + headBytes + i))))
      }
    }
    table += headBytes << 1
  }
}
