import type { ModelPack } from '../../../../../src/shared/protocol/model-pack'
import { createWorkerConnection } from '../../../../../src/shared/threads/worker-connection'
import type { Opened } from '../../opened'
import type { BlockDecoder } from './block-decoder'
import type { ThreadFacts } from './decoder-opening'
import type { DecoderApi } from './decoder-service'

function spawnDecoderWorker(): Worker {
  return new Worker(new URL('./decoder.worker.ts', import.meta.url), { type: 'module', name: 'myna-decoder' })
}

/**
 * Opens a pack's decoder in a worker of its own beside this one, where it runs while the language model goes on. No
 * memory is shared. Errors: as `openPocketModel`, and `worker-crashed`, from the decoders too; after it nothing works.
 */
export async function openDecoderThread(pack: ModelPack, spawn = spawnDecoderWorker): Promise<Opened<() => BlockDecoder> & ThreadFacts> {
  const connection = createWorkerConnection<DecoderApi>({ spawn })
  let facts: ThreadFacts
  try {
    facts = await connection.call((api) => api.open(pack))
  } catch (thrown) {
    connection.dispose()
    throw thrown
  }

  let chunks = 0
  function start(): BlockDecoder {
    const chunk = chunks++
    const abandoned = new AbortController()
    return {
      decode: (latents) => connection.call((api) => api.decode(chunk, latents), { signal: abandoned.signal }),
      finish() {
        connection.post((api) => api.finish(chunk))
      },
      abandon() {
        if (abandoned.signal.aborted) return
        abandoned.abort()
        connection.post((api) => api.abandon(chunk))
      },
    }
  }
  return {
    ...facts,
    value: start,
    release() {
      connection.dispose()
      return Promise.resolve()
    },
  }
}
