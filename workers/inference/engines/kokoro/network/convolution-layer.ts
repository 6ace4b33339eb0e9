import { convolutionCall, packConvolution, type ReadActivation } from '../../../../kernels/int8-convolution'
import { packMatrix } from '../../../../kernels/packed-matrix'
import type { PlacedWeights } from '../../../../kernels/packed-weights'
import type { NetworkParts } from './network-parts'
import type { StoredConvolution } from './network-weights'
import type { PacedWork, Rows } from './paced-work'

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT

/** Weights of a stored convolution in float32, [outputs, inputs, taps] or, transposed, [inputs, outputs, taps]. */
export function floatWeights({ values, scale, zeroPoint }: StoredConvolution): Float32Array {
  const weights = new Float32Array(values.length)
  // A loop, since there are tens of millions.
  for (let i = 0; i < values.length; i++) weights[i] = ((values[i] ?? NaN) - zeroPoint) * scale
  return weights
}

/** Weights of a stored convolution that is not transposed, as they are. */
export function placedConvolution({ dims: [, inputs, taps], values, scale, zeroPoint }: StoredConvolution): PlacedWeights {
  return { values, steps: { output: inputs * taps, input: taps, tap: 1 }, zeroPoint, scales: [scale] }
}

/** What a convolution does beside multiplying: out = factor · (bias + w ∗ activation(x) + plus), on top of what is there with `adds`. */
export interface ConvolutionCall {
  readonly activation?: ReadActivation
  readonly plus?: Rows
  readonly factor?: number
  readonly adds?: boolean
  /** Room for what the result's channels are, `statisticsBytes` of the layer. */
  readonly statistics?: number
}

/** A convolution with as many rows out as in, in 8 bits. */
export interface ConvolutionLayer {
  /** Values of a row that it reads, its inputs filled up with zeros, and of a row that it writes. */
  readonly width: number
  readonly outWidth: number
  /** Rows whose statistics are taken together, and bytes that those of so many rows take. */
  readonly stretch: number
  statisticsBytes(rows: number): number
  run(work: PacedWork, from: Rows, to: Rows, call?: ConvolutionCall): Promise<void>
}

/** Makes the convolution at `path`. `bias` is the name of an initialiser. */
export function createConvolution(
  { team, weights, scratch }: NetworkParts,
  path: string,
  { bias, dilation = 1 }: { readonly bias?: string; readonly dilation?: number },
): ConvolutionLayer {
  const stored = weights.convolution(path)
  const [outputs, inputs, taps] = stored.dims
  const layer = packConvolution(team.kernels, {
    weights: placedConvolution(stored),
    ...(bias !== undefined && { bias: weights.vector(bias, outputs) }),
    // 8 bits are dearer to the activations: with 7 of theirs every stage would be farther from float32 than the published 8-bit graph.
    seven: 'weights',
    inputs,
    outputs,
    taps,
    dilation,
  })
  scratch.reserve(layer.scratchBytes)
  const cost = layer.width * layer.outWidth * taps
  return {
    width: layer.width,
    outWidth: layer.outWidth,
    stretch: layer.stretch,
    statisticsBytes: (rows) => Math.ceil(rows / layer.stretch) * 2 * layer.outWidth * FLOAT_BYTES,
    run(work, from, to, { activation, plus, factor = 1, adds = false, statistics = 0 } = {}) {
      return work.each(from.rows, layer.stretch, cost, (start, end, lane) =>
        convolutionCall(layer, {
          x: from.address,
          total: from.rows,
          from: start,
          to: end,
          ...(activation && { activation }),
          out: to.address,
          plus: plus?.address ?? 0,
          factor,
          accumulate: adds,
          statistics,
          scratch: scratch.of(lane),
        }))
    },
  }
}

/** A product of neighbouring rows in float32, for thin layers. */
export interface RowProduct {
  /** Reads `inputs` values from `from` on for each row, `step` values farther each time; `adds` to what is at `to`, `toStep` values a row. */
  run(work: PacedWork, rows: number, from: number, to: number, adds?: boolean): Promise<void>
}

/** The shape of a product: values that are read for a row, and from one row to the next; values that are written, and from one row to the next. */
export interface ProductShape {
  readonly inputs: number
  readonly step: number
  readonly outputs: number
  readonly toStep: number
}

/** Rows that a product's tiles and threads are cut at. */
const PRODUCT_GRAIN = 24

export function createRowProduct(
  { team }: NetworkParts,
  { inputs, step, outputs, toStep }: ProductShape,
  weight: (input: number, output: number) => number,
  start: (output: number) => number,
): RowProduct {
  const { address } = packMatrix(team.kernels, { inputs, outputs }, weight, start)
  return {
    run: (work, rows, from, to, adds = false) =>
      // Eight times as dear as a product in 8 bits.
      work.each(rows, PRODUCT_GRAIN, 8 * inputs * outputs, (first, end) => [
        'multiply', from + first * step * FLOAT_BYTES, step, address, to + first * toStep * FLOAT_BYTES, toStep, end - first, outputs, inputs, adds ? 1 : 0,
      ]),
  }
}
