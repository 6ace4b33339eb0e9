import * as Comlink from 'comlink'
import { MynaError } from '../shared/protocol/errors'
import type { TranscriptionApi } from '../shared/protocol/transcription'
import { spawnTranscriptionWorker } from '../../workers/addresses'
import type { TranscriptionService } from './services'
import { createWorkerConnection } from '../shared/threads/worker-connection'

/** Longest silence of a working call: 30 s of sound on a slow phone stay below. */
const SILENCE_LIMIT_MS = 180_000
/** How long the model stays in memory with nothing to listen to; opening it again takes some seconds. */
const IDLE_LIMIT_MS = 60_000

/**
 * The page's handle on the transcription worker, which lives only while there is something to listen to. A model that
 * runs cannot be interrupted from outside, so stopping ends its worker.
 */
export function createTranscriptionService(spawn: () => Worker = spawnTranscriptionWorker): TranscriptionService {
  const connection = createWorkerConnection<TranscriptionApi>({ spawn })
  let running = 0
  let idleTimer: ReturnType<typeof setTimeout> | undefined

  return {
    async transcribe(request, onProgress, signal) {
      clearTimeout(idleTimer)
      running += 1
      const onAbort = () => { connection.restart(new MynaError('aborted', 'stopped on request')) }
      signal.addEventListener('abort', onAbort, { once: true })
      try {
        return await connection.call(
          (api, alive) =>
            api.transcribe(request, Comlink.proxy((progress) => {
              alive()
              if (!signal.aborted) onProgress(progress)
            })),
          { signal, timeoutMs: SILENCE_LIMIT_MS },
        )
      } finally {
        signal.removeEventListener('abort', onAbort)
        running -= 1
        if (running === 0) idleTimer = setTimeout(() => { connection.restart(new MynaError('aborted', 'idle')) }, IDLE_LIMIT_MS)
      }
    },
    dispose() {
      clearTimeout(idleTimer)
      connection.dispose()
    },
  }
}
