import type { Kernels } from '../../../../kernels/kernels'
import { codecProducts } from './codec-products'
import { createSeanetEncoder } from './seanet-encoder'
import { createCodecStreams } from './streams'
import { POSITIONS_PER_FRAME } from './transformer'
import type { WeightSource } from '../../../../formats/weights'

/**
 * Frames that are encoded at a time: enough to read the large weights seldom, and few enough that a cancel between two
 * pieces is heard within a tenth of a second.
 */
export const PIECE_FRAMES = 6

/**
 * The encoder's first half, its convolutions: audio, whole frames of it and {@link PIECE_FRAMES} at most, to rows for the
 * second half. Pieces of a prompt come in order.
 */
export type EncoderFront = (audio: Float32Array) => Promise<Float32Array>

/** Makes the first half in this thread; what it gives starts with a new prompt. Errors: `model-mismatch`, `out-of-memory`. */
export function createEncoderFront(kernels: Kernels, weights: WeightSource, samplesPerFrame: number, products = codecProducts(kernels)): () => EncoderFront {
  const { memory } = kernels
  const streams = createCodecStreams(memory)
  const seanet = createSeanetEncoder({ kernels, weights, streams, products }, samplesPerFrame, PIECE_FRAMES)
  const rows = memory.allocate(PIECE_FRAMES * POSITIONS_PER_FRAME * seanet.width * Float32Array.BYTES_PER_ELEMENT)
  return () => {
    const stream = {}
    return (audio) => {
      streams.enter(stream)
      seanet.run(audio, rows)
      return Promise.resolve(memory.float32(rows, (audio.length / samplesPerFrame) * POSITIONS_PER_FRAME * seanet.width).slice())
    }
  }
}
