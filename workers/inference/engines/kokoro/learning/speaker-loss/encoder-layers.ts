import { MynaError } from '../../../../../../src/shared/protocol/errors'
import type { EncoderTensor } from './encoder-weights'
import { addProduct, addTransposed, type WeightRows } from './products'

/** A part of the encoder, there and back. What it keeps of the way forward is that of the last one. */
export interface EncoderPart {
  /** What it makes of `x`, in memory of its own; keeps `x`. */
  forward(x: Float64Array): Float64Array
  /** From the gradient of what it gave last, which it may use up, to that of what it read. */
  backward(gradient: Float64Array): Float64Array
}

/** Sets what is negative to 0. */
export function rectify(values: Float64Array): Float64Array {
  for (let i = 0; i < values.length; i++) if ((values[i] ?? NaN) < 0) values[i] = 0
  return values
}

/** Sets the gradient to 0 where {@link rectify} left nothing. */
export function rectifyGradient(gradient: Float64Array, rectified: Float64Array): Float64Array {
  for (let i = 0; i < gradient.length; i++) if ((rectified[i] ?? NaN) <= 0) gradient[i] = 0
  return gradient
}

/** Adds `from` to `to`. */
export function addTo(to: Float64Array, from: Float64Array): Float64Array {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] ?? NaN) + (from[i] ?? NaN)
  return to
}

/** [outputs, inputs, ...taps] as a matrix for each tap, in the order of the taps. */
export function matricesOf({ dims, values }: EncoderTensor): readonly WeightRows[] {
  const [outputs = 0, inputs = 0, ...kernel] = dims
  const taps = kernel.reduce((product, size) => product * size, 1)
  if (values.length !== outputs * inputs * taps || taps === 0) throw new MynaError('model-mismatch', `a kernel of ${dims.join(' x ')} in the speaker encoder`)
  return Array.from({ length: taps }, (_, tap) => ({ values: Float64Array.from({ length: outputs * inputs }, (_value, i) => values[i * taps + tap] ?? NaN), at: 0, outputs, inputs }))
}

/** How a convolution over frames is made. */
interface FrameChoice {
  readonly dilation?: number
  readonly rectifies?: boolean
}

/** A convolution of rows [frames, inputs] to [frames, outputs] with as many frames, and ReLU behind it where it `rectifies`. */
export function createFrameConvolution([kernel, bias]: readonly EncoderTensor[], { dilation = 1, rectifies = false }: FrameChoice = {}): EncoderPart {
  if (!kernel) throw new MynaError('model-mismatch', 'a convolution without weights in the speaker encoder')
  const taps = matricesOf(kernel)
  const [outputs = 0, inputs = 0] = kernel.dims
  let y = new Float64Array()

  /** Rows that a tap reads of so many, from the first on that it writes. */
  function eachTap(frames: number, act: (rows: number, matrix: WeightRows, from: number, to: number) => void): void {
    taps.forEach((matrix, tap) => {
      const shift = (tap - (taps.length - 1) / 2) * dilation
      const first = Math.max(0, -shift)
      const rows = Math.min(frames, frames - shift) - first
      if (rows > 0) act(rows, matrix, (first + shift) * inputs, first * outputs)
    })
  }

  return {
    forward(x) {
      const frames = x.length / inputs
      y = new Float64Array(frames * outputs)
      if (bias) for (let frame = 0; frame < frames; frame++) y.set(bias.values, frame * outputs)
      eachTap(frames, (rows, matrix, from, to) => { addProduct(rows, { values: x, at: from, step: inputs }, matrix, { values: y, at: to, step: outputs }) })
      return rectifies ? rectify(y) : y
    },
    backward(gradient) {
      const toX = new Float64Array((gradient.length / outputs) * inputs)
      const own = rectifies ? rectifyGradient(gradient, y) : gradient
      eachTap(gradient.length / outputs, (rows, matrix, from, to) => {
        addTransposed(rows, { values: own, at: to, step: outputs }, matrix, { values: toX, at: from, step: inputs })
      })
      return toX
    },
  }
}
