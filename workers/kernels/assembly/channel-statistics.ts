import { touch } from './cache-lines'
import { multiplyAdd } from './simd'

/** Rows that are walked down column by column: they stay in the first cache or near it. */
const BLOCK_VALUES: i32 = 8192

/**
 * The mean of each channel of `rows` rows of `width` values, a multiple of 4, and the sum of the squares of what they are
 * off it: `width` means and as many sums to `to`. Of differences from the first row, so that a large mean costs no digits.
 */
export function channelStatistics(x: usize, rows: i32, width: i32, to: usize): void {
  const rowBytes = <usize>width << 2
  const blockRows = max(8, BLOCK_VALUES / width)
  memory.fill(to, 0, rowBytes << 1)
  for (let row = 0; row < rows; row += blockRows) {
    const block = x + <usize>row * rowBytes
    const bytes = <usize>min(blockRows, rows - row) * rowBytes
    touch(block, bytes)
    let c: usize = 0
    for (; c + 64 <= rowBytes; c += 64) addLine(x + c, block + c, block + bytes, rowBytes, to + c)
    for (; c < rowBytes; c += 16) addColumn(x + c, block + c, block + bytes, rowBytes, to + c)
  }
  const share = f32x4.splat(<f32>1 / <f32>rows)
  for (const end = to + rowBytes; to < end; to += 16, x += 16) {
    const sum = v128.load(to)
    const mean = f32x4.mul(sum, share)
    v128.store(to + rowBytes, f32x4.sub(v128.load(to + rowBytes), f32x4.mul(sum, mean)))
    v128.store(to, f32x4.add(v128.load(x), mean))
  }
}

/** Adds 4 channels of some rows to their sums and squares. */
function addColumn(first: usize, at: usize, end: usize, rowBytes: usize, to: usize): void {
  const start = v128.load(first)
  let sum = v128.load(to), squares = v128.load(to + rowBytes)
  for (; at < end; at += rowBytes) {
    const off = f32x4.sub(v128.load(at), start)
    sum = f32x4.add(sum, off)
    squares = multiplyAdd(off, off, squares)
  }
  v128.store(to, sum)
  v128.store(to + rowBytes, squares)
}

/** Sixteen channels: a cache line of each row. */
function addLine(first: usize, at: usize, end: usize, rowBytes: usize, to: usize): void {
  const s0 = v128.load(first), s1 = v128.load(first, 16), s2 = v128.load(first, 32), s3 = v128.load(first, 48)
  let a0 = v128.load(to), a1 = v128.load(to, 16), a2 = v128.load(to, 32), a3 = v128.load(to, 48)
  to += rowBytes
  let b0 = v128.load(to), b1 = v128.load(to, 16), b2 = v128.load(to, 32), b3 = v128.load(to, 48)
  for (; at < end; at += rowBytes) {
    let off = f32x4.sub(v128.load(at), s0)
    a0 = f32x4.add(a0, off)
    b0 = multiplyAdd(off, off, b0)
    off = f32x4.sub(v128.load(at, 16), s1)
    a1 = f32x4.add(a1, off)
    b1 = multiplyAdd(off, off, b1)
    off = f32x4.sub(v128.load(at, 32), s2)
    a2 = f32x4.add(a2, off)
    b2 = multiplyAdd(off, off, b2)
    off = f32x4.sub(v128.load(at, 48), s3)
    a3 = f32x4.add(a3, off)
    b3 = multiplyAdd(off, off, b3)
  }
  v128.store(to, b0)
  v128.store(to, b1, 16)
  v128.store(to, b2, 32)
  v128.store(to, b3, 48)
  to -= rowBytes
  v128.store(to, a0)
  v128.store(to, a1, 16)
  v128.store(to, a2, 32)
  v128.store(to, a3, 48)
}
