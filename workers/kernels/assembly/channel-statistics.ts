import { multiplyAdd } from './simd'

/**
 * The mean of each channel of `rows` rows of `width` values, a multiple of 4, and the sum of the squares of what they are
 * off it: `width` means and as many sums to `to`. Of differences from the first row, so that a large mean costs no digits.
 */
export function channelStatistics(x: usize, rows: i32, width: i32, to: usize): void {
  const rowBytes = <usize>width << 2
  const end = x + <usize>rows * rowBytes
  const share = f32x4.splat(<f32>1 / <f32>rows)
  for (let c: usize = 0; c < rowBytes; c += 16) {
    const first = v128.load(x + c)
    let sum = f32x4.splat(0), squares = sum
    for (let at = x + c; at < end; at += rowBytes) {
      const off = f32x4.sub(v128.load(at), first)
      sum = f32x4.add(sum, off)
      squares = multiplyAdd(off, off, squares)
    }
    const mean = f32x4.mul(sum, share)
    v128.store(to + c, f32x4.add(first, mean))
    v128.store(to + rowBytes + c, f32x4.sub(squares, f32x4.mul(sum, mean)))
  }
}
