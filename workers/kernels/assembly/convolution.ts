import { multiplyAdd } from './simd'

/**
 * A transposed convolution of each channel by itself, with stride s and 2s taps: row t of `from` [1 + rows, channels],
 * whose first row is the one before, gives s rows of `to`, to[t·s + j] = from[t] · w[j] + from[t - 1] · w[j + s]. `w` is
 * [2s, channels]; channels are a multiple of 4.
 */
export function upsampleChannels(from: usize, w: usize, to: usize, rows: i32, channels: i32, stride: i32): void {
  const rowBytes = <usize>channels << 2
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < stride; j++) {
      const early = w + <usize>j * rowBytes
      const late = early + <usize>stride * rowBytes
      for (let c: usize = 0; c < rowBytes; c += 16) {
        const held = f32x4.mul(v128.load(from + c), v128.load(late + c))
        v128.store(to + c, multiplyAdd(v128.load(from + rowBytes + c), v128.load(early + c), held))
      }
      to += rowBytes
    }
    from += rowBytes
  }
}

/**
 * to[t] = start + the dot product of `w` [length] with the `length` values from from[t · step] on: a convolution to one
 * channel. `length` is a multiple of 4.
 */
export function convolveToOne(from: usize, step: i32, w: usize, start: f32, to: usize, rows: i32, length: i32): void {
  const end = w + (<usize>length << 2)
  for (let row = 0; row < rows; row++) {
    // Two sums, since one would wait for itself.
    let a = f32x4.replace_lane(f32x4.splat(0), 0, start)
    let b = f32x4.splat(0)
    let at = from
    let tap = w
    for (; tap + 32 <= end; tap += 32, at += 32) {
      a = multiplyAdd(v128.load(at), v128.load(tap), a)
      b = multiplyAdd(v128.load(at, 16), v128.load(tap, 16), b)
    }
    if (tap < end) a = multiplyAdd(v128.load(at), v128.load(tap), a)
    a = f32x4.add(a, b)
    a = f32x4.add(a, i8x16.shuffle(a, a, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7))
    store<f32>(to, f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1))
    from += <usize>step << 2
    to += 4
  }
}
