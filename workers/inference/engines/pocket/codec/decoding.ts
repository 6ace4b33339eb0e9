import type { ExecutionProvider, PartProcessor } from '../../../../../src/shared/protocol/engine'
import { MynaError, toMynaError } from '../../../../../src/shared/protocol/errors'
import type { EngineContext } from '../../voice-engine'
import { createFallback, type Fallback } from '../../on-gpu/fallback'
import { isProven } from '../part-opening'
import { withFiles, type PocketSource } from '../pocket-source'
import type { Opened } from '../../opened'
import { decodeHere, type BlockDecoder, type DecodedBlock } from './block-decoder'
import { createDecoderFront, type DecoderFront } from './decoder-front'
import { DECODER, openDecoder, type DecoderFacts } from './decoder-opening'
import { openDecoderThread } from './decoder-thread'

/** An open decoder, wherever it runs. */
export interface OpenedDecoding extends Opened<() => BlockDecoder>, DecoderFacts {
  /** It runs in a thread of its own at present: its worker may die. */
  readonly isApart: boolean
  /** Absent where no GPU was tried. */
  readonly processor?: PartProcessor
  readonly runsOn: () => ExecutionProvider
}

/**
 * Opens the decoder: its convolutions in a worker of its own where a thread is to spare and the GPU does not suit better, else all in this one.
 * A worker that dies, at once or later, is replaced by a decoder in this thread. Errors: as `openPocketModel`.
 */
export async function openDecoding(context: EngineContext, source: PocketSource, openThread = openDecoderThread): Promise<OpenedDecoding> {
  const openHere = async (): Promise<OpenedDecoding> => {
    const opened = await openDecoder(context, source)
    return { ...opened, isApart: false, value: decodeHere(opened.value) }
  }
  if (!context.spareThread) return openHere()

  const tried = context.gpu === undefined ? null : await openHere()
  if (tried?.runsOn() === 'webgpu') return tried
  await tried?.release()

  // Where it is known that a first half is needed, it is opened while the thread starts.
  const early = (await isProven(context, source, DECODER)) ? openFront(context, source) : null
  early?.catch(() => undefined)
  const apart = await openUnlessItDies(() => openThread(context.pack))
  if (apart === null) return openHere()
  let startApart = apart.value
  if (apart.takesRows) {
    try {
      startApart = withFront(startApart, await (early ?? openFront(context, source)))
    } catch (thrown) {
      await apart.release()
      throw thrown
    }
  }
  const standIn = createFallback(async () => {
    await apart.release()
    return openHere()
  })
  return {
    ...apart,
    get isApart() {
      return !standIn.taken
    },
    runsOn: () => 'wasm',
    ...(tried?.processor && { processor: tried.processor }),
    value: withStandIn(startApart, standIn),
    async release() {
      await apart.release()
      await standIn.release()
    },
  }
}

async function openFront({ loadKernels }: Pick<EngineContext, 'loadKernels'>, { configuration: { codec }, read }: PocketSource): Promise<() => DecoderFront> {
  if (codec === null || !loadKernels) throw new MynaError('internal', 'a decoder on kernels without kernels')
  return withFiles(() => read('codec-decoder', 'transformer'), async (part) => createDecoderFront(await loadKernels(), part.weights(), codec.decoder))
}

/** Decoders whose first half runs in this thread, when a block is handed over. */
export function withFront(startApart: () => BlockDecoder, startFront: () => DecoderFront): () => BlockDecoder {
  return () => {
    const [apart, front] = [startApart(), startFront()]
    return {
      ...apart,
      async decode(latents) {
        const startedAt = performance.now()
        const rows = front(latents)
        const frontMs = performance.now() - startedAt
        const { samples, ms } = await apart.decode(rows)
        return { samples, ms: ms + frontMs }
      },
    }
  }
}

async function openUnlessItDies<T>(open: () => Promise<T>): Promise<T | null> {
  try {
    return await open()
  } catch (thrown) {
    if (toMynaError(thrown).code === 'worker-crashed') return null
    throw thrown
  }
}

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
