import { exponential } from './exponential'
import { multiplyAdd } from './simd'

// The part of an LSTM that goes step by step: what its last output adds to the gates, and the gates. An output lies
// between -1 and 1 and is rounded to 14 bits, two digits of 7 in the relaxed build; int16 in the baseline build.

/** A direction's record in the memory; `workers/kernels/lstm.ts` writes it. */
@unmanaged
class Recurrence {
  /** Blocks of 4 states; in a block unit after unit of 4 bytes, and in a unit the bytes of 4 states' gates i, o, f and c. */
  weights!: usize
  /** By block: sums of the weights (int32), and their scales, 16 each in the order of a unit. */
  sums!: usize
  scales!: usize
  /** Number of states, a multiple of 16. */
  hidden!: i32
}

const DIGITS: i32 = ASC_FEATURE_RELAXED_SIMD ? 2 : 1
const RANGE: f32 = ASC_FEATURE_RELAXED_SIMD ? 8191 : 32767
const MIDDLE: i32 = ASC_FEATURE_RELAXED_SIMD ? 64 : 0

/** What an output of 1 is rounded to. */
export function lstmRange(): f32 {
  return RANGE
}

/** Bytes of room that {@link runLstm} needs for itself, at an address divisible by 16. */
export function lstmScratch(hidden: i32): usize {
  return <usize>hidden << 3
}

/**
 * One direction of an LSTM from a state of zeros (ONNX's LSTM): `gates` are `rows` rows of 4 · hidden values, input,
 * output, forget and cell gates of what comes in with all biases, rows `gateStep` values apart. Writes the outputs of each
 * row to `out`, rows `step` values apart. With `backward` it goes from the last row to the first.
 */
export function runLstm(layer: usize, gates: usize, gateStep: i32, rows: i32, backward: bool, out: usize, step: i32, scratch: usize): void {
  const l = changetype<Recurrence>(layer)
  const hidden = <usize>l.hidden
  const cells = scratch
  const numbers = scratch + (hidden << 2)
  memory.fill(cells, 0, hidden << 2)
  const gateBytes = <usize>gateStep << 2, stepBytes = <usize>step << 2
  for (let i = 0; i < rows; i++) {
    const row = <usize>(backward ? rows - 1 - i : i)
    const to = out + row * stepBytes
    if (i > 0) roundOutput(backward ? to + stepBytes : to - stepBytes, hidden << 2, numbers)
    advance(l, gates + row * gateBytes, i > 0, numbers, cells, to)
  }
}

/** Rounds an output; the low digits lie `hidden` bytes behind the high ones. */
function roundOutput(from: usize, bytes: usize, to: usize): void {
  const range = f32x4.splat(RANGE), start = i32x4.splat(MIDDLE << 7), digit = i16x8.splat(127)
  const lowDigits = bytes >> 2
  for (const end = from + bytes; from < end; from += 64) {
    const ab = i16x8.narrow_i32x4_s(rounded(from, range, start), rounded(from + 16, range, start))
    const cd = i16x8.narrow_i32x4_s(rounded(from + 32, range, start), rounded(from + 48, range, start))
    if (DIGITS == 2) {
      v128.store(to, i8x16.narrow_i16x8_u(i16x8.shr_u(ab, 7), i16x8.shr_u(cd, 7)))
      v128.store(to + lowDigits, i8x16.narrow_i16x8_u(v128.and(ab, digit), v128.and(cd, digit)))
      to += 16
    } else {
      v128.store(to, ab)
      v128.store(to, cd, 16)
      to += 32
    }
  }
}

// @ts-ignore: decorator
@inline
function rounded(from: usize, factor: v128, start: v128): v128 {
  return i32x4.add(i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(from), factor))), start)
}

/** One step; `recurs` is false at the first, whose last output is zeros. */
function advance(l: Recurrence, gates: usize, recurs: bool, numbers: usize, cells: usize, to: usize): void {
  const stateBytes = <usize>l.hidden << 2
  let weights = l.weights, sums = l.sums, scales = l.scales
  for (let at: usize = 0; at < stateBytes; at += 16) {
    let input = v128.load(gates + at), output = v128.load(gates + stateBytes + at)
    let forget = v128.load(gates + 2 * stateBytes + at), cell = v128.load(gates + 3 * stateBytes + at)
    if (recurs) {
      const middle = i32x4.splat(-MIDDLE)
      let i1 = i32x4.mul(middle, v128.load(sums)), o1 = i32x4.mul(middle, v128.load(sums, 16))
      let f1 = i32x4.mul(middle, v128.load(sums, 32)), c1 = i32x4.mul(middle, v128.load(sums, 48))
      let i0 = i32x4.splat(0), o0 = i0, f0 = i0, c0 = i0
      const end = numbers + (DIGITS == 2 ? <usize>l.hidden : <usize>l.hidden << 1)
      for (let n = numbers; n < end; n += 4, weights += 64) {
        const wi = v128.load(weights), wo = v128.load(weights, 16), wf = v128.load(weights, 32), wc = v128.load(weights, 48)
        const high = v128.load32_splat(n)
        i1 = dot(wi, high, i1); o1 = dot(wo, high, o1); f1 = dot(wf, high, f1); c1 = dot(wc, high, c1)
        if (DIGITS == 2) {
          const low = v128.load32_splat(n + <usize>l.hidden)
          i0 = dot(wi, low, i0); o0 = dot(wo, low, o0); f0 = dot(wf, low, f0); c0 = dot(wc, low, c0)
        }
      }
      input = multiplyAdd(together(i1, i0), v128.load(scales), input)
      output = multiplyAdd(together(o1, o0), v128.load(scales, 16), output)
      forget = multiplyAdd(together(f1, f0), v128.load(scales, 32), forget)
      cell = multiplyAdd(together(c1, c0), v128.load(scales, 48), cell)
      sums += 64
      scales += 64
    }
    const state = multiplyAdd(sigmoid(forget), v128.load(cells + at), f32x4.mul(sigmoid(input), hyperbolicTangent(cell)))
    v128.store(cells + at, state)
    v128.store(to + at, f32x4.mul(sigmoid(output), hyperbolicTangent(state)))
  }
}

/** The sums of both digits, or of the only one, as float32. */
// @ts-ignore: decorator
@inline
function together(high: v128, low: v128): v128 {
  const sum = f32x4.convert_i32x4_s(high)
  return DIGITS == 2 ? multiplyAdd(sum, f32x4.splat(128), f32x4.convert_i32x4_s(low)) : sum
}

/** sum + the dot product of 4 bytes of weights and of the last output in each lane. */
// @ts-ignore: decorator
@inline
function dot(w: v128, x: v128, sum: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? i32x4.relaxed_dot_i8x16_i7x16_add_s(w, x, sum) : i32x4.add(sum, i32x4.dot_i16x8_s(w, x))
}

// @ts-ignore: decorator
@inline
function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1)
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))))
}

// @ts-ignore: decorator
@inline
function hyperbolicTangent(x: v128): v128 {
  const one = f32x4.splat(1)
  return f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(one, exponential(f32x4.add(x, x)))))
}
