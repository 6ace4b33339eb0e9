import { multiplyAdd, sumOfLanes } from './simd'

/**
 * to = (from - mean) / sqrt(variance + epsilon) · weight + bias, for each of `rows` rows of `width` values, a multiple of
 * 4. `to` may be `from`.
 */
export function layerNorm(from: usize, weight: usize, bias: usize, to: usize, rows: i32, width: i32, epsilon: f32): void {
  const rowBytes = <usize>width << 2
  for (let row = 0; row < rows; row++, from += rowBytes, to += rowBytes) {
    let sum = f32x4.splat(0)
    for (let at: usize = 0; at < rowBytes; at += 16) sum = f32x4.add(sum, v128.load(from + at))
    const mean = f32x4.splat(sumOfLanes(sum) / <f32>width)
    let squares = f32x4.splat(0)
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const off = f32x4.sub(v128.load(from + at), mean)
      squares = multiplyAdd(off, off, squares)
    }
    const scale = f32x4.splat(<f32>1 / sqrt<f32>(sumOfLanes(squares) / <f32>width + epsilon))
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const normal = f32x4.mul(f32x4.sub(v128.load(from + at), mean), scale)
      v128.store(to + at, multiplyAdd(normal, v128.load(weight + at), v128.load(bias + at)))
    }
  }
}
