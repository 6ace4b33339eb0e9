import { MynaError } from '../../src/shared/protocol/errors'
import type { KernelCall } from './kernel-team'
import type { Kernels } from './kernels'
import { packWeights, weightAt, type PlacedWeights } from './packed-weights'

/** What rows go through before they are multiplied: assembly/row-product.ts. */
export const ROW_ACTIVATION = { linear: 0, leaky: 1, gelu: 2 } as const

export interface RowLayer {
  readonly inputs: number
  readonly outputs: number
  /** Rows that an output is made of; odd, the middle one is its own. 1 where it is not given. */
  readonly taps?: number
  /** [outputs]. */
  readonly bias: Float32Array
  /** Scales what comes out, bias included. 1 where it is not given. */
  readonly factor?: number
  readonly activation?: (typeof ROW_ACTIVATION)[keyof typeof ROW_ACTIVATION]
  /** Digits of 7 bits that inputs are rounded to in the relaxed build. */
  readonly digits: 1 | 2
  /** Inputs that are multiplied in float32, since they are far larger than the others; with one tap only. */
  readonly few?: readonly number[]
}

/** A layer in the kernels' memory: numbers only, so that it can be sent to another thread that has the same memory. */
export interface RowProduct {
  /** Of its record. */
  readonly address: number
  /** Values of a row that it reads: its inputs, filled up to a multiple of 16 with what is multiplied by 0. */
  readonly width: number
  /** Values of a row that it writes: its outputs, filled up to a multiple of 8. */
  readonly outWidth: number
  /** Rows that are computed at a time: calls that begin at multiples of it give the same as one call. */
  readonly stretch: number
  /** Room that it needs while it runs, for each thread. */
  readonly scratchBytes: number
}

/** Values of a stretch, 64 KiB of float32: with weights and results they stay in the second-level cache. */
const STRETCH_VALUES = 16384
const TILE_ROWS = 6
const LARGEST_WEIGHT = 127

/**
 * Puts a layer into the kernels' memory, with int8 weights and a scale for each output; whole numbers that fit stay as they
 * are. Errors: `out-of-memory`, `model-mismatch`.
 */
export function packRowProduct(kernels: Kernels, weights: PlacedWeights, layer: RowLayer): RowProduct {
  const { run, memory } = kernels
  const { inputs, outputs, taps = 1, bias, factor = 1, few = [] } = layer
  if (bias.length !== outputs || (few.length > 0 && taps > 1)) throw new MynaError('model-mismatch', `${bias.length} biases for ${outputs} x ${inputs} x ${taps}`)
  const room = (length: number) => memory.allocate(4 * length)
  const record = room(16)
  const { numbers, sums, scales, width, outWidth } = packWeights(kernels, weights, { inputs, outputs, taps }, { range: LARGEST_WEIGHT, keepsWhole: true, factor })
  const [biases, fewPlaces, fewWeights] = [room(outWidth), room(few.length), room(few.length * outWidth)]
  memory.float32(biases, outWidth).fill(0)
  memory.float32(biases, outputs).set(bias.map((value) => value * factor))
  memory.int32(fewPlaces, few.length).set(few.map((input) => 4 * input))
  memory.float32(fewWeights, few.length * outWidth).set(few.flatMap((input) => {
    return Array.from({ length: outWidth }, (_, output) => (output < outputs ? weightAt(weights, output, input, 0) * factor : 0))
  }))
  const digits = run.weightBytes() === 2 ? 1 : layer.digits
  const stretch = Math.max(2, Math.round(STRETCH_VALUES / width / TILE_ROWS)) * TILE_ROWS
  const fields = [numbers, sums, scales, biases, fewPlaces, fewWeights, few.length, width, outWidth, taps, (taps - 1) / 2, digits, layer.activation ?? 0]
  memory.int32(record, fields.length).set(fields)
  memory.float32(record + 4 * fields.length, 1)[0] = Math.min(32767, Math.floor(2 ** 31 / (width * taps * (LARGEST_WEIGHT + 1))) - 1)
  memory.int32(record + 4 * fields.length + 4, 1)[0] = stretch
  return { address: record, width, outWidth, stretch, scratchBytes: run.rowProductScratch(record) }
}

/** Rows from <= t < to of a layer; addresses are those of rows 0. */
export interface RowProductCall {
  /** Rows of `width` values, and how many there are: rows outside count as zeros behind the activation. */
  readonly x: number
  readonly total: number
  readonly from: number
  readonly to: number
  /** Address of what a leaky layer scales and shifts its inputs by: `width` factors, then as many summands. */
  readonly coefficients?: number
  /** Rows of at least `outWidth` values, `step` values apart. */
  readonly out: number
  readonly step: number
  /** Rows `step` values apart that are added, times `factor`; may be `out`. */
  readonly plus?: number
  readonly factor?: number
  /** Room for `scratchBytes`, of this thread alone. */
  readonly scratch: number
}

/** out = bias + weights ∗ activation(x) + factor · plus. */
export function rowProductCall(layer: RowProduct, call: RowProductCall): KernelCall {
  const { x, total, from, to, coefficients = 0, out, step, plus = 0, factor = 1, scratch } = call
  return ['multiplyRows', layer.address, x, total, from, to, coefficients, out, step, plus, factor, scratch]
}
