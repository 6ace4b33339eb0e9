import * as Comlink from 'comlink'
import type { ModelPack } from '../../../../../src/shared/protocol/model-pack'
import { createWorkerConnection } from '../../../../../src/shared/threads/worker-connection'
import type { Opened } from '../../opened'
import type { EncoderFront } from './encoder-front'
import type { EncoderFrontApi } from './encoder-front-service'

function spawnFrontWorker(): Worker {
  return new Worker(new URL('./encoder-front.worker.ts', import.meta.url), { type: 'module', name: 'myna-encoder' })
}

/**
 * Opens the first half of a pack's prompt encoder in a worker of its own, which ends when it is released, and gives its
 * memory back. Errors: those of {@link EncoderFrontApi}, and `worker-crashed`, then and later.
 */
export async function openEncoderFrontThread(pack: ModelPack, spawn = spawnFrontWorker): Promise<Opened<() => EncoderFront>> {
  const connection = createWorkerConnection<EncoderFrontApi>({ spawn })
  try {
    await connection.call((api) => api.open(pack))
  } catch (thrown) {
    connection.dispose()
    throw thrown
  }
  let prompts = 0
  return {
    value: () => {
      const prompt = prompts++
      return (audio) => connection.call((api) => api.run(prompt, Comlink.transfer(audio, [audio.buffer])))
    },
    release() {
      connection.dispose()
      return Promise.resolve()
    },
  }
}
