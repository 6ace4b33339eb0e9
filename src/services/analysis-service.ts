import * as Comlink from 'comlink'
import type { AnalysisApi } from '../shared/protocol/analysis'
import { MynaError, type Outcome } from '../shared/protocol/errors'
import { spawnAnalysisWorker } from '../../workers/addresses'
import type { AnalysisService } from './services'
import { createWorkerConnection } from '../shared/threads/worker-connection'

/** Longest silence of a working call: a minute of speech on a slow phone stays well below. */
const SILENCE_LIMIT_MS = 60_000
/** How long the encoder stays in memory with nothing to hear; opening it again takes a fraction of a second. */
const IDLE_LIMIT_MS = 60_000

/**
 * The page's handle on the analysis worker, which lives only while there is something to hear. A cancelled call
 * is rejected at once; what it started ends by itself within about a second.
 */
export function createAnalysisService(spawn: () => Worker = spawnAnalysisWorker): AnalysisService {
  const connection = createWorkerConnection<AnalysisApi>({ spawn })
  let running = 0
  let idleTimer: ReturnType<typeof setTimeout> | undefined

  async function ask<T>(act: (api: Comlink.Remote<AnalysisApi>) => Promise<Outcome<T>>, signal: AbortSignal): Promise<T> {
    clearTimeout(idleTimer)
    running += 1
    try {
      return await connection.call(act, { signal, timeoutMs: SILENCE_LIMIT_MS })
    } finally {
      running -= 1
      if (running === 0) idleTimer = setTimeout(() => { connection.restart(new MynaError('aborted', 'idle')) }, IDLE_LIMIT_MS)
    }
  }

  return {
    embedSpeech: (request, signal) => ask((api) => api.embedSpeech(request), signal),
    hearVoice: (request, signal) => ask((api) => api.hearVoice(request), signal),
    findSpeech: (request, signal) => ask((api) => api.findSpeech(request), signal),
    findDisturbances: (request, signal) => ask((api) => api.findDisturbances(Comlink.transfer(request, [request.samples.buffer as ArrayBuffer])), signal),
    suppressNoise: (request, signal) => ask((api) => api.suppressNoise(request), signal),
    dispose() {
      clearTimeout(idleTimer)
      connection.dispose()
    },
  }
}
