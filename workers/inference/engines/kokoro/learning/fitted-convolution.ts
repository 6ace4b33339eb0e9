import { MynaError } from '../../../../../src/shared/protocol/errors'
import { convolutionCall, packConvolution } from '../../../../kernels/int8-convolution'
import { floatsInOrder } from '../../../../kernels/packed-weights'
import { packedLength } from '../../../../kernels/packed-matrix'
import { createConvolution, floatWeights, type ConvolutionCall } from '../network/convolution-layer'
import type { PacedWork, Rows } from '../network/paced-work'
import { filled, FLOAT_BYTES, takeRows, type FittingParts } from './fitting-parts'

/** What becomes of a gradient: it is taken `factor` times, and added to what is there with `adds`. */
export interface GradientCall {
  readonly factor?: number
  readonly adds?: boolean
}

/** A convolution with as many rows out as in, and the gradient of what it reads. */
export interface FittedConvolution {
  /** Values of a row that it reads, its inputs filled up with zeros, and of a row that it writes. */
  readonly width: number
  readonly outWidth: number
  run(work: PacedWork, from: Rows, to: Rows, call?: Omit<ConvolutionCall, 'statistics'>): Promise<void>
  /**
   * From `gradient`, of what it wrote, to that of what it multiplied: rows of `width` values, of which what fills up says
   * nothing. `gradient` has the margins of {@link takeRows}.
   */
  toInput(work: PacedWork, gradient: Rows, to: Rows, call?: GradientCall): Promise<void>
}

/** How a convolution is made: `bias` is the name of an initialiser. */
interface ConvolutionChoice {
  readonly bias?: string
  readonly dilation?: number
}

/** Makes the convolution at `path`. Errors: `model-mismatch`, `out-of-memory`. */
export function createFittedConvolution(parts: FittingParts, path: string, choice: ConvolutionChoice): FittedConvolution {
  const { forward, backward } = parts.arithmetic
  const float = forward === 'float32' || backward === 'float32' ? createFloatConvolution(parts, path, choice) : null
  const layer = forward === 'float32' && float !== null ? float : createConvolution(parts, path, choice)
  const back = backward === 'float32' && float !== null ? float : { toInput: createRoundedGradient(parts, path, choice) }
  return {
    width: layer.width,
    outWidth: layer.outWidth,
    run: (work, from, to, call) => layer.run(work, from, to, call),
    toInput: (work, gradient, to, call) => back.toInput(work, gradient, to, call),
  }
}

/** Rows that tiles of a product and threads are cut at. */
const GRAIN = 24
/** How much dearer a multiplication in float32 is than one in 8 bits. */
const FLOAT_COST = 8

/** In float32, of weights that are unpacked each time. */
function createFloatConvolution({ team, weights }: FittingParts, path: string, { bias, dilation = 1 }: ConvolutionChoice): FittedConvolution {
  const { memory } = team.kernels
  const { dims: [outputs, inputs, taps], values, scale, zeroPoint } = weights.convolution(path)
  if (!(values instanceof Uint8Array)) throw new MynaError('model-mismatch', `the weights at ${path} are not kept in 8 bits`)
  const stored = memory.allocate(values.length)
  memory.int8(stored, values.length).set(values)
  const biases = bias === undefined ? 0 : memory.allocate(outputs * FLOAT_BYTES)
  if (bias !== undefined) memory.float32(biases, outputs).set(weights.vector(bias, outputs))
  const [width, outWidth] = [filled(inputs), Math.ceil(outputs / 8) * 8]
  const before = ((taps - 1) * dilation) / 2
  const cost = FLOAT_COST * inputs * outputs * taps

  /** Panels of the weights times `factor` at the top of the memory, for the way forward or for the gradient. */
  async function unpack(work: PacedWork, way: 'forward' | 'toInput', factor: number): Promise<number> {
    const [depth, columns] = way === 'forward' ? [inputs, outputs] : [outputs, inputs]
    const panels = memory.allocate(taps * packedLength(depth, columns) * FLOAT_BYTES)
    const [first, tapStep, rowStep, columnStep] = way === 'forward' ? [stored, 1, taps, inputs * taps] : [stored + taps - 1, -1, inputs * taps, taps]
    const start = way === 'forward' ? biases : 0
    await work.each(taps * Math.ceil(columns / 8), 1, 32 * depth, (from, end) => [
      'unpackPanels', first, tapStep, rowStep, columnStep, depth, columns, scale * factor, zeroPoint, start, factor, panels, from, end,
    ])
    return panels
  }

  return {
    width,
    outWidth,
    async run(work, from, to, { activation, plus, factor = 1, adds = false } = {}) {
      const start = memory.used
      const panels = await unpack(work, 'forward', factor)
      const active = takeRows(memory, from.rows, width)
      const limits = memory.allocate(from.rows * 32)
      const { kind, coefficients } = activation ?? { kind: 0, coefficients: 0 }
      await work.each(from.rows, GRAIN, 8 * width, (row, end) => [
        'activateRows', rowAddress(from, row), coefficients, kind, rowAddress(active, row), limits + 32 * row, end - row, width,
      ])
      if (plus) {
        await work.each(to.rows, GRAIN, 2 * outWidth, (row, end) => [
          'addScaled', rowAddress(plus, row), factor, rowAddress(to, row), (end - row) * outWidth, adds ? 1 : 0,
        ])
      }
      await work.each(to.rows, GRAIN, cost, (row, end) => [
        'convolveFloat', active.address, width, panels, inputs, outputs, taps, dilation, before, to.address, outWidth, row, end, adds || plus ? 1 : 0,
      ])
      memory.rewind(start)
    },
    async toInput(work, gradient, to, { factor = 1, adds = false } = {}) {
      const start = memory.used
      const panels = await unpack(work, 'toInput', factor)
      await work.each(to.rows, GRAIN, cost, (row, end) => [
        'convolveFloat', gradient.address, outWidth, panels, outputs, inputs, taps, dilation, before, to.address, width, row, end, adds ? 1 : 0,
      ])
      memory.rewind(start)
    },
  }
}

/** The gradient by a convolution in 8 bits with the taps in reverse order and inputs for outputs. */
function createRoundedGradient({ team, weights, scratch }: FittingParts, path: string, { dilation = 1 }: ConvolutionChoice): FittedConvolution['toInput'] {
  const stored = weights.convolution(path)
  const [outputs, inputs, taps] = stored.dims
  const values = floatWeights(stored)
  // As many rows of weights as its own rows are wide, so that what it writes is as wide.
  const width = filled(inputs)
  const turned = new Float32Array(width * outputs * taps)
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) {
      for (let tap = 0; tap < taps; tap++) turned[(input * outputs + output) * taps + taps - 1 - tap] = values[(output * inputs + input) * taps + tap] ?? NaN
    }
  }
  const layer = packConvolution(team.kernels, { weights: floatsInOrder(turned, { inputs: outputs, taps }), seven: 'weights', inputs: outputs, outputs: width, taps, dilation })
  scratch.reserve(layer.scratchBytes)
  return (work, gradient, to, { factor = 1, adds = false } = {}) =>
    work.each(gradient.rows, layer.stretch, width * layer.width * taps, (start, end, lane) =>
      convolutionCall(layer, {
        x: gradient.address, total: gradient.rows, from: start, to: end, out: to.address, factor, accumulate: adds, scratch: scratch.of(lane),
      }))
}

function rowAddress({ address, width }: Rows, row: number): number {
  return address + row * width * FLOAT_BYTES
}
