import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Kernels } from '../../../../kernels/kernels'
import { codecProducts } from './codec-products'
import { carriedRows, createConvolution, type CodecParts } from './convolution'
import type { TransformerSizes } from '../configuration'
import { createCodecStreams } from './streams'
import { createCodecTransformer, POSITIONS_PER_FRAME } from './transformer'
import { kernelOf, vectorOf, type WeightSource } from '../../../../formats/weights'

/** Frames that go through the transformer together, which share its weights; more at once would only need more room. */
const PIECE_FRAMES = 12
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT

/**
 * The decoder's first half, up to its convolutions, which take about as long: latents, [frames, latent_dim] flat and still
 * normalised, to `POSITIONS_PER_FRAME` rows a frame. Blocks of a chunk come in order. Errors: `internal` for no latents.
 */
export type DecoderFront = (latents: Float32Array) => Float32Array

/** Makes the first half in this thread; what it gives starts with a new chunk. Errors: `model-mismatch`, `out-of-memory`. */
export function createDecoderFront(kernels: Kernels, weights: WeightSource, sizes: TransformerSizes, products = codecProducts(kernels)): () => DecoderFront {
  const { memory } = kernels
  const streams = createCodecStreams(memory)
  const parts = { kernels, weights, streams, products }
  const toRows = createLatentRows(parts)
  const transformer = createCodecTransformer(parts, { part: 'decoder', ...sizes, most: PIECE_FRAMES * POSITIONS_PER_FRAME })
  const frameValues = POSITIONS_PER_FRAME * toRows.width
  const x = memory.allocate(PIECE_FRAMES * frameValues * FLOAT_BYTES)

  return () => {
    const stream = {}
    let position = 0
    return (latents) => {
      const frames = latents.length / toRows.latentDim
      if (!Number.isInteger(frames) || frames < 1) throw new MynaError('internal', `${latents.length} values are no latents`)
      streams.enter(stream)
      const rows = new Float32Array(frames * frameValues)
      for (let frame = 0; frame < frames; frame += PIECE_FRAMES) {
        const count = Math.min(PIECE_FRAMES, frames - frame)
        toRows.run(latents.subarray(frame * toRows.latentDim, (frame + count) * toRows.latentDim), count, x)
        transformer.run(x, count * POSITIONS_PER_FRAME, position)
        position += count * POSITIONS_PER_FRAME
        rows.set(memory.float32(x, count * frameValues), frame * frameValues)
      }
      return rows
    }
  }
}

/** Latents to the transformer's rows: back to their scale, through the quantizer's projection, upsampled per channel. */
function createLatentRows(parts: CodecParts) {
  const { kernels: { run, memory }, weights } = parts
  const projection = createConvolution(parts, 'mimi.quantizer.output_proj', { most: PIECE_FRAMES, group: 1, bias: false })
  const { width: latentDim } = projection.rows
  const [std, mean] = [vectorOf(weights, 'flow_lm.emb_std', latentDim).slice(), vectorOf(weights, 'flow_lm.emb_mean', latentDim).slice()]
  const channels = projection.outputs
  const upsampled = carriedRows(parts, 1, PIECE_FRAMES, channels)
  const { dims: [, , taps], values } = kernelOf(weights, 'mimi.upsample.convtr.convtr.weight')
  if (taps !== 2 * POSITIONS_PER_FRAME) throw new MynaError('model-mismatch', `the upsampling has ${taps} taps`)
  const byTap = memory.allocate(values.length * FLOAT_BYTES)
  memory.float32(byTap, values.length).set(values.map((_, i) => values[(i % channels) * taps + Math.floor(i / channels)] ?? NaN))

  return {
    latentDim,
    /** Values of a row. */
    width: channels,
    run(latents: Float32Array, frames: number, to: number) {
      const scaled = memory.float32(projection.rows.input, latents.length)
      latents.forEach((value, i) => { scaled[i] = Math.fround(value * (std[i % latentDim] ?? NaN)) + (mean[i % latentDim] ?? NaN) })
      projection.run(frames, upsampled.input)
      run.upsampleChannels(upsampled.start, byTap, to, frames, channels, POSITIONS_PER_FRAME)
      upsampled.advance(frames)
    },
  }
}
