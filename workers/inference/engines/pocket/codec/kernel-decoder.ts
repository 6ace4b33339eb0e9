import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Kernels } from '../../../../kernels/kernels'
import type { DecoderStream } from './block-decoder'
import { codecProducts } from './codec-products'
import { carriedRows, createConvolution, type CodecParts } from './convolution'
import { createSeanetDecoder } from './seanet-decoder'
import type { TransformerSizes } from '../configuration'
import { createCodecStreams } from './streams'
import { createCodecTransformer, POSITIONS_PER_FRAME } from './transformer'
import { kernelOf, vectorOf, type WeightSource } from '../../../../formats/weights'

/**
 * Frames that go through the transformer and the first upsampling together, which share 39 MB of weights; more at once
 * would only need more room.
 */
const PIECE_FRAMES = 12
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT

/**
 * Mimi's decoder on the kernels, in float32: latents, still normalised, to sound. Gives streams as `createDecoder` does,
 * for blocks of any size; they share the kernels' memory, and are independent all the same. Errors: `model-mismatch`
 * (weights that are not the codec's), `out-of-memory`.
 */
export function createKernelDecoder(kernels: Kernels, weights: WeightSource, sizes: TransformerSizes, products = codecProducts(kernels)): () => DecoderStream {
  const streams = createCodecStreams(kernels.memory)
  const parts = { kernels, weights, streams, products }
  const toRows = createLatentRows(parts)
  const transformer = createCodecTransformer(parts, { part: 'decoder', ...sizes, most: PIECE_FRAMES * POSITIONS_PER_FRAME })
  const seanet = createSeanetDecoder(parts, PIECE_FRAMES)

  function decodePiece(latents: Float32Array, position: number, audio: Float32Array): void {
    const frames = latents.length / toRows.latentDim
    toRows.run(latents, frames, seanet.input)
    transformer.run(seanet.input, frames * POSITIONS_PER_FRAME, position)
    seanet.run(frames, audio)
  }

  return () => {
    const stream = {}
    let position = 0
    return {
      decode(latents) {
        const frames = latents.length / toRows.latentDim
        if (!Number.isInteger(frames) || frames < 1) return Promise.reject(new MynaError('internal', `${latents.length} values are no latents`))
        streams.enter(stream)
        const audio = new Float32Array(frames * seanet.samplesPerFrame)
        for (let frame = 0; frame < frames; frame += PIECE_FRAMES) {
          const end = Math.min(frame + PIECE_FRAMES, frames)
          const piece = latents.subarray(frame * toRows.latentDim, end * toRows.latentDim)
          decodePiece(piece, position, audio.subarray(frame * seanet.samplesPerFrame, end * seanet.samplesPerFrame))
          position += (end - frame) * POSITIONS_PER_FRAME
        }
        return Promise.resolve(audio)
      },
    }
  }
}

/** Latents to the transformer's rows: back to their scale, through the quantizer's projection, upsampled per channel. */
function createLatentRows(parts: CodecParts) {
  const { kernels: { run, memory }, weights } = parts
  const projection = createConvolution(parts, 'mimi.quantizer.output_proj', { most: PIECE_FRAMES, group: 1, bias: false })
  const { width: latentDim } = projection.rows
  const [std, mean] = [vectorOf(weights, 'flow_lm.emb_std', latentDim), vectorOf(weights, 'flow_lm.emb_mean', latentDim)]
  const channels = projection.outputs
  const upsampled = carriedRows(parts, 1, PIECE_FRAMES, channels)
  const { dims: [, , taps], values } = kernelOf(weights, 'mimi.upsample.convtr.convtr.weight')
  if (taps !== 2 * POSITIONS_PER_FRAME) throw new MynaError('model-mismatch', `the upsampling has ${taps} taps`)
  const byTap = memory.allocate(values.length * FLOAT_BYTES)
  memory.float32(byTap, values.length).set(values.map((_, i) => values[(i % channels) * taps + Math.floor(i / channels)] ?? NaN))

  return {
    latentDim,
    run(latents: Float32Array, frames: number, to: number) {
      const scaled = memory.float32(projection.rows.input, latents.length)
      latents.forEach((value, i) => { scaled[i] = Math.fround(value * (std[i % latentDim] ?? NaN)) + (mean[i % latentDim] ?? NaN) })
      projection.run(frames, upsampled.input)
      run.upsampleChannels(upsampled.start, byTap, to, frames, channels, POSITIONS_PER_FRAME)
      upsampled.advance(frames)
    },
  }
}
