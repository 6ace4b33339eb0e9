import { MynaError } from '../../src/shared/protocol/errors'
import type { Kernels } from './kernels'

/** Where the weight of an output, input and tap lies among `values`, and what it is worth: (value - zeroPoint) · scale. */
export interface PlacedWeights {
  readonly values: Int8Array | Uint8Array | Float32Array
  /** How far apart in `values` neighbours are. */
  readonly steps: { readonly output: number; readonly input: number; readonly tap: number }
  /** A whole number. */
  readonly zeroPoint: number
  /** One for all, or one for each output. */
  readonly scales: ArrayLike<number>
}

/** How many there are. */
export interface WeightCounts {
  readonly inputs: number
  readonly outputs: number
  readonly taps: number
}

/** How weights become whole numbers. */
export interface WeightRounding {
  /** The largest number. */
  readonly range: number
  /** Whole weights that are in reach stay as they are; else each output's reach from -range to range. */
  readonly keepsWhole?: boolean
  /** How much higher than what it stands for a number is written. 0 where it is not given. */
  readonly offset?: number
  /** Scales the weights. 1 where it is not given. */
  readonly factor?: number
}

/** Weights in the kernels' memory: addresses, and widths in values. */
export interface PackedWeights {
  readonly numbers: number
  /** Sum of each output's numbers, int32; those that fill up the outputs are 0, as their scales are. */
  readonly sums: number
  /** What a number of each output stands for, float32. */
  readonly scales: number
  /** Inputs, filled up to a multiple of 16 with what stands for 0. */
  readonly width: number
  /** Outputs, filled up to a multiple of 8. */
  readonly outWidth: number
}

/** Outputs that lie together: assembly/pack-weights.ts. */
const GROUP = 8
const SCRATCH_BYTES = 1024
const KIND = { uint8: 0, int8: 1, float32: 2 } as const

/** Float weights in the order [outputs, inputs, taps]. */
export function floatsInOrder(values: Float32Array, { inputs, taps }: Pick<WeightCounts, 'inputs' | 'taps'>): PlacedWeights {
  return { values, steps: { output: inputs * taps, input: taps, tap: 1 }, zeroPoint: 0, scales: [1] }
}

/** The weight of an output, input and tap in float64. */
export function weightAt({ values, steps, zeroPoint, scales }: PlacedWeights, output: number, input: number, tap: number): number {
  return ((values[output * steps.output + input * steps.input + tap * steps.tap] ?? NaN) - zeroPoint) * scaleAt(scales, output)
}

/** Puts weights into the kernels' memory as whole numbers. Errors: `out-of-memory`, `model-mismatch` for another number of values. */
export function packWeights({ run, memory }: Kernels, weights: PlacedWeights, counts: WeightCounts, rounding: WeightRounding): PackedWeights {
  const { values, steps, zeroPoint, scales: given } = weights
  const { inputs, outputs, taps } = counts
  const { range, keepsWhole = false, offset = 0, factor = 1 } = rounding
  if (values.length !== outputs * inputs * taps) throw new MynaError('model-mismatch', `${values.length} weights for ${outputs} x ${inputs} x ${taps}`)
  const [width, outWidth] = [filled(inputs, 16), filled(outputs, GROUP)]
  const bytes = run.weightBytes()
  const count = outWidth * width * taps
  const [numbers, sums, scales] = [memory.allocate(count * bytes), memory.allocate(4 * outWidth), memory.allocate(4 * outWidth)]
  const [scratch, raw] = [memory.allocate(SCRATCH_BYTES), memory.allocate(values.byteLength)]
  placeValues(memory, raw, values);
  // Room that was used before holds anything.
  (bytes === 2 ? memory.int16(numbers, count) : memory.int8(numbers, count)).fill(offset)
  memory.int32(sums, outWidth).fill(0)
  const worth = memory.float32(scales, outWidth).fill(0)
  run.packWeights(
    raw, kindOf(values), zeroPoint, steps.output, steps.input, steps.tap, outputs, inputs, taps, width,
    range, keepsWhole && !(values instanceof Float32Array) ? 1 : 0, offset, numbers, sums, scales, scratch,
  )
  // Whoever takes this room next may count on zeros.
  memory.int8(scratch, raw + values.byteLength - scratch).fill(0)
  memory.rewind(scratch)
  for (let output = 0; output < outputs; output++) worth[output] = (worth[output] ?? NaN) * scaleAt(given, output) * factor
  return { numbers, sums, scales, width, outWidth }
}

function placeValues(memory: Kernels['memory'], address: number, values: PlacedWeights['values']): void {
  if (values instanceof Float32Array) memory.float32(address, values.length).set(values)
  else memory.int8(address, values.length).set(new Int8Array(values.buffer, values.byteOffset, values.length))
}

function kindOf(values: PlacedWeights['values']): number {
  if (values instanceof Float32Array) return KIND.float32
  return values instanceof Int8Array ? KIND.int8 : KIND.uint8
}

function scaleAt(scales: ArrayLike<number>, output: number): number {
  return (scales.length === 1 ? scales[0] : scales[output]) ?? NaN
}

function filled(count: number, unit: number): number {
  return Math.ceil(count / unit) * unit
}
