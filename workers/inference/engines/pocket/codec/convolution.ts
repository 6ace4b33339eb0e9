import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Kernels } from '../../../../kernels/kernels'
import type { CodecStreams } from './streams'
import { kernelOf, vectorOf, type WeightSource } from '../../../../formats/weights'
import type { CodecProduct, CodecProducts } from './codec-products'

/** What layers are made from. */
export interface CodecParts {
  readonly kernels: Kernels
  readonly weights: WeightSource
  readonly streams: CodecStreams
  readonly products: CodecProducts
}

/** Rows of float32 values over time in the kernels' memory, the latest ones of the call before in front of the new ones. */
export interface CarriedRows {
  /** Address of the first carried row. */
  readonly start: number
  /** Address where the new rows go. */
  readonly input: number
  /** Values of a row. */
  readonly width: number
  /** Carried rows. */
  readonly context: number
  /** Makes the last of `rows` new rows the carried ones. */
  advance(rows: number): void
}

/** Makes room for `context` carried and up to `most` new rows. */
export function carriedRows({ kernels: { memory }, streams }: CodecParts, context: number, most: number, width: number): CarriedRows {
  const rowBytes = width * Float32Array.BYTES_PER_ELEMENT
  const start = memory.allocate((context + most) * rowBytes)
  if (context > 0) streams.carry(start, context * width)
  return {
    start,
    input: start + context * rowBytes,
    width,
    context,
    advance(rows) {
      memory.float32(start, (context + rows) * width).copyWithin(0, rows * width)
    },
  }
}

/** A layer over time that carries the end of its input. */
export interface StreamingLayer {
  /** Its input, of which as many rows are carried as one output looks back. */
  readonly rows: CarriedRows
  /** Values of a row that it gives. */
  readonly outputs: number
  /** Of a convolution: rows of input per row of output; of a transposed one the other way round. */
  readonly stride: number
  /** Reads `rows` rows of input and writes what they give to the rows at `to`. */
  run(rows: number, to: number): void
}

/** How a convolution differs from the usual one. */
interface ConvolutionOptions {
  /** Most rows of input per call, of which there are always a multiple of the stride. */
  readonly most: number
  /** Rows of input that are rounded together, see {@link ProductRows}; all of a call where it is not given, which then is always of `most`. */
  readonly group?: number
  /** 1 where it is not given; `half` stands for half the taps. */
  readonly stride?: 'half'
  /** Adds to what is at the output's place. */
  readonly adds?: boolean
  /** Whether there is one; there usually is. */
  readonly bias?: boolean
}

/**
 * A causal convolution: `NAME.weight` is [outputs, inputs, taps], `NAME.bias` [outputs]. Over rows of time, the values that
 * one output needs lie side by side: it is a product, nothing is copied.
 */
export function createConvolution(parts: CodecParts, name: string, { most, group = most, stride: kind, adds = false, bias: biased = true }: ConvolutionOptions): StreamingLayer {
  const { weights, products } = parts
  const { dims: [outputs, inputs, taps], values } = kernelOf(weights, `${name}.weight`)
  const stride = kind === 'half' ? taps / 2 : 1
  const bias = biased ? vectorOf(weights, `${name}.bias`, outputs) : null
  const rows = carriedRows(parts, taps - stride, most, inputs)
  const product = products.load(
    { inputs: taps * inputs, outputs },
    (input, output) => values[(output * inputs + (input % inputs)) * taps + Math.floor(input / inputs)] ?? NaN,
    (output) => (bias === null ? 0 : (bias[output] ?? NaN)),
  )
  return streamingProduct(rows, product, { step: stride * inputs, rowsPerProduct: stride, stride, outputs, width: outputs, group, adds })
}

/**
 * A transposed convolution (`NAME.weight` is [inputs, outputs, 2 strides], `NAME.bias`). With twice as many taps as its
 * stride, the outputs between two inputs depend on these two only: a product of two neighbouring rows that gives `stride`
 * rows at once, with no tails to add up.
 */
export function createTransposedConvolution(parts: CodecParts, name: string, { most, group = most }: Pick<ConvolutionOptions, 'most' | 'group'>): StreamingLayer {
  const { weights, products } = parts
  const { dims: [inputs, outputs, taps], values } = kernelOf(weights, `${name}.weight`)
  const stride = taps / 2
  if (!Number.isInteger(stride)) throw new MynaError('model-mismatch', `${name} has ${taps} taps`)
  const bias = vectorOf(weights, `${name}.bias`, outputs)
  const rows = carriedRows(parts, 1, most, inputs)
  const product = products.load(
    { inputs: 2 * inputs, outputs: stride * outputs },
    (input, output) => {
      const tap = Math.floor(output / outputs) + (input < inputs ? stride : 0)
      return values[((input % inputs) * outputs + (output % outputs)) * taps + tap] ?? NaN
    },
    (output) => bias[output % outputs] ?? NaN,
  )
  return streamingProduct(rows, product, { step: inputs, rowsPerProduct: 1, stride, outputs, width: stride * outputs, group, adds: false })
}

/** How a product is a layer: values from one row of output to the next, rows of input for one row of the product, which has `width` values. */
interface ProductShape {
  readonly step: number
  readonly rowsPerProduct: number
  readonly stride: number
  readonly outputs: number
  readonly width: number
  /** Rows of input. */
  readonly group: number
  readonly adds: boolean
}

function streamingProduct(rows: CarriedRows, product: CodecProduct, { step, rowsPerProduct, stride, outputs, width, group, adds }: ProductShape): StreamingLayer {
  return {
    rows,
    outputs,
    stride,
    run(count, to) {
      product({ from: rows.start, step, rows: count / rowsPerProduct, together: group / rowsPerProduct, to, toStep: width, adds })
      rows.advance(count)
    },
  }
}

/** SEANet's residual block: x += conv₁(ELU(conv₃(ELU(x)))), in place. */
export interface ResidualBlock {
  /** `x`: address of `rows` rows. */
  run(x: number, rows: number): void
}

/** Makes the block `NAME` (its convolutions are `NAME.block.1.conv` and `NAME.block.3.conv`) for up to `most` rows per call. */
export function createResidualBlock(parts: CodecParts, name: string, most: number): ResidualBlock {
  const { run } = parts.kernels
  const narrow = createConvolution(parts, `${name}.block.1.conv`, { most })
  const widen = createConvolution(parts, `${name}.block.3.conv`, { most, adds: true })
  return {
    run(x, rows) {
      run.elu(x, narrow.rows.input, rows * widen.outputs)
      narrow.run(rows, widen.rows.input)
      run.elu(widen.rows.input, widen.rows.input, rows * narrow.outputs)
      widen.run(rows, x)
    },
  }
}
