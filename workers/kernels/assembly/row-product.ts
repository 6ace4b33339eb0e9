import { exponential } from './exponential'
import { multiplyAdd } from './simd'

// Products of rows with int8 weights, of one row or of as many as follow each other in a convolution. Rows are float32
// before and after. A stretch of them goes through an activation and is rounded, each row with a scale of its own (those
// of a convolution share one), to numbers that the relaxed build's dot product takes: 7 bits without a sign, or 14 as two
// digits of 7. The baseline build takes int16, of as many bits as its sums have room for.

/** A layer's record in the memory; `workers/kernels/row-product.ts` writes it. */
@unmanaged
class RowProduct {
  /** Groups of 8 outputs; in a group unit after unit of 4 bytes, and in a unit the bytes of each output. */
  weights!: usize
  /** Sum of the weights of each output, int32. */
  sums!: usize
  scales!: usize
  biases!: usize
  /** Inputs too large to be rounded with the others: where in a row they lie, in bytes, and their weights, float32 [few, outputs]. */
  fewPlaces!: usize
  fewWeights!: usize
  few!: i32
  /** Values of a row, a multiple of 16. */
  width!: i32
  /** A multiple of 8. */
  outputs!: i32
  /** Rows that an output is made of, one after another. */
  taps!: i32
  /** Rows that the first tap lies before the output's own. */
  before!: i32
  /** Of 7 bits, 1 or 2; 1 in the baseline build. */
  digits!: i32
  /** LINEAR, LEAKY or GELU. */
  activation!: i32
  /** Largest int16; without meaning in the relaxed build. */
  range!: f32
  /** Rows that are computed at a time. */
  stretch!: i32
}

/** What rows go through first: nothing; LeakyReLU with slope 0.2 of a · x + b, which each channel has of its own; GELU by tanh. */
const LEAKY: i32 = 1
const GELU: i32 = 2

const BYTES: usize = ASC_FEATURE_RELAXED_SIMD ? 1 : 2
/** Rows of a tile. */
const TILE: i32 = 6
/** Zero as a number of two digits is 64 · 128. */
const MIDDLE: i32 = 64
const WIDE_RANGE: f32 = 8191

/** Bytes of room that {@link multiplyRows} needs for itself, at an address divisible by 16. */
export function rowProductScratch(layer: usize): usize {
  const l = changetype<RowProduct>(layer)
  const rows = <usize>(l.stretch + l.taps - 1 + TILE)
  return rows * (<usize>l.width * (4 + BYTES * l.digits) + (<usize>l.few << 2) + 16) + TILE * 64 + 64
}

/**
 * Rows from <= t < to of a product with `x` [total, width], of which rows outside count as zeros after the activation:
 * out[t] = bias + sum over taps of w[tap] · act(x[t - before + tap]) + factor · plus[t]. `x`, `out` and `plus` are the
 * addresses of rows 0; rows of `out` and `plus` lie `step` values apart. `plus` is 0 for none, and may be `out`.
 * `coefficients` of LEAKY are `width` values of a and as many of b. `scratch` belongs to one instance of those at work.
 */
export function multiplyRows(layer: usize, x: usize, total: i32, from: i32, to: i32, coefficients: usize, out: usize, step: i32, plus: usize, factor: f32, scratch: usize): void {
  const l = changetype<RowProduct>(layer)
  const span = l.taps - 1
  const most = <usize>(l.stretch + span + TILE)
  const digitBytes = most * <usize>l.width * BYTES
  const values = scratch
  const numbers = values + (most * <usize>l.width << 2)
  const scales = numbers + digitBytes * l.digits
  const zeros = scales + (most << 2)
  const few = zeros + (most << 2)
  const tile = (few + (most * <usize>l.few << 2) + 15) & ~15
  for (let t = from; t < to; t += l.stretch) {
    const rows = min(l.stretch, to - t)
    fillRows(l, x, total, t - l.before, rows + span, coefficients, values)
    if (l.few > 0) takeFew(l, values, rows, few)
    roundStretch(l, values, rows + span, numbers, digitBytes, scales, zeros)
    multiplyStretch(l, numbers, digitBytes, scales, zeros, few, rows, out + (<usize>(t * step) << 2), plus == 0 ? 0 : plus + (<usize>(t * step) << 2), step, factor, tile)
  }
}

/** The activation of `count` rows of x from row `first` on, with zeros where there is none. */
function fillRows(l: RowProduct, x: usize, total: i32, first: i32, count: i32, coefficients: usize, to: usize): void {
  const rowBytes = <usize>l.width << 2
  for (let row = first; row < first + count; row++, to += rowBytes) {
    const from = x + <usize>row * rowBytes
    if (row < 0 || row >= total) memory.fill(to, 0, rowBytes)
    else if (l.activation == LEAKY) leakyRow(from, coefficients, to, rowBytes)
    else if (l.activation == GELU) geluRow(from, to, rowBytes)
    else memory.copy(to, from, rowBytes)
  }
}

function leakyRow(from: usize, a: usize, to: usize, rowBytes: usize): void {
  const b = a + rowBytes
  const slope = f32x4.splat(0.2)
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const z = multiplyAdd(v128.load(from + at), v128.load(a + at), v128.load(b + at))
    v128.store(to + at, f32x4.pmax(z, f32x4.mul(z, slope)))
  }
}

/** x / (1 + exp(-2u)) with u = sqrt(2 / pi) · (x + 0.044715 x³), which is x / 2 · (1 + tanh(u)). */
function geluRow(from: usize, to: usize, rowBytes: usize): void {
  const one = f32x4.splat(1), linear = f32x4.splat(-1.5957691216), cubic = f32x4.splat(-0.0713548162726)
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const x = v128.load(from + at)
    const u = f32x4.mul(x, multiplyAdd(f32x4.mul(x, x), cubic, linear))
    v128.store(to + at, f32x4.div(x, f32x4.add(one, exponential(u))))
  }
}

/** Takes the largest inputs out of the rows. */
function takeFew(l: RowProduct, values: usize, rows: i32, to: usize): void {
  const rowBytes = <usize>l.width << 2
  for (let row = 0; row < rows; row++, values += rowBytes) {
    for (let i = 0; i < l.few; i++, to += 4) {
      const place = values + load<i32>(l.fewPlaces + (<usize>i << 2))
      store<f32>(to, load<f32>(place))
      store<f32>(place, 0)
    }
  }
}

/** Rounds rows; leaves the scale of each, and the number that stands for zero. */
function roundStretch(l: RowProduct, values: usize, rows: i32, to: usize, digitBytes: usize, scales: usize, zeros: usize): void {
  const rowBytes = <usize>l.width << 2
  const together = l.taps > 1 ? rows : 1
  for (let row = 0; row < rows; row += together) {
    let low = f32x4.splat(0), high = low
    const end = values + rowBytes * together
    for (let at = values; at < end; at += 16) {
      const value = v128.load(at)
      low = f32x4.min(low, value)
      high = f32x4.max(high, value)
    }
    const least = -largest(f32x4.neg(low)), most = largest(high)
    const peak = max(most, -least)
    let step: f32 = 0, zero: i32 = 0
    if (BYTES == 2) step = peak / l.range
    else if (l.digits == 2) step = peak / WIDE_RANGE
    else step = (most - least) / 127
    const factor: f32 = step == 0 ? 0 : <f32>1 / step
    if (BYTES == 1) zero = l.digits == 2 ? MIDDLE : <i32>nearest(-least * factor)
    for (let i = 0; i < together; i++, values += rowBytes, to += <usize>l.width * BYTES, scales += 4, zeros += 4) {
      store<f32>(scales, step)
      store<i32>(zeros, zero)
      if (BYTES == 2) roundWide(values, rowBytes, factor, to)
      else if (l.digits == 2) roundTwice(values, rowBytes, factor, to, digitBytes)
      else roundOnce(values, rowBytes, factor, <f32>zero, to)
    }
  }
}

// @ts-ignore: decorator
@inline
function largest(v: v128): f32 {
  return max(max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)), max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)))
}

/** round(from · factor) + start per lane, as int32. */
// @ts-ignore: decorator
@inline
function rounded(from: usize, factor: v128, start: v128): v128 {
  return i32x4.add(i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(from), factor))), start)
}

function roundOnce(from: usize, rowBytes: usize, scale: f32, zero: f32, to: usize): void {
  const factor = f32x4.splat(scale), start = i32x4.splat(<i32>zero), most = i8x16.splat(127)
  for (const end = from + rowBytes; from < end; from += 64, to += 16) {
    const ab = i16x8.narrow_i32x4_s(rounded(from, factor, start), rounded(from + 16, factor, start))
    const cd = i16x8.narrow_i32x4_s(rounded(from + 32, factor, start), rounded(from + 48, factor, start))
    v128.store(to, i8x16.min_u(i8x16.narrow_i16x8_u(ab, cd), most))
  }
}

function roundTwice(from: usize, rowBytes: usize, scale: f32, to: usize, digitBytes: usize): void {
  const factor = f32x4.splat(scale), start = i32x4.splat(MIDDLE << 7), digit = i16x8.splat(127)
  for (const end = from + rowBytes; from < end; from += 64, to += 16) {
    const ab = i16x8.narrow_i32x4_s(rounded(from, factor, start), rounded(from + 16, factor, start))
    const cd = i16x8.narrow_i32x4_s(rounded(from + 32, factor, start), rounded(from + 48, factor, start))
    v128.store(to, i8x16.narrow_i16x8_u(i16x8.shr_u(ab, 7), i16x8.shr_u(cd, 7)))
    v128.store(to + digitBytes, i8x16.narrow_i16x8_u(v128.and(ab, digit), v128.and(cd, digit)))
  }
}

function roundWide(from: usize, rowBytes: usize, scale: f32, to: usize): void {
  const factor = f32x4.splat(scale), start = i32x4.splat(0)
  for (const end = from + rowBytes; from < end; from += 32, to += 16) {
    v128.store(to, i16x8.narrow_i32x4_s(rounded(from, factor, start), rounded(from + 16, factor, start)))
  }
}

function multiplyStretch(l: RowProduct, numbers: usize, digitBytes: usize, scales: usize, zeros: usize, few: usize, rows: i32, out: usize, plus: usize, step: i32, factor: f32, tile: usize): void {
  const rowBytes = <usize>l.width * BYTES
  const depth = rowBytes * l.taps
  const stepBytes = <usize>step << 2
  const factors = f32x4.splat(factor), radix = f32x4.splat(128)
  let weights = l.weights
  for (let o: usize = 0; o < <usize>l.outputs << 2; o += 32, weights += depth << 3) {
    const sum0 = v128.load(l.sums + o), sum1 = v128.load(l.sums + o, 16)
    const scale0 = v128.load(l.scales + o), scale1 = v128.load(l.scales + o, 16)
    for (let row = 0; row < rows; row += TILE) {
      const from = numbers + <usize>row * rowBytes
      multiplyTile(from, rowBytes, weights, depth, tile)
      if (l.digits == 2) multiplyTile(from + digitBytes, rowBytes, weights, depth, tile + TILE * 32)
      const count = min(TILE, rows - row)
      for (let i = 0; i < count; i++) {
        const number = <usize>(row + i)
        const at = number * stepBytes + o
        const done = tile + (<usize>i << 5)
        const zero = i32x4.splat(load<i32>(zeros + (number << 2)))
        let y0 = f32x4.convert_i32x4_s(i32x4.sub(v128.load(done), i32x4.mul(zero, sum0)))
        let y1 = f32x4.convert_i32x4_s(i32x4.sub(v128.load(done, 16), i32x4.mul(zero, sum1)))
        if (l.digits == 2) {
          y0 = multiplyAdd(y0, radix, f32x4.convert_i32x4_s(v128.load(done, TILE * 32)))
          y1 = multiplyAdd(y1, radix, f32x4.convert_i32x4_s(v128.load(done, TILE * 32 + 16)))
        }
        const scale = v128.load32_splat(scales + (number << 2))
        y0 = multiplyAdd(y0, f32x4.mul(scale, scale0), v128.load(l.biases + o))
        y1 = multiplyAdd(y1, f32x4.mul(scale, scale1), v128.load(l.biases + o, 16))
        if (plus != 0) {
          y0 = multiplyAdd(v128.load(plus + at), factors, y0)
          y1 = multiplyAdd(v128.load(plus + at, 16), factors, y1)
        }
        let other = l.fewWeights + o
        let value = few + (number * <usize>l.few << 2)
        for (let j = 0; j < l.few; j++, other += <usize>l.outputs << 2, value += 4) {
          const x = v128.load32_splat(value)
          y0 = multiplyAdd(x, v128.load(other), y0)
          y1 = multiplyAdd(x, v128.load(other, 16), y1)
        }
        v128.store(out + at, y0)
        v128.store(out + at, y1, 16)
      }
    }
  }
}

/** sum + the dot product of 4 bytes of weights and of activations in each lane. */
// @ts-ignore: decorator
@inline
function dot(w: v128, x: v128, sum: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? i32x4.relaxed_dot_i8x16_i7x16_add_s(w, x, sum) : i32x4.add(sum, i32x4.dot_i16x8_s(w, x))
}

/** 8 outputs of 6 rows: 12 sums, which with two vectors of weights and one of activations just fill the 15 that x86 leaves free. */
function multiplyTile(x: usize, rowBytes: usize, w: usize, depth: usize, to: usize): void {
  let c00 = i32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00
  let x0 = x, x1 = x0 + rowBytes, x2 = x1 + rowBytes, x3 = x2 + rowBytes, x4 = x3 + rowBytes, x5 = x4 + rowBytes
  for (const end = x + depth; x0 < end;) {
    let w0 = v128.load(w), w1 = v128.load(w, 16)
    let s = v128.load32_splat(x0); c00 = dot(w0, s, c00); c01 = dot(w1, s, c01)
    s = v128.load32_splat(x1); c10 = dot(w0, s, c10); c11 = dot(w1, s, c11)
    s = v128.load32_splat(x2); c20 = dot(w0, s, c20); c21 = dot(w1, s, c21)
    s = v128.load32_splat(x3); c30 = dot(w0, s, c30); c31 = dot(w1, s, c31)
    s = v128.load32_splat(x4); c40 = dot(w0, s, c40); c41 = dot(w1, s, c41)
    s = v128.load32_splat(x5); c50 = dot(w0, s, c50); c51 = dot(w1, s, c51)
    w0 = v128.load(w, 32); w1 = v128.load(w, 48)
    s = v128.load32_splat(x0, 4); c00 = dot(w0, s, c00); c01 = dot(w1, s, c01)
    s = v128.load32_splat(x1, 4); c10 = dot(w0, s, c10); c11 = dot(w1, s, c11)
    s = v128.load32_splat(x2, 4); c20 = dot(w0, s, c20); c21 = dot(w1, s, c21)
    s = v128.load32_splat(x3, 4); c30 = dot(w0, s, c30); c31 = dot(w1, s, c31)
    s = v128.load32_splat(x4, 4); c40 = dot(w0, s, c40); c41 = dot(w1, s, c41)
    s = v128.load32_splat(x5, 4); c50 = dot(w0, s, c50); c51 = dot(w1, s, c51)
    x0 += 8; x1 += 8; x2 += 8; x3 += 8; x4 += 8; x5 += 8
    w += 64
  }
  v128.store(to, c00); v128.store(to, c01, 16)
  v128.store(to, c10, 32); v128.store(to, c11, 48)
  v128.store(to, c20, 64); v128.store(to, c21, 80)
  v128.store(to, c30, 96); v128.store(to, c31, 112)
  v128.store(to, c40, 128); v128.store(to, c41, 144)
  v128.store(to, c50, 160); v128.store(to, c51, 176)
}
