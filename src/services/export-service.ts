import * as Comlink from 'comlink'
import { MynaError, type Outcome } from '../shared/protocol/errors'
import type { ExportApi, ExportSource } from '../shared/protocol/sound-export'
import { createWorkerConnection } from '../shared/threads/worker-connection'
import { spawnExportWorker } from '../../workers/addresses'
import type { ExportService } from './services'

/** An encoder that is loaded over a slow network says nothing meanwhile. */
const SILENCE_LIMIT_MS = 120_000

type Api = ExportApi<Blob, FileSystemFileHandle>

/** The page's handle on the export worker, which lives only while a file is written: ending it is the way to cancel. */
export function createExportService(spawn: () => Worker = spawnExportWorker): ExportService {
  /** One call of a worker of its own. @param call gets the source as the worker reaches it */
  async function inWorker<T>(
    source: ExportSource,
    signal: AbortSignal,
    call: (api: Comlink.Remote<Api>, source: ExportSource) => Promise<Outcome<T>>,
  ): Promise<T> {
    const connection = createWorkerConnection<Api>({ spawn })
    /** Why the source failed: on its way through the worker an error loses its code. */
    let failure: unknown = null
    async function read(alive: () => void, ...place: Parameters<ExportSource['read']>): Promise<Float32Array> {
      try {
        const samples = await source.read(...place)
        alive()
        return Comlink.transfer(samples, [samples.buffer])
      } catch (thrown) {
        failure = thrown
        throw thrown
      }
    }
    try {
      return await connection.call((api, alive) => call(api, Comlink.proxy({ read: read.bind(null, alive) })), { signal, timeoutMs: SILENCE_LIMIT_MS })
    } catch (thrown) {
      throw failure ?? thrown
    } finally {
      connection.restart(new MynaError('aborted', 'the file is written'))
    }
  }

  return {
    write: (request, source, onProgress, signal) => inWorker(source, signal, (api, given) => api.write(request, given, Comlink.proxy(onProgress))),
    writeTo: (place, request, source, onProgress, signal) => inWorker(source, signal, (api, given) => api.writeTo(place, request, given, Comlink.proxy(onProgress))),
    async writesOpus() {
      if (typeof AudioEncoder === 'undefined') return false
      const config = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1, bitrate: 40_000 }
      return AudioEncoder.isConfigSupported(config).then(({ supported }) => supported === true, () => false)
    },
  }
}
