import { MynaError } from '../../../../../src/shared/protocol/errors'

/** Turns one stream of latents into sound, block by block, carrying the codec's states between blocks. */
export interface DecoderStream {
  /** `latents` is [frames, latent_dim] flat, as many frames as a block may have; gives samples_per_frame each, in a buffer that is the caller's. */
  decode(latents: Float32Array): Promise<Float32Array>
  /** The same of what a `DecoderFront` made of latents, which a stream is given from its beginning on; absent where it takes only latents. */
  readonly decodeRows?: (rows: Float32Array) => Promise<Float32Array>
}

/** A decoded block. */
export interface DecodedBlock {
  /** Mono PCM, samples_per_frame for each frame; the receiver owns it. */
  readonly samples: Float32Array
  /** Milliseconds of decoding alone, without waiting for a turn or for another thread. */
  readonly ms: number
}

/**
 * Decodes the blocks of one chunk from silence on, in this thread or in another. The next block may be handed over while
 * the one before is still being decoded: they are done in that order. Ends with either `finish` or `abandon`.
 */
export interface BlockDecoder {
  /** `latents` is [frames, latent_dim] flat and is only read. Rejects with `aborted` once the chunk was abandoned. */
  decode(latents: Float32Array): Promise<DecodedBlock>
  /** No block will follow; those handed over are still decoded. */
  finish(): void
  /** Drops the blocks that were not begun. May come after `finish`, and again. */
  abandon(): void
}

/** Decodes in this thread. */
export function decodeHere(start: () => DecoderStream): () => BlockDecoder {
  return () => {
    const stream = start()
    let last: Promise<unknown> = Promise.resolve()
    let abandoned = false

    async function decodeNow(latents: Float32Array): Promise<DecodedBlock> {
      if (abandoned) throw new MynaError('aborted', 'the chunk was abandoned')
      const startedAt = performance.now()
      const samples = await stream.decode(latents)
      return { samples, ms: performance.now() - startedAt }
    }

    return {
      decode(latents) {
        const block = last.then(() => decodeNow(latents))
        last = block.catch(() => undefined)
        return block
      },
      finish: () => undefined,
      abandon() {
        abandoned = true
      },
    }
  }
}
