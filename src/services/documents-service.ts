import * as Comlink from 'comlink'
import type { DocumentsApi } from '../shared/protocol/document'
import { MynaError } from '../shared/protocol/errors'
import { createWorkerConnection } from '../shared/threads/worker-connection'
import { spawnDocumentsWorker } from '../../workers/addresses'
import type { DocumentsService } from './services'

/** A page of a document that takes longer stands still; so does a reader that comes over a slow network first. */
const SILENCE_LIMIT_MS = 120_000

/** The page's handle on the documents worker, which lives only while a document is read: ending it is the way to cancel, and frees its memory. */
export function createDocumentsService(spawn: () => Worker = spawnDocumentsWorker): DocumentsService {
  return {
    async read(file, name, onProgress, signal) {
      const connection = createWorkerConnection<DocumentsApi<Blob>>({ spawn })
      const follow = (alive: () => void) =>
        Comlink.proxy((fraction: number) => {
          alive()
          if (!signal.aborted) onProgress(fraction)
        })
      try {
        return await connection.call((api, alive) => api.read(file, name, follow(alive)), { signal, timeoutMs: SILENCE_LIMIT_MS })
      } finally {
        connection.restart(new MynaError('aborted', 'the document is read'))
      }
    },
  }
}
