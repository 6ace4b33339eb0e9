import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Kernels } from '../../../../kernels/kernels'
import { createConvolution, type StreamingLayer } from './convolution'
import { PIECE_FRAMES } from './encoder-front'
import type { PocketConfiguration, TransformerSizes } from '../configuration'
import { createCodecStreams } from './streams'
import { createCodecTransformer, POSITIONS_PER_FRAME } from './transformer'
import { valueAt, type WeightSource } from '../../../../formats/weights'
import { codecProducts } from './codec-products'

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT

/**
 * The encoder's second half: what `EncoderFront` made of a piece to a row for each frame, [frames, width] flat, in
 * a view that the next piece overwrites. Pieces of a prompt come in order.
 */
export type EncoderBack = (rows: Float32Array) => Float32Array

/**
 * Makes transformer, downsampling and speaker projection; what it gives starts with a new prompt. Errors: `model-mismatch`
 * (weights that are not the codec's), `out-of-memory`.
 */
export function createEncoderBack(kernels: Kernels, weights: WeightSource, { width }: Pick<PocketConfiguration, 'width'>, sizes: TransformerSizes, products = codecProducts(kernels)): () => EncoderBack {
  const { memory } = kernels
  const streams = createCodecStreams(memory)
  const parts = { kernels, weights, streams, products }
  const transformer = createCodecTransformer(parts, { part: 'encoder', ...sizes, most: PIECE_FRAMES * POSITIONS_PER_FRAME })
  const downsampling = createConvolution(parts, 'mimi.downsample.conv.conv', { most: PIECE_FRAMES * POSITIONS_PER_FRAME, group: POSITIONS_PER_FRAME, stride: 'half', bias: false })
  const speaker = weights.matrix('flow_lm.speaker_proj_weight')
  if (downsampling.stride !== POSITIONS_PER_FRAME || speaker.inputs !== downsampling.outputs || speaker.outputs !== width) {
    throw new MynaError('model-mismatch', `the encoder makes ${speaker.outputs} values of ${downsampling.stride} positions`)
  }
  const projection = products.load(speaker, valueAt(speaker))
  const latents = memory.allocate(PIECE_FRAMES * speaker.inputs * FLOAT_BYTES)
  const encoded = memory.allocate(PIECE_FRAMES * speaker.outputs * FLOAT_BYTES)

  return () => {
    const stream = {}
    let position = 0
    return (rows) => {
      const { input, width } = downsampling.rows
      const count = rows.length / width
      const frames = count / POSITIONS_PER_FRAME
      streams.enter(stream)
      memory.float32(input, rows.length).set(rows)
      transformer.run(input, count, position)
      if (position === 0) repeatFirstRow(downsampling)
      downsampling.run(count, latents)
      projection({ from: latents, step: speaker.inputs, rows: frames, to: encoded, toStep: speaker.outputs })
      position += count
      return memory.float32(encoded, frames * speaker.outputs)
    }
  }

  /** The one layer that sees its first input, not silence, before the start. */
  function repeatFirstRow({ rows: { start, input, width, context } }: StreamingLayer): void {
    const first = memory.float32(input, width)
    for (let row = 0; row < context; row++) memory.float32(start, context * width).set(first, row * width)
  }
}
