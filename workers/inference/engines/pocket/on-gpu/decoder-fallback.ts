import type { DecoderStream } from '../codec/block-decoder'
import { isLoss, type Fallback } from '../../on-gpu/fallback'

/**
 * Frames after which the codec's decoder has forgotten what was before: two layers of attention over 250 positions each, 16
 * positions a frame, make 31; its convolutions look back two more.
 */
const MEMORY_FRAMES = 40

/**
 * A decoder on the GPU that goes on on the CPU when the device is lost: the latest blocks are decoded there again, unheard,
 * so that the sound to come joins what was heard. Errors are those of either decoder, but for `device-lost`.
 */
export function decodeWithFallback(
  start: () => DecoderStream,
  fallback: Fallback<() => DecoderStream>,
  { latentDim }: { readonly latentDim: number },
): () => DecoderStream {
  return () => {
    let onGpu = fallback.taken ? null : start()
    let onCpu: DecoderStream | null = null
    let heard: readonly Float32Array[] = []

    async function caughtUp(): Promise<DecoderStream> {
      const stream = (await fallback.take())()
      for (const block of heard) await stream.decode(block)
      return stream
    }

    async function decodeOnEither(latents: Float32Array): Promise<Float32Array> {
      if (onGpu !== null) {
        try {
          return await onGpu.decode(latents)
        } catch (thrown) {
          if (!isLoss(thrown)) throw thrown
          onGpu = null
        }
      }
      onCpu ??= await caughtUp()
      return onCpu.decode(latents)
    }

    return {
      async decode(latents) {
        const samples = await decodeOnEither(latents)
        heard = onGpu === null ? [] : latest([...heard, latents.slice()], MEMORY_FRAMES * latentDim)
        return samples
      },
    }
  }
}

/** The last blocks that hold at least `count` values together, or all. */
function latest(blocks: readonly Float32Array[], count: number): readonly Float32Array[] {
  let first = blocks.length
  for (let held = 0; first > 0 && held < count; ) held += blocks[--first]?.length ?? 0
  return blocks.slice(first)
}
