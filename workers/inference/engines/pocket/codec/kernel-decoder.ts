import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Kernels } from '../../../../kernels/kernels'
import type { DecoderStream } from './block-decoder'
import { codecProducts } from './codec-products'
import { createDecoderFront } from './decoder-front'
import { createSeanetDecoder } from './seanet-decoder'
import type { TransformerSizes } from '../configuration'
import { createCodecStreams } from './streams'
import { POSITIONS_PER_FRAME } from './transformer'
import type { WeightSource } from '../../../../formats/weights'

/** Frames whose first upsampling is done together: they share 27 MB of weights; more at once would only need more room. */
const PIECE_FRAMES = 12

/** A stream that also takes what a `DecoderFront` of another thread made of latents. One stream is given either or the other. */
export interface KernelDecoderStream extends DecoderStream {
  readonly decodeRows: (rows: Float32Array) => Promise<Float32Array>
}

/**
 * Mimi's decoder on the kernels: latents, still normalised, to sound. Gives streams for blocks of any size; they share the
 * kernels' memory, and are independent all the same. Errors: `model-mismatch` (weights that are not the codec's), `out-of-memory`.
 */
export function createKernelDecoder(kernels: Kernels, weights: WeightSource, sizes: TransformerSizes, products = codecProducts(kernels)): () => KernelDecoderStream {
  const startFront = createDecoderFront(kernels, weights, sizes, products)
  const startBack = createDecoderBack(kernels, weights, products)
  return () => {
    const [front, back] = [startFront(), startBack()]
    return {
      decode: (latents) => new Promise((resolve) => { resolve(back.decode(front(latents))) }),
      decodeRows: (rows) => back.decode(rows),
    }
  }
}

/** Its second half alone, the convolutions, as streams of what a `DecoderFront` makes of latents. Errors: those of {@link createKernelDecoder}. */
export function createDecoderBack(kernels: Kernels, weights: WeightSource, products = codecProducts(kernels)): () => DecoderStream {
  const streams = createCodecStreams(kernels.memory)
  const seanet = createSeanetDecoder({ kernels, weights, streams, products }, PIECE_FRAMES)
  const frameValues = POSITIONS_PER_FRAME * seanet.width

  return () => {
    const stream = {}

    function sound(rows: Float32Array): Float32Array {
      const frames = rows.length / frameValues
      if (!Number.isInteger(frames)) throw new MynaError('internal', `${rows.length} values are no rows of the decoder`)
      streams.enter(stream)
      const audio = new Float32Array(frames * seanet.samplesPerFrame)
      for (let frame = 0; frame < frames; frame += PIECE_FRAMES) {
        const end = Math.min(frame + PIECE_FRAMES, frames)
        const piece = rows.subarray(frame * frameValues, end * frameValues)
        kernels.memory.float32(seanet.input, piece.length).set(piece)
        seanet.run(end - frame, audio.subarray(frame * seanet.samplesPerFrame, end * seanet.samplesPerFrame))
      }
      return audio
    }

    return { decode: (rows) => new Promise((resolve) => { resolve(sound(rows)) }) }
  }
}
