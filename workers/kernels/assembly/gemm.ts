import { multiplyAdd } from './simd'

// Products of float32 matrices, c[m, n] = a[m, k] · b[k, n], as sums of outer products held in registers: a tile of c has
// 6 rows and 8 columns, 12 vectors, which with a pair of b's and one of a's values just fill the 15 that x86 leaves free.
//
// b lies packed in panels of 8 columns: 8 values that each column starts from, then k rows of 8. Rows of a may overlap
// (rowStep < k), which makes a convolution over [time, channels] a product without copying anything.

/** Rows of b at a time: a panel of so many is 16 KiB, half of the smallest first-level cache. */
const BLOCK_DEPTH: i32 = 512
/** Values of a at a time, 256 KiB: they stay in the second-level cache while all panels pass. */
const BLOCK_VALUES: i32 = 65536

/** Eight zeros to start from. */
const zeros = memory.data(32, 16)

/**
 * c = start + a · b, where start is b's start values, and with `accumulate` c as it was as well. Rows of a lie `aStep`
 * values apart, those of c `cStep`.
 */
export function multiply(a: usize, aStep: i32, b: usize, c: usize, cStep: i32, m: i32, n: i32, k: i32, accumulate: bool): void {
  const aBytes = <usize>aStep << 2
  const cBytes = <usize>cStep << 2
  const rows = max(24, (BLOCK_VALUES / aStep / 24) * 24)
  for (let row = 0; row < m; row += rows) {
    for (let depth = 0; depth < k; depth += BLOCK_DEPTH) {
      const from = a + <usize>row * aBytes + (<usize>depth << 2)
      const to = c + <usize>row * cBytes
      multiplyBlock(from, aBytes, b, depth, k, to, cBytes, min(rows, m - row), n, accumulate)
    }
  }
}

/** The part of a product that BLOCK_DEPTH rows of b from `depth` on add to some rows of c. */
function multiplyBlock(a: usize, aBytes: usize, b: usize, depth: i32, k: i32, c: usize, cBytes: usize, m: i32, n: i32, accumulate: bool): void {
  const panelBytes = <usize>(k + 1) << 5
  const count = min(BLOCK_DEPTH, k - depth)
  const fromC = accumulate || depth > 0
  for (let column = 0; column < n; column += 8) {
    const weights = b + (<usize>(depth + 1) << 5)
    const start = depth > 0 ? zeros : b
    const columns = min(8, n - column)
    let from = a
    let to = c + (<usize>column << 2)
    for (let left = m; left > 0;) {
      const base = fromC ? to : zeros
      const baseBytes = fromC ? cBytes : 0
      let height = 1
      if (left >= 6) {
        height = 6
        tile6(from, aBytes, weights, count, start, base, baseBytes, to, cBytes, columns)
      } else if (left >= 4) {
        height = 4
        tile4(from, aBytes, weights, count, start, base, baseBytes, to, cBytes, columns)
      } else {
        tile1(from, weights, count, start, base, to, columns)
      }
      left -= height
      from += <usize>height * aBytes
      to += <usize>height * cBytes
    }
    b += panelBytes
  }
}

/** Stores as many of a row's 8 values as its panel has columns. */
// @ts-ignore: decorator
@inline
function storeRow(to: usize, low: v128, high: v128, columns: i32): void {
  if (columns == 8) {
    v128.store(to, low)
    v128.store(to, high, 16)
  } else {
    storeColumns(to, low, high, columns)
  }
}

function storeColumns(to: usize, low: v128, high: v128, columns: i32): void {
  if (columns & 4) {
    v128.store(to, low)
    low = high
    to += 16
  }
  if (columns & 2) {
    v128.store64_lane(to, low, 0)
    low = i64x2.shuffle(low, low, 1, 1)
    to += 8
  }
  if (columns & 1) v128.store32_lane(to, low, 0)
}

function tile6(a: usize, aBytes: usize, b: usize, k: i32, start: usize, base: usize, baseBytes: usize, c: usize, cBytes: usize, columns: i32): void {
  const s0 = v128.load(start), s1 = v128.load(start, 16)
  let c00 = f32x4.add(s0, v128.load(base)), c01 = f32x4.add(s1, v128.load(base, 16)); base += baseBytes
  let c10 = f32x4.add(s0, v128.load(base)), c11 = f32x4.add(s1, v128.load(base, 16)); base += baseBytes
  let c20 = f32x4.add(s0, v128.load(base)), c21 = f32x4.add(s1, v128.load(base, 16)); base += baseBytes
  let c30 = f32x4.add(s0, v128.load(base)), c31 = f32x4.add(s1, v128.load(base, 16)); base += baseBytes
  let c40 = f32x4.add(s0, v128.load(base)), c41 = f32x4.add(s1, v128.load(base, 16)); base += baseBytes
  let c50 = f32x4.add(s0, v128.load(base)), c51 = f32x4.add(s1, v128.load(base, 16))
  let a0 = a, a1 = a0 + aBytes, a2 = a1 + aBytes, a3 = a2 + aBytes, a4 = a3 + aBytes, a5 = a4 + aBytes
  const end = b + (<usize>k << 5)
  for (; b < end; b += 32) {
    const b0 = v128.load(b), b1 = v128.load(b, 16)
    let s = v128.load32_splat(a0)
    c00 = multiplyAdd(s, b0, c00); c01 = multiplyAdd(s, b1, c01)
    s = v128.load32_splat(a1)
    c10 = multiplyAdd(s, b0, c10); c11 = multiplyAdd(s, b1, c11)
    s = v128.load32_splat(a2)
    c20 = multiplyAdd(s, b0, c20); c21 = multiplyAdd(s, b1, c21)
    s = v128.load32_splat(a3)
    c30 = multiplyAdd(s, b0, c30); c31 = multiplyAdd(s, b1, c31)
    s = v128.load32_splat(a4)
    c40 = multiplyAdd(s, b0, c40); c41 = multiplyAdd(s, b1, c41)
    s = v128.load32_splat(a5)
    c50 = multiplyAdd(s, b0, c50); c51 = multiplyAdd(s, b1, c51)
    a0 += 4; a1 += 4; a2 += 4; a3 += 4; a4 += 4; a5 += 4
  }
  storeRow(c, c00, c01, columns); c += cBytes
  storeRow(c, c10, c11, columns); c += cBytes
  storeRow(c, c20, c21, columns); c += cBytes
  storeRow(c, c30, c31, columns); c += cBytes
  storeRow(c, c40, c41, columns); c += cBytes
  storeRow(c, c50, c51, columns)
}

function tile4(a: usize, aBytes: usize, b: usize, k: i32, start: usize, base: usize, baseBytes: usize, c: usize, cBytes: usize, columns: i32): void {
  const s0 = v128.load(start), s1 = v128.load(start, 16)
  let c00 = f32x4.add(s0, v128.load(base)), c01 = f32x4.add(s1, v128.load(base, 16)); base += baseBytes
  let c10 = f32x4.add(s0, v128.load(base)), c11 = f32x4.add(s1, v128.load(base, 16)); base += baseBytes
  let c20 = f32x4.add(s0, v128.load(base)), c21 = f32x4.add(s1, v128.load(base, 16)); base += baseBytes
  let c30 = f32x4.add(s0, v128.load(base)), c31 = f32x4.add(s1, v128.load(base, 16))
  let a0 = a, a1 = a0 + aBytes, a2 = a1 + aBytes, a3 = a2 + aBytes
  const end = b + (<usize>k << 5)
  for (; b < end; b += 32) {
    const b0 = v128.load(b), b1 = v128.load(b, 16)
    let s = v128.load32_splat(a0)
    c00 = multiplyAdd(s, b0, c00); c01 = multiplyAdd(s, b1, c01)
    s = v128.load32_splat(a1)
    c10 = multiplyAdd(s, b0, c10); c11 = multiplyAdd(s, b1, c11)
    s = v128.load32_splat(a2)
    c20 = multiplyAdd(s, b0, c20); c21 = multiplyAdd(s, b1, c21)
    s = v128.load32_splat(a3)
    c30 = multiplyAdd(s, b0, c30); c31 = multiplyAdd(s, b1, c31)
    a0 += 4; a1 += 4; a2 += 4; a3 += 4
  }
  storeRow(c, c00, c01, columns); c += cBytes
  storeRow(c, c10, c11, columns); c += cBytes
  storeRow(c, c20, c21, columns); c += cBytes
  storeRow(c, c30, c31, columns)
}

function tile1(a: usize, b: usize, k: i32, start: usize, base: usize, c: usize, columns: i32): void {
  let c0 = f32x4.add(v128.load(start), v128.load(base)), c1 = f32x4.add(v128.load(start, 16), v128.load(base, 16))
  const end = b + (<usize>k << 5)
  for (; b < end; b += 32) {
    const s = v128.load32_splat(a)
    c0 = multiplyAdd(s, v128.load(b), c0)
    c1 = multiplyAdd(s, v128.load(b, 16), c1)
    a += 4
  }
  storeRow(c, c0, c1, columns)
}
