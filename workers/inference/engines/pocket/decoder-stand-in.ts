import { MynaError, toMynaError } from '../../../../src/shared/protocol/errors'
import type { BlockDecoder, DecodedBlock } from './codec/block-decoder'
import type { Fallback } from './on-gpu/fallback'

/**
 * Decoders that outlive the worker they run in: when it dies, the stand-in in this thread decodes the blocks of
 * the chunk again from the first on, for their states, and goes on from there. Later chunks start with it. A chunk's
 * latents are kept for that: 128 bytes a frame. Errors are those of taking the stand-in and of either decoder.
 */
export function withStandIn(startApart: () => BlockDecoder, standIn: Pick<Fallback<() => BlockDecoder>, 'take'>): () => BlockDecoder {
  let died = false

  return () => {
    const apart = died ? null : startApart()
    const handedOver: Float32Array[] = []
    const again: Promise<DecodedBlock>[] = []
    let here: Promise<BlockDecoder> | null = null
    let abandoned = false

    function startHere(): Promise<BlockDecoder> {
      return standIn.take().then((start) => {
        const started = start()
        if (abandoned) started.abandon()
        return started
      })
    }

    /** All blocks handed over so far, decoded in this thread, each once. */
    function decodeHere(): readonly Promise<DecodedBlock>[] {
      const decoder = (here ??= startHere())
      for (const latents of handedOver.slice(again.length)) {
        const decoded = decoder.then((started) => started.decode(latents))
        // Only the blocks that had no sound yet are waited for.
        decoded.catch(() => undefined)
        again.push(decoded)
      }
      return again
    }

    return {
      async decode(latents) {
        const block = handedOver.push(latents) - 1
        if (apart !== null && !died) {
          try {
            return await apart.decode(latents)
          } catch (thrown) {
            if (toMynaError(thrown).code !== 'worker-crashed') throw thrown
            died = true
          }
        }
        const decoded = decodeHere()[block]
        if (decoded === undefined) throw new MynaError('internal', `block ${block} was not decoded again`)
        return decoded
      },
      finish() {
        if (!died) apart?.finish()
      },
      abandon() {
        abandoned = true
        apart?.abandon()
        here?.then((started) => { started.abandon() }, () => undefined)
      },
    }
  }
}
