import type { KernelCall } from './kernel-team'
import type { Kernels } from './kernels'
import { packWeights, type PlacedWeights, type WeightCounts } from './packed-weights'

/** What happens to rows before a convolution reads them (assembly/activated-rows.ts says the formulas). */
export const ACTIVATION = { linear: 0, leaky: 1, snake: 2 } as const

/** What is read in front of a convolution: `coefficients` is the address of [a, b] or, for snake, [a, b, gain], each of the rows' width; 0 stands for y = x. */
export interface ReadActivation {
  readonly kind: (typeof ACTIVATION)[keyof typeof ACTIVATION]
  readonly coefficients: number
}

/** Which factor of a product has seven bits in the relaxed build, which has an instruction for 8 by 7; the baseline build has 8 bits and int16. */
export type SevenBits = 'activations' | 'weights'

export interface ConvolutionWeights extends WeightCounts {
  readonly weights: PlacedWeights
  /** [outputs]; zeros where it is not given. */
  readonly bias?: Float32Array
  /** 1 where it is not given. */
  readonly dilation?: number
  /** Rows of zeros before the first: half the span of the taps where it is not given, which keeps the number of rows. */
  readonly before?: number
  /** `activations` where it is not given. */
  readonly seven?: SevenBits
}

/** A convolution in the kernels' memory: numbers only, so that it can be sent to another thread that has the same memory. */
export interface PackedConvolution {
  /** Of its record, which {@link KernelExports.convolveRows} takes. */
  readonly address: number
  /** Values of a row that it reads: its inputs, filled up to a multiple of 16. What fills up is to be 0. */
  readonly width: number
  /** Values of a row that it writes: its outputs, filled up to a multiple of 8. */
  readonly outWidth: number
  /** Rows that are rounded with one scale: where ranges begin at multiples of it, the results depend on no other range. */
  readonly stretch: number
  /** Room that it needs while it runs, per thread. */
  readonly scratchBytes: number
}

/** Values of a stretch's activations, 32 KiB of float32: they stay in the first-level cache or near it. */
const STRETCH_VALUES = 8192
const TILE_ROWS = 6

const KIND = { unsigned7: 0, signed8: 1, signed16: 2 } as const

/** Puts a convolution into the kernels' memory, its weights rounded with a scale for each output. Errors: `out-of-memory`, `model-mismatch`. */
export function packConvolution(kernels: Kernels, layer: ConvolutionWeights): PackedConvolution {
  const { run, memory } = kernels
  const { bias, taps, dilation = 1, seven = 'activations' } = layer
  const kind = run.weightBytes() === 2 ? KIND.signed16 : seven === 'weights' ? KIND.signed8 : KIND.unsigned7
  const [range, offset] = kind === KIND.signed8 ? [63, 64] : [127, 0]
  const record = memory.allocate(13 * 4)
  const { numbers, sums, scales, width, outWidth } = packWeights(kernels, layer.weights, layer, { range, offset })
  const biases = memory.allocate(4 * outWidth)
  memory.float32(biases, outWidth).fill(0)
  if (bias !== undefined) memory.float32(biases, layer.outputs).set(bias)
  const before = layer.before ?? ((taps - 1) * dilation) / 2
  const stretch = Math.max(8, Math.round(STRETCH_VALUES / width / TILE_ROWS)) * TILE_ROWS
  memory.int32(record, 11).set([numbers, sums, scales, biases, width, outWidth, taps, dilation, before, stretch, kind])
  memory.float32(record + 44, 1)[0] = Math.min(32767, Math.floor(2 ** 31 / (width * taps * (range + 1))) - 1)
  memory.int32(record + 48, 1)[0] = offset
  return { address: record, width, outWidth, stretch, scratchBytes: run.convolutionScratch(record) }
}

/** Rows from <= t < to of a convolution; addresses are those of rows 0. */
export interface ConvolutionCall {
  /** Rows of `width` values, and how many there are: rows outside count as zeros behind the activation. */
  readonly x: number
  readonly total: number
  readonly from: number
  readonly to: number
  /** As they are where it is not given. */
  readonly activation?: ReadActivation
  /** Rows of `outWidth` values. */
  readonly out: number
  /** Rows that are added, before the factor; may be `out`. */
  readonly plus?: number
  /** 1 where it is not given. */
  readonly factor?: number
  /** Adds to what is at `out`. */
  readonly accumulate?: boolean
  /**
   * Address for what `channelStatistics` says of what `out` then holds, `stretch` rows at a time: 2 · `outWidth` values each,
   * those of rows 0 first. `from` is then a multiple of `stretch`. None where it is not given.
   */
  readonly statistics?: number
  /** Room for `scratchBytes`, of this thread alone. */
  readonly scratch: number
}

/** out = factor · (bias + weights ∗ activation(x) + plus), with `accumulate` on top of what is there. */
export function convolve({ run }: Pick<Kernels, 'run'>, layer: PackedConvolution, call: ConvolutionCall): void {
  run.convolveRows(...argumentsOf(layer, call))
}

/** {@link convolve} as a call for a team, whose lanes have a `scratch` each. */
export function convolutionCall(layer: PackedConvolution, call: ConvolutionCall): KernelCall {
  return ['convolveRows', ...argumentsOf(layer, call)]
}

function argumentsOf(layer: PackedConvolution, call: ConvolutionCall): Parameters<Kernels['run']['convolveRows']> {
  const { x, total, from, to, activation, out, plus = 0, factor = 1, accumulate = false, statistics = 0, scratch } = call
  const { kind, coefficients } = activation ?? { kind: ACTIVATION.linear, coefficients: 0 }
  return [layer.address, x, total, from, to, kind, coefficients, out, plus, factor, accumulate ? 1 : 0, statistics, scratch]
}
