// Products of int8 weights with int16 activations, summed up in int32. Weights [outputs, inputs] lie packed in groups of
// 4 outputs (the last one filled up with zeros), and in a group by 8 inputs: 8 weights of the first output, 8 of the
// second, and so on. So one stream of memory is read from its beginning to its end. inputs are a multiple of 16.
//
// No sum may leave int32: inputs · 128 · (largest activation) < 2^31. Who quantises the activations sees to it.

/**
 * to[row, o] = start[o] + scales[o] · xScales[row] · (sum of w[o, i] · x[row, i]) for `rows` rows of x, with `accumulate` on
 * top of what was there. Rows of `to` lie `outputs` values apart, filled up to a multiple of 4, as are `scales` and `start`.
 */
export function multiplyInt8(x: usize, xScales: usize, w: usize, scales: usize, start: usize, to: usize, rows: i32, outputs: i32, inputs: i32, accumulate: bool): void {
  const xBytes = <usize>inputs << 1
  const groupBytes = <usize>inputs << 2
  const toBytes = <usize>((outputs + 3) & ~3) << 2
  for (let o = 0; o < outputs; o += 4) {
    let row = 0
    let from = x
    let at = to
    for (; row + 4 <= rows; row += 4) {
      const rowScales = v128.load(xScales + (<usize>row << 2))
      multiplyPair(from, xBytes, w, rowScales, scales, start, at, toBytes, accumulate)
      multiplyPair(from, xBytes, w + 16, rowScales, scales + 8, start + 8, at + 8, toBytes, accumulate)
      from += xBytes << 2
      at += toBytes << 2
    }
    for (; row < rows; row++) {
      multiplyGroup(from, xBytes, w, load<f32>(xScales + (<usize>row << 2)), scales, start, at, accumulate)
      from += xBytes
      at += toBytes
    }
    w += groupBytes
    scales += 16
    start += 16
    to += 16
  }
}

/** 4 outputs of one row. */
// @ts-ignore: decorator
@inline
function multiplyGroup(x: usize, xBytes: usize, w: usize, xScale: f32, scales: usize, start: usize, to: usize, accumulate: bool): void {
  let a0 = i32x4.splat(0), a1 = a0, a2 = a0, a3 = a0
  const end = x + xBytes
  for (; x < end; x += 32, w += 64) {
    const x0 = v128.load(x), x1 = v128.load(x, 16)
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(v128.load8x8_s(w), x0))
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(v128.load8x8_s(w, 8), x0))
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(v128.load8x8_s(w, 16), x0))
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(v128.load8x8_s(w, 24), x0))
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(v128.load8x8_s(w, 32), x1))
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(v128.load8x8_s(w, 40), x1))
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(v128.load8x8_s(w, 48), x1))
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(v128.load8x8_s(w, 56), x1))
  }
  const sums = f32x4.convert_i32x4_s(sumsOf(a0, a1, a2, a3))
  let result = f32x4.add(v128.load(start), f32x4.mul(sums, f32x4.mul(v128.load(scales), f32x4.splat(xScale))))
  if (accumulate) result = f32x4.add(result, v128.load(to))
  v128.store(to, result)
}

/** 2 outputs of 4 rows, which share every widened weight: 8 sums, as many as registers hold with what they are made of. */
function multiplyPair(x: usize, xBytes: usize, w: usize, xScales: v128, scales: usize, start: usize, to: usize, toBytes: usize, accumulate: bool): void {
  let a00 = i32x4.splat(0), a01 = a00, a10 = a00, a11 = a00, a20 = a00, a21 = a00, a30 = a00, a31 = a00
  const x1 = x + xBytes, x2 = x1 + xBytes, x3 = x2 + xBytes
  for (let i: usize = 0; i < xBytes; i += 16, w += 32) {
    const w0 = v128.load8x8_s(w), w1 = v128.load8x8_s(w, 8)
    let v = v128.load(x + i)
    a00 = i32x4.add(a00, i32x4.dot_i16x8_s(w0, v))
    a01 = i32x4.add(a01, i32x4.dot_i16x8_s(w1, v))
    v = v128.load(x1 + i)
    a10 = i32x4.add(a10, i32x4.dot_i16x8_s(w0, v))
    a11 = i32x4.add(a11, i32x4.dot_i16x8_s(w1, v))
    v = v128.load(x2 + i)
    a20 = i32x4.add(a20, i32x4.dot_i16x8_s(w0, v))
    a21 = i32x4.add(a21, i32x4.dot_i16x8_s(w1, v))
    v = v128.load(x3 + i)
    a30 = i32x4.add(a30, i32x4.dot_i16x8_s(w0, v))
    a31 = i32x4.add(a31, i32x4.dot_i16x8_s(w1, v))
  }
  // The two outputs twice, for two rows at a time.
  const wScales = v128.load64_splat(scales)
  const begin = v128.load64_splat(start)
  const first = f32x4.mul(wScales, i8x16.shuffle(xScales, xScales, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7))
  const second = f32x4.mul(wScales, i8x16.shuffle(xScales, xScales, 8, 9, 10, 11, 8, 9, 10, 11, 12, 13, 14, 15, 12, 13, 14, 15))
  storeTwoRows(f32x4.add(begin, f32x4.mul(f32x4.convert_i32x4_s(sumsOf(a00, a01, a10, a11)), first)), to, toBytes, accumulate)
  storeTwoRows(f32x4.add(begin, f32x4.mul(f32x4.convert_i32x4_s(sumsOf(a20, a21, a30, a31)), second)), to + (toBytes << 1), toBytes, accumulate)
}

// @ts-ignore: decorator
@inline
function storeTwoRows(values: v128, to: usize, toBytes: usize, accumulate: bool): void {
  if (accumulate) values = f32x4.add(values, v128.load64_lane(to + toBytes, v128.load64_zero(to), 1))
  v128.store64_lane(to, values, 0)
  v128.store64_lane(to + toBytes, values, 1)
}

/** The sums of the lanes of each. */
// @ts-ignore: decorator
@inline
function sumsOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(
    i8x16.shuffle(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23),
    i8x16.shuffle(a, b, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31),
  )
  const cd = i32x4.add(
    i8x16.shuffle(c, d, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23),
    i8x16.shuffle(c, d, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31),
  )
  return i32x4.add(
    i8x16.shuffle(ab, cd, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
    i8x16.shuffle(ab, cd, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31),
  )
}
