import type { ExecutionProvider, PartProcessor } from '../../../../../src/shared/protocol/engine'
import { toMynaError } from '../../../../../src/shared/protocol/errors'
import type { EngineContext } from '../../voice-engine'
import { decodeHere, type BlockDecoder } from './block-decoder'
import type { PocketBundle } from '../published/bundle'
import type { DecoderFacts, DecoderRequest } from '../decoder-api'
import { openDecoderApart } from './decoder-thread'
import { openDecoder } from './decoder-opening'
import { withStandIn } from '../decoder-stand-in'
import { createFallback } from '../on-gpu/fallback'
import type { Opened } from '../published/graphs'

/** An open decoder, wherever it runs. */
export interface OpenedDecoding extends Opened<() => BlockDecoder>, DecoderFacts {
  /** It runs in a thread of its own at present: its worker may die. */
  readonly isApart: boolean
  /** Absent where no GPU was tried. */
  readonly processor?: PartProcessor
  readonly runsOn: () => ExecutionProvider
}

/**
 * Opens the decoder: in a worker of its own where a thread is to spare and the GPU does not suit better, else in this one.
 * A worker that dies, at once or later, is replaced by a decoder in this thread. Errors: as `openModelGraphs`.
 */
export async function openDecoding(context: EngineContext, bundle: PocketBundle, openApart = openDecoderApart): Promise<OpenedDecoding> {
  const openHere = async (): Promise<OpenedDecoding> => {
    const opened = await openDecoder(context, bundle)
    return { ...opened, isApart: false, value: decodeHere(opened.value) }
  }
  if (!context.spareThread) return openHere()

  const tried = context.gpu === undefined ? null : await openHere()
  if (tried?.runsOn() === 'webgpu') return tried
  await tried?.release()

  const apart = await openUnlessItDies({ pack: context.pack, bundle }, openApart)
  if (apart === null) return openHere()
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
    value: withStandIn(apart.value, standIn),
    async release() {
      await apart.release()
      await standIn.release()
    },
  }
}

async function openUnlessItDies(request: DecoderRequest, openApart: typeof openDecoderApart) {
  try {
    return await openApart(request)
  } catch (thrown) {
    if (toMynaError(thrown).code === 'worker-crashed') return null
    throw thrown
  }
}
