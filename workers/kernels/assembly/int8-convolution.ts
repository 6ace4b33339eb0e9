import { activateRows } from './activated-rows'
import { touch } from './cache-lines'
import { channelStatistics } from './channel-statistics'
import { SIGNED_8, quantiseStretch } from './small-integers'
import { multiplyAdd } from './simd'

// Convolutions over time in whole numbers. Rows are [time, channels] in float32 before and after; in between a stretch of
// time is activated, rounded to 8 bits with one scale (int16 in the baseline build), and multiplied with int8 weights,
// while all of it stays in the second-level cache. The dot products run over units of 4 bytes: 4 inputs, 2 in the baseline build.

/** A convolution's record in the memory; `workers/kernels/int8-convolution.ts` writes it. */
@unmanaged
class Convolution {
  /** Groups of 8 outputs; in a group tap after tap, in a tap unit after unit, and in a unit the 4 bytes of each output. */
  weights!: usize
  /** Sum of the weights of each output, int32. */
  sums!: usize
  /** Scale of the weights of each output, and its bias. */
  scales!: usize
  biases!: usize
  /** A multiple of 16. */
  inputs!: i32
  /** A multiple of 8. */
  outputs!: i32
  taps!: i32
  dilation!: i32
  /** Rows that the first tap lies before the output's own row. */
  before!: i32
  /** Rows of output that are computed at a time. */
  stretch!: i32
  /** What activations are: small-integers.ts. */
  kind!: i32
  /** Largest activation, where that depends on the layer. */
  range!: f32
  /** What is taken off for each unit of a row's sum: weights of 7 bits have no sign, and stand 64 too high. */
  offset!: i32
}

/** Inputs of a unit of 4 bytes. */
const UNIT: i32 = ASC_FEATURE_RELAXED_SIMD ? 4 : 2
/** Rows of a tile. */
const TILE: i32 = 6

/** Bytes of room that {@link convolveRows} needs for itself, at an address divisible by 16. */
export function convolutionScratch(layer: usize): usize {
  const l = changetype<Convolution>(layer)
  const rows = mostRows(l)
  return <usize>rows * (<usize>l.inputs * 4 + 32 + 8) + <usize>(l.inputs / UNIT) * unitBytes(rows) + TILE * 32 + 160
}

/** Rows of a stretch with what lies under its taps, and what fills up the last tile. */
function mostRows(l: Convolution): i32 {
  return (l.stretch + (l.taps - 1) * l.dilation + TILE + 3) & ~3
}

/** Bytes from a unit of all rows to the next: an odd number of cache lines, so that units do not fall on the same few places of a cache. */
function unitBytes(rows: i32): usize {
  return ((<usize>rows << 2) + 63) / 64 * 64 | 64
}

/**
 * Rows from <= t < to of a convolution of `x` [total, inputs], of which rows outside count as zeros after the activation:
 * out[t] = factor · (bias + sum over taps of w[tap] · act(x[t - before + tap · dilation]) + plus[t]) + accumulate · out[t].
 * `x`, `out` and `plus` are the addresses of rows 0; `plus` may be 0 for none, or `out`. Of the activation see activated-rows.ts.
 * Where `statistics` is not 0, it is where {@link channelStatistics} of what `out` holds then go, those of a stretch after
 * those of the stretch before; `from` is then a multiple of the stretch.
 * Each instance that works at the same time has a `scratch` of its own.
 */
export function convolveRows(layer: usize, x: usize, total: i32, from: i32, to: i32, activation: i32, coefficients: usize, out: usize, plus: usize, factor: f32, accumulate: bool, statistics: usize, scratch: usize): void {
  const l = changetype<Convolution>(layer)
  const span = (l.taps - 1) * l.dilation
  const most = mostRows(l)
  const unit = unitBytes(most)
  const rowBytes = <usize>l.inputs << 2
  const values = scratch
  const limits = values + <usize>most * rowBytes
  const numbers = limits + (<usize>most << 5)
  const sums = numbers + <usize>(l.inputs / UNIT) * unit
  const starts = sums + (<usize>most << 2)
  const tile = (starts + (<usize>most << 2) + 15) & ~15
  memory.fill(starts, 0, <usize>most << 2)
  let held = 0
  for (let t = from; t < to; t += l.stretch) {
    const rows = min(l.stretch, to - t)
    if (held > 0) {
      memory.copy(values, values + <usize>l.stretch * rowBytes, <usize>held * rowBytes)
      memory.copy(limits, limits + (<usize>l.stretch << 5), <usize>held << 5)
    }
    fillRows(x, total, t - l.before + held, rows + span - held, l.inputs, activation, coefficients, values + <usize>held * rowBytes, limits + (<usize>held << 5))
    held = span
    const scale = tile + TILE * 32 + 112
    const zero = quantiseStretch(values, limits, rows + span, l.inputs, l.kind, l.range, numbers, unit, sums, scale)
    if (l.kind == SIGNED_8) sumTaps(sums, starts, rows, l.taps, l.dilation, l.offset)
    multiplyStretch(l, numbers, unit, starts, zero, load<f32>(scale), out, plus, t, rows, factor, accumulate, tile)
    const outBytes = <usize>l.outputs << 2
    if (statistics != 0) channelStatistics(out + <usize>t * outBytes, rows, l.outputs, statistics + <usize>(t / l.stretch) * (outBytes << 1))
  }
}

/** The activation of `count` rows of x from row `first` on, with zeros where there is none. */
function fillRows(x: usize, total: i32, first: i32, count: i32, width: i32, activation: i32, coefficients: usize, to: usize, limits: usize): void {
  const rowBytes = <usize>width << 2
  const early = min(count, max(0, -first))
  const inside = max(0, min(count, total - first) - early)
  const late = count - early - inside
  memory.fill(to, 0, <usize>early * rowBytes)
  memory.fill(limits, 0, <usize>early << 5)
  to += <usize>early * rowBytes
  limits += <usize>early << 5
  touch(x + <usize>(first + early) * rowBytes, <usize>inside * rowBytes)
  activateRows(x + <usize>(first + early) * rowBytes, coefficients, activation, to, limits, inside, width)
  to += <usize>inside * rowBytes
  limits += <usize>inside << 5
  memory.fill(to, 0, <usize>late * rowBytes)
  memory.fill(limits, 0, <usize>late << 5)
}

/** starts[row] = -offset · the sum of the numbers under all taps; up to 3 rows more. */
function sumTaps(sums: usize, starts: usize, rows: i32, taps: i32, dilation: i32, offset: i32): void {
  const factor = i32x4.splat(-offset)
  const step = <usize>dilation << 2
  for (const end = starts + (<usize>rows << 2); starts < end; starts += 16, sums += 16) {
    let sum = v128.load(sums)
    let at = sums
    for (let tap = 1; tap < taps; tap++) {
      at += step
      sum = i32x4.add(sum, v128.load(at))
    }
    v128.store(starts, i32x4.mul(sum, factor))
  }
}

function multiplyStretch(l: Convolution, numbers: usize, unit: usize, starts: usize, zero: i32, scale: f32, out: usize, plus: usize, first: i32, rows: i32, factor: f32, accumulate: bool, tile: usize): void {
  const tapBytes = <usize>l.dilation << 2
  const lastUnit = <usize>(l.inputs / UNIT) * unit
  const outBytes = <usize>l.outputs << 2
  touch(out + <usize>first * outBytes, <usize>rows * outBytes)
  if (plus != 0 && plus != out) touch(plus + <usize>first * outBytes, <usize>rows * outBytes)
  const scaled = f32x4.splat(scale * factor), factors = f32x4.splat(factor), zeros = i32x4.splat(-zero)
  const groupBytes = <usize>(l.taps * (l.inputs / UNIT)) << 5
  const finish = tile + TILE * 32
  v128.store(finish, factors, 96)
  let weights = l.weights
  for (let o: usize = 0; o < outBytes; o += 32, weights += groupBytes) {
    v128.store(finish, i32x4.mul(zeros, v128.load(l.sums + o)))
    v128.store(finish, i32x4.mul(zeros, v128.load(l.sums + o, 16)), 16)
    v128.store(finish, f32x4.mul(scaled, v128.load(l.scales + o)), 32)
    v128.store(finish, f32x4.mul(scaled, v128.load(l.scales + o, 16)), 48)
    v128.store(finish, f32x4.mul(factors, v128.load(l.biases + o)), 64)
    v128.store(finish, f32x4.mul(factors, v128.load(l.biases + o, 16)), 80)
    let at = <usize>first * outBytes + o
    let row = 0
    for (; row + TILE <= rows; row += TILE, at += <usize>TILE * outBytes) {
      multiplyRows(l, numbers + (<usize>row << 2), unit, weights, finish, starts + (<usize>row << 2), out + at, plus == 0 ? 0 : plus + at, outBytes, accumulate)
    }
    if (row < rows) {
      multiplyRows(l, numbers + (<usize>row << 2), unit, weights, finish, starts + (<usize>row << 2), tile, 0, 32, false)
      for (let from = tile; row < rows; row++, from += 32, at += outBytes) {
        finishRow(v128.load(from), v128.load(from, 16), finish, out + at, plus == 0 ? 0 : plus + at, accumulate)
      }
    }
  }
}

/** Eight outputs of 6 rows. `finish` holds what an output starts from and ends with: see {@link multiplyStretch}. */
// @ts-ignore: decorator
@inline
function multiplyRows(l: Convolution, x: usize, unit: usize, w: usize, finish: usize, starts: usize, out: usize, plus: usize, outBytes: usize, accumulate: bool): void {
  const lastUnit = <usize>(l.inputs / UNIT) * unit
  const tapBytes = <usize>l.dilation << 2
  if (!ASC_FEATURE_RELAXED_SIMD) {
    multiplyHalf(x, unit, lastUnit, tapBytes, w, l.taps, finish, out, plus, outBytes, accumulate)
    multiplyHalf(x + 12, unit, lastUnit, tapBytes, w, l.taps, finish, out + 3 * outBytes, plus == 0 ? 0 : plus + 3 * outBytes, outBytes, accumulate)
  } else if (l.kind == SIGNED_8) {
    multiplyTile<i8>(x, unit, lastUnit, tapBytes, w, l.taps, finish, starts, out, plus, outBytes, accumulate)
  } else {
    multiplyTile<u8>(x, unit, lastUnit, tapBytes, w, l.taps, finish, starts, out, plus, outBytes, accumulate)
  }
}

/** Adds to a row's eight results what is to be added, and stores them. */
// @ts-ignore: decorator
@inline
function finishRow(y0: v128, y1: v128, finish: usize, out: usize, plus: usize, accumulate: bool): void {
  if (plus != 0) {
    y0 = multiplyAdd(v128.load(plus), v128.load(finish, 96), y0)
    y1 = multiplyAdd(v128.load(plus, 16), v128.load(finish, 96), y1)
  }
  if (accumulate) {
    y0 = f32x4.add(y0, v128.load(out))
    y1 = f32x4.add(y1, v128.load(out, 16))
  }
  v128.store(out, y0)
  v128.store(out, y1, 16)
}

/** The results of eight sums. */
// @ts-ignore: decorator
@inline
function finishSums(c0: v128, c1: v128, finish: usize, out: usize, plus: usize, accumulate: bool): void {
  const y0 = multiplyAdd(f32x4.convert_i32x4_s(c0), v128.load(finish, 32), v128.load(finish, 64))
  const y1 = multiplyAdd(f32x4.convert_i32x4_s(c1), v128.load(finish, 48), v128.load(finish, 80))
  finishRow(y0, y1, finish, out, plus, accumulate)
}

/** sum + the dot products of 4 bytes of weights and of activations, of type T, in each lane. The second factor has no sign. */
// @ts-ignore: decorator
@inline
function dot<T>(w: v128, x: v128, sum: v128): v128 {
  return isSigned<T>() ? i32x4.relaxed_dot_i8x16_i7x16_add_s(x, w, sum) : i32x4.relaxed_dot_i8x16_i7x16_add_s(w, x, sum)
}

/**
 * 8 outputs of 6 rows, 12 sums, which with two vectors of weights and one of activations just fill the 15 that x86 leaves
 * free. One unit a round: the compiler would turn several into chains of sums that wait for themselves.
 */
function multiplyTile<T>(x: usize, unit: usize, lastUnit: usize, tapBytes: usize, w: usize, taps: i32, finish: usize, starts: usize, out: usize, plus: usize, outBytes: usize, accumulate: bool): void {
  const start0 = v128.load(finish), start1 = v128.load(finish, 16)
  const plusBytes: usize = plus == 0 ? 0 : outBytes
  let s = v128.load32_splat(starts)
  let c00 = i32x4.add(start0, s), c01 = i32x4.add(start1, s)
  s = v128.load32_splat(starts, 4)
  let c10 = i32x4.add(start0, s), c11 = i32x4.add(start1, s)
  s = v128.load32_splat(starts, 8)
  let c20 = i32x4.add(start0, s), c21 = i32x4.add(start1, s)
  s = v128.load32_splat(starts, 12)
  let c30 = i32x4.add(start0, s), c31 = i32x4.add(start1, s)
  s = v128.load32_splat(starts, 16)
  let c40 = i32x4.add(start0, s), c41 = i32x4.add(start1, s)
  s = v128.load32_splat(starts, 20)
  let c50 = i32x4.add(start0, s), c51 = i32x4.add(start1, s)
  for (; taps > 0; taps--, x += tapBytes) {
    const end = x + lastUnit
    for (let at = x; at < end; at += unit, w += 32) {
      const w0 = v128.load(w), w1 = v128.load(w, 16)
      s = v128.load32_splat(at); c00 = dot<T>(w0, s, c00); c01 = dot<T>(w1, s, c01)
      s = v128.load32_splat(at, 4); c10 = dot<T>(w0, s, c10); c11 = dot<T>(w1, s, c11)
      s = v128.load32_splat(at, 8); c20 = dot<T>(w0, s, c20); c21 = dot<T>(w1, s, c21)
      s = v128.load32_splat(at, 12); c30 = dot<T>(w0, s, c30); c31 = dot<T>(w1, s, c31)
      s = v128.load32_splat(at, 16); c40 = dot<T>(w0, s, c40); c41 = dot<T>(w1, s, c41)
      s = v128.load32_splat(at, 20); c50 = dot<T>(w0, s, c50); c51 = dot<T>(w1, s, c51)
    }
  }
  finishSums(c00, c01, finish, out, plus, accumulate); out += outBytes; plus += plusBytes
  finishSums(c10, c11, finish, out, plus, accumulate); out += outBytes; plus += plusBytes
  finishSums(c20, c21, finish, out, plus, accumulate); out += outBytes; plus += plusBytes
  finishSums(c30, c31, finish, out, plus, accumulate); out += outBytes; plus += plusBytes
  finishSums(c40, c41, finish, out, plus, accumulate); out += outBytes; plus += plusBytes
  finishSums(c50, c51, finish, out, plus, accumulate)
}

/** The baseline build's: 3 rows, since a product needs a register before it is added. */
function multiplyHalf(x: usize, unit: usize, lastUnit: usize, tapBytes: usize, w: usize, taps: i32, finish: usize, out: usize, plus: usize, outBytes: usize, accumulate: bool): void {
  const start0 = v128.load(finish), start1 = v128.load(finish, 16)
  const plusBytes: usize = plus == 0 ? 0 : outBytes
  let c00 = start0, c01 = start1, c10 = start0, c11 = start1, c20 = start0, c21 = start1
  for (; taps > 0; taps--, x += tapBytes) {
    const end = x + lastUnit
    for (let at = x; at < end; at += unit, w += 32) {
      const w0 = v128.load(w), w1 = v128.load(w, 16)
      let s = v128.load32_splat(at)
      c00 = i32x4.add(c00, i32x4.dot_i16x8_s(w0, s)); c01 = i32x4.add(c01, i32x4.dot_i16x8_s(w1, s))
      s = v128.load32_splat(at, 4)
      c10 = i32x4.add(c10, i32x4.dot_i16x8_s(w0, s)); c11 = i32x4.add(c11, i32x4.dot_i16x8_s(w1, s))
      s = v128.load32_splat(at, 8)
      c20 = i32x4.add(c20, i32x4.dot_i16x8_s(w0, s)); c21 = i32x4.add(c21, i32x4.dot_i16x8_s(w1, s))
    }
  }
  finishSums(c00, c01, finish, out, plus, accumulate); out += outBytes; plus += plusBytes
  finishSums(c10, c11, finish, out, plus, accumulate); out += outBytes; plus += plusBytes
  finishSums(c20, c21, finish, out, plus, accumulate)
}
