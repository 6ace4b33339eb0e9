import { multiplyAdd } from './simd'

// Products of rows in 14 bits with weights in up to 16, summed up in int32: twice the multiply-adds of float32 in an
// instruction of x86, and 70 dB. A tile has 4 rows and 8 columns, whose 8 sums leave room for two vectors of weights, one of
// activations and a product on its way.
//
// Weights lie packed in panels of 8 columns: 8 values that each column starts from and what a number of each is worth, both
// float32, then depth / 2 units of 8 times two neighbouring inputs. Sums go over to float32 after DEPTH inputs.
// `workers/kernels/wide-matrix.ts` sees to it that none can leave int32 before.

/** Inputs that are summed up in int32: a panel of so many is 4 KiB. */
const DEPTH: i32 = 256
/** Bytes in front of a panel's weights. */
const HEAD: usize = 64

/**
 * c[row, o] = start[o] + worth[o] · scales[row] · (sum of w[o, i] · a[row, i]), with `accumulate` on top of what was there.
 * `m` rows of a lie in groups of `groupRows`, `groupBytes` apart, `aStep` values apart in a group: they may overlap. Rows of c
 * lie `cStep` values apart. k is even; n need not be a multiple of 8.
 */
export function multiplyWide(a: usize, aStep: i32, groupRows: i32, groupBytes: usize, scales: usize, b: usize, c: usize, cStep: i32, m: i32, n: i32, k: i32, accumulate: bool): void {
  const aBytes = <usize>aStep << 1, cBytes = <usize>cStep << 2
  for (let column = 0; column < n; column += 8) {
    const columns = min(8, n - column)
    for (let depth = 0; depth < k; depth += DEPTH) {
      const units = min(DEPTH, k - depth) >> 1
      const weights = b + HEAD + (<usize>depth << 4)
      let group = a + (<usize>depth << 1), to = c + (<usize>column << 2), scale = scales
      for (let row = 0; row < m; row += groupRows, group += groupBytes) {
        let from = group
        let left = groupRows
        for (; left >= 4; left -= 4, from += aBytes << 2, to += cBytes << 2, scale += 16) {
          tile4(from, aBytes, weights, units, b, scale, to, cBytes, columns, accumulate || depth > 0, depth > 0)
        }
        for (; left > 0; left--, from += aBytes, to += cBytes, scale += 4) {
          tile1(from, weights, units, b, scale, to, columns, accumulate || depth > 0, depth > 0)
        }
      }
    }
    b += HEAD + (<usize>k << 4)
  }
}

/** sum + the dot products of two neighbouring inputs. */
// @ts-ignore: decorator
@inline
function dot(w: v128, x: v128, sum: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(w, x))
}

function tile4(a: usize, aBytes: usize, w: usize, units: i32, head: usize, scales: usize, c: usize, cBytes: usize, columns: i32, adds: bool, started: bool): void {
  let c00 = i32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00
  let a1 = a + aBytes, a2 = a1 + aBytes, a3 = a2 + aBytes
  for (const end = w + (<usize>units << 5); w < end; w += 32) {
    const w0 = v128.load(w), w1 = v128.load(w, 16)
    let s = v128.load32_splat(a); c00 = dot(w0, s, c00); c01 = dot(w1, s, c01)
    s = v128.load32_splat(a1); c10 = dot(w0, s, c10); c11 = dot(w1, s, c11)
    s = v128.load32_splat(a2); c20 = dot(w0, s, c20); c21 = dot(w1, s, c21)
    s = v128.load32_splat(a3); c30 = dot(w0, s, c30); c31 = dot(w1, s, c31)
    a += 4; a1 += 4; a2 += 4; a3 += 4
  }
  const worth0 = v128.load(head, 32), worth1 = v128.load(head, 48)
  const start0 = started ? f32x4.splat(0) : v128.load(head), start1 = started ? f32x4.splat(0) : v128.load(head, 16)
  finish(c00, c01, worth0, worth1, start0, start1, scales, c, columns, adds)
  finish(c10, c11, worth0, worth1, start0, start1, scales + 4, c + cBytes, columns, adds)
  finish(c20, c21, worth0, worth1, start0, start1, scales + 8, c + 2 * cBytes, columns, adds)
  finish(c30, c31, worth0, worth1, start0, start1, scales + 12, c + 3 * cBytes, columns, adds)
}

function tile1(a: usize, w: usize, units: i32, head: usize, scales: usize, c: usize, columns: i32, adds: bool, started: bool): void {
  let c0 = i32x4.splat(0), c1 = c0
  for (const end = w + (<usize>units << 5); w < end; w += 32) {
    const s = v128.load32_splat(a)
    c0 = dot(v128.load(w), s, c0)
    c1 = dot(v128.load(w, 16), s, c1)
    a += 4
  }
  const start0 = started ? f32x4.splat(0) : v128.load(head), start1 = started ? f32x4.splat(0) : v128.load(head, 16)
  finish(c0, c1, v128.load(head, 32), v128.load(head, 48), start0, start1, scales, c, columns, adds)
}

/** Stores a row's 8 values, or as many as the panel has columns. */
// @ts-ignore: decorator
@inline
function finish(sum0: v128, sum1: v128, worth0: v128, worth1: v128, start0: v128, start1: v128, scales: usize, to: usize, columns: i32, adds: bool): void {
  const scale = v128.load32_splat(scales)
  let y0 = multiplyAdd(f32x4.convert_i32x4_s(sum0), f32x4.mul(scale, worth0), start0)
  let y1 = multiplyAdd(f32x4.convert_i32x4_s(sum1), f32x4.mul(scale, worth1), start1)
  if (columns == 8) {
    if (adds) {
      y0 = f32x4.add(y0, v128.load(to))
      y1 = f32x4.add(y1, v128.load(to, 16))
    }
    v128.store(to, y0)
    v128.store(to, y1, 16)
  } else {
    storeSome(y0, y1, to, columns, adds)
  }
}

function storeSome(y0: v128, y1: v128, to: usize, columns: i32, adds: bool): void {
  for (let column = 0; column < columns; column++, to += 4) {
    const y = f32x4.extract_lane(y0, 0)
    store<f32>(to, adds ? y + load<f32>(to) : y)
    y0 = i8x16.shuffle(y0, y1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19)
    y1 = i8x16.shuffle(y1, y1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3)
  }
}
