import * as Comlink from 'comlink'
import { MynaError } from '../shared/protocol/errors'
import type { GpuTestApi } from '../shared/protocol/gpu-test'
import { createWorkerConnection } from '../shared/threads/worker-connection'
import { spawnGpuTestWorker } from '../../workers/addresses'
import type { GpuTestService } from './services'

/** Longest silence of a running test: the runtime of up to 27 MB may come over a slow connection first. */
const SILENCE_LIMIT_MS = 180_000

/** The page's handle on the worker that tests the GPU. It lives as long as a test: what runs on a GPU cannot be interrupted from outside. */
export function createGpuTestService(spawn: () => Worker = spawnGpuTestWorker): GpuTestService {
  const connection = createWorkerConnection<GpuTestApi>({ spawn })
  return {
    async test(onEvent, signal) {
      try {
        return await connection.call(
          (api, alive) =>
            api.test(Comlink.proxy((event) => {
              alive()
              if (!signal.aborted) onEvent(event)
            })),
          { signal, timeoutMs: SILENCE_LIMIT_MS },
        )
      } finally {
        connection.restart(new MynaError('aborted', 'the test is over'))
      }
    },
    dispose: () => { connection.dispose() },
  }
}
