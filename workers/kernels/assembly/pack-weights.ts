// Weights as the whole numbers that convolutions and products of rows multiply by: those of an output are rounded with a
// scale of its own. They lie in groups of 8 outputs; in a group tap after tap, in a tap unit after unit of 4 bytes, and in a
// unit the bytes of each output.

/** What values are: uint8, int8 or, above these, float32. */
const UINT8: i32 = 0
const INT8: i32 = 1

const BYTES: i32 = ASC_FEATURE_RELAXED_SIMD ? 1 : 2
/** Numbers of a unit. */
const UNIT: i32 = 4 / BYTES
const GROUP: i32 = 8

/** Bytes of a packed weight. */
export function weightBytes(): i32 {
  return BYTES
}

/**
 * Rounds weights to whole numbers from -range to range and puts them at `to`, into room for `taps` · `width` numbers of each
 * output. The weight of output o, input i and tap t is the value at o · outputStep + i · inputStep + t · tapStep, less
 * `zero`; its number is written `offset` too high. Leaves the sum of each output's numbers, without the offset, at `sums`
 * (int32), and at `worth` (float32) what a number stands for: 0 where all weights are 0. With `whole`, weights that are
 * between -range - 1 and range are their own numbers, worth 1. `scratch` is room for 1 KiB.
 */
export function packWeights(values: usize, kind: i32, zero: i32, outputStep: i32, inputStep: i32, tapStep: i32, outputs: i32, inputs: i32, taps: i32, width: i32, range: i32, whole: bool, offset: i32, to: usize, sums: usize, worth: usize, scratch: usize): void {
  for (let output = 0; output < outputs; output++) {
    const at = to + (<usize>((output & ~(GROUP - 1)) * width * taps * BYTES) + (<usize>(output & (GROUP - 1)) << 2))
    const sumAt = sums + (<usize>output << 2)
    const worthAt = worth + (<usize>output << 2)
    const from = output * outputStep
    if (kind == UINT8) packBytes<u8>(values + <usize>from, zero, inputStep, tapStep, inputs, taps, width, range, whole, offset, at, sumAt, worthAt, scratch)
    else if (kind == INT8) packBytes<i8>(values + <usize>from, zero, inputStep, tapStep, inputs, taps, width, range, whole, offset, at, sumAt, worthAt, scratch)
    else packFloats(values + (<usize>from << 2), zero, inputStep, tapStep, inputs, taps, width, range, offset, at, sumAt, worthAt)
  }
}

/** By a table of what each of 256 values becomes. */
function packBytes<T>(values: usize, zero: i32, inputStep: i32, tapStep: i32, inputs: i32, taps: i32, width: i32, range: i32, whole: bool, offset: i32, to: usize, sumAt: usize, worthAt: usize, table: usize): void {
  let least = zero, most = zero
  for (let input = 0; input < inputs; input++) {
    let from = values + <usize>(input * inputStep)
    for (let tap = 0; tap < taps; tap++, from += <usize>tapStep) {
      const value = <i32>load<T>(from)
      if (value < least) least = value
      if (value > most) most = value
    }
  }
  const peak = max(zero - least, most - zero)
  const fits = whole && least - zero >= -range - 1 && most - zero <= range
  for (let value = least; value <= most; value++) {
    const weight = value - zero
    store<i32>(table + (<usize>(value & 255) << 2), fits ? weight : numberOf(<f64>weight, <f64>range / <f64>peak))
  }
  const tapBytes = <usize>(width * GROUP * BYTES)
  let sum = 0
  for (let input = 0; input < inputs; input++) {
    let from = values + <usize>(input * inputStep)
    let at = to + placeOf(input)
    for (let tap = 0; tap < taps; tap++, from += <usize>tapStep, at += tapBytes) {
      const number = load<i32>(table + (<usize>load<u8>(from) << 2))
      storeNumber(at, number + offset)
      sum += number
    }
  }
  store<i32>(sumAt, sum)
  store<f32>(worthAt, fits ? 1 : <f32>(<f64>peak / <f64>range))
}

function packFloats(values: usize, zero: i32, inputStep: i32, tapStep: i32, inputs: i32, taps: i32, width: i32, range: i32, offset: i32, to: usize, sumAt: usize, worthAt: usize): void {
  let peak: f32 = 0
  for (let input = 0; input < inputs; input++) {
    let from = values + (<usize>(input * inputStep) << 2)
    for (let tap = 0; tap < taps; tap++, from += <usize>tapStep << 2) peak = max(peak, abs(load<f32>(from) - <f32>zero))
  }
  const factor: f64 = peak == 0 ? 0 : <f64>range / <f64>peak
  const tapBytes = <usize>(width * GROUP * BYTES)
  let sum = 0
  for (let input = 0; input < inputs; input++) {
    let from = values + (<usize>(input * inputStep) << 2)
    let at = to + placeOf(input)
    for (let tap = 0; tap < taps; tap++, from += <usize>tapStep << 2, at += tapBytes) {
      const number = numberOf(<f64>(load<f32>(from) - <f32>zero), factor)
      storeNumber(at, number + offset)
      sum += number
    }
  }
  store<i32>(sumAt, sum)
  store<f32>(worthAt, <f32>(<f64>peak / <f64>range))
}

/** Halves go to even numbers: always up, they would shift what an output gives. */
// @ts-ignore: decorator
@inline
function numberOf(weight: f64, factor: f64): i32 {
  return <i32>nearest(weight * factor)
}

/** Where the number of an input lies among those of its tap. */
// @ts-ignore: decorator
@inline
function placeOf(input: i32): usize {
  return <usize>((input & ~(UNIT - 1)) * GROUP + (input & (UNIT - 1))) * BYTES
}

// @ts-ignore: decorator
@inline
function storeNumber(at: usize, number: i32): void {
  if (ASC_FEATURE_RELAXED_SIMD) store<i8>(at, <i8>number)
  else store<i16>(at, <i16>number)
}
