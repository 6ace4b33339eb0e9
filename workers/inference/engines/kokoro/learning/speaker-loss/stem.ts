import { MynaError } from '../../../../../../src/shared/protocol/errors'
import { addTo, matricesOf, rectify, rectifyGradient, type EncoderPart } from './encoder-layers'
import type { EncoderTensor } from './encoder-weights'
import { BANDS } from './log-mel'
import { addProduct, addTransposed, type WeightRows } from './products'

const SIDE = 3

/** Rows of frequency times frames. */
interface ImageSize {
  readonly rows: number
  readonly frames: number
}

/** [64, frames] of bands to [frames / 2, 256]: convolutions over frequency and time; 32 channels of 8 frequencies, channel by channel. */
export function createStem(weightsOf: (node: string) => readonly EncoderTensor[]): EncoderPart {
  const of = (name: string, stride: readonly [number, number]) => createImageConvolution(weightsOf(`encoder/stem/${name}/${name}.0/Conv`), stride)
  const [first, second, third, last] = [of('first', [2, 2]), of('second', [2, 1]), of('third', [1, 1]), of('last', [2, 1])]
  let kept: { readonly sizes: readonly [ImageSize, ImageSize, ImageSize, ImageSize]; readonly images: readonly [Float64Array, Float64Array, Float64Array, Float64Array] } | null = null

  return {
    forward(x) {
      const whole: ImageSize = { rows: BANDS, frames: x.length / BANDS }
      const halved = first.sizeOf(whole)
      const quartered = second.sizeOf(halved)
      const narrow = last.sizeOf(quartered)
      const a = rectify(first.forward(x, whole))
      const b = rectify(second.forward(a, halved))
      const c = rectify(addTo(third.forward(b, quartered), b))
      const d = rectify(last.forward(c, quartered))
      kept = { sizes: [whole, halved, quartered, narrow], images: [a, b, c, d] }
      return turned(d, narrow, last.outputs, 'sideBySide')
    },
    backward(gradient) {
      if (!kept) throw new MynaError('internal', 'no way forward before the way back')
      const { sizes: [whole, halved, quartered, narrow], images: [a, b, c, d] } = kept
      const ofC = rectifyGradient(last.backward(rectifyGradient(turned(gradient, narrow, last.outputs, 'inRows'), d), quartered), c)
      const ofB = rectifyGradient(addTo(third.backward(ofC, quartered), ofC), b)
      return first.backward(rectifyGradient(second.backward(ofB, halved), a), whole)
    },
  }
}

/** From [rows, frames, channels] to [frames, channels · rows], or back. */
function turned(values: Float64Array, { rows, frames }: ImageSize, channels: number, way: 'sideBySide' | 'inRows'): Float64Array {
  const result = new Float64Array(values.length)
  for (let row = 0; row < rows; row++) {
    for (let frame = 0; frame < frames; frame++) {
      for (let channel = 0; channel < channels; channel++) {
        const [image, flat] = [(row * frames + frame) * channels + channel, (frame * channels + channel) * rows + row]
        if (way === 'sideBySide') result[flat] = values[image] ?? NaN
        else result[image] = values[flat] ?? NaN
      }
    }
  }
  return result
}

/** A convolution of three by three, padded by one, of images [rows, frames, inputs]. */
function createImageConvolution([kernel, bias]: readonly EncoderTensor[], [rowStep, frameStep]: readonly [number, number]) {
  if (!kernel || !bias || kernel.dims.length !== 4) throw new MynaError('model-mismatch', 'the stem of the speaker encoder is another one')
  const taps = matricesOf(kernel)
  const [outputs = 0, inputs = 0] = kernel.dims
  const sizeOf = ({ rows, frames }: ImageSize): ImageSize => ({ rows: Math.floor((rows - 1) / rowStep) + 1, frames: Math.floor((frames - 1) / frameStep) + 1 })

  /** What each tap reads for each row that is written. */
  function eachTap(from: ImageSize, act: (frames: number, matrix: WeightRows, x: number, y: number) => void): void {
    const to = sizeOf(from)
    for (let row = 0; row < to.rows; row++) {
      taps.forEach((matrix, tap) => {
        const source = row * rowStep + Math.floor(tap / SIDE) - 1
        if (source < 0 || source >= from.rows) return
        const shift = (tap % SIDE) - 1
        const first = shift < 0 ? 1 : 0
        const end = Math.min(to.frames, Math.floor((from.frames - 1 - shift) / frameStep) + 1)
        act(end - first, matrix, (source * from.frames + first * frameStep + shift) * inputs, (row * to.frames + first) * outputs)
      })
    }
  }

  return {
    outputs,
    sizeOf,
    forward(x: Float64Array, from: ImageSize): Float64Array {
      const { rows, frames } = sizeOf(from)
      const y = new Float64Array(rows * frames * outputs)
      for (let at = 0; at < y.length; at += outputs) y.set(bias.values, at)
      eachTap(from, (count, matrix, read, written) => {
        addProduct(count, { values: x, at: read, step: frameStep * inputs }, matrix, { values: y, at: written, step: outputs })
      })
      return y
    },
    backward(gradient: Float64Array, from: ImageSize): Float64Array {
      const toX = new Float64Array(from.rows * from.frames * inputs)
      eachTap(from, (count, matrix, read, written) => {
        addTransposed(count, { values: gradient, at: written, step: outputs }, matrix, { values: toX, at: read, step: frameStep * inputs })
      })
      return toX
    },
  }
}
