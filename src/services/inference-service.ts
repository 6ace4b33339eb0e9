import * as Comlink from 'comlink'
import { errorInfo, MynaError, type Outcome } from '../shared/protocol/errors'
import type { InferenceApi, RuntimeOptions } from '../shared/protocol/inference'
import { spawnInferenceWorker } from '../../workers/addresses'
import type { InferenceService } from './services'
import { createWorkerConnection } from '../shared/threads/worker-connection'

/**
 * Longest silence of a working call: a long sentence on a slow phone stays well below. Where the CPU was chosen, a worker that is silent for longer may
 * still be at work, on a machine that has much else to do: it is asked. One that waits for a GPU would answer for ever.
 */
const SILENCE_LIMIT_MS = 180_000
/**
 * How long a cancelled call may keep running before its worker is replaced: a stop takes effect within 100 ms. One that is inside a
 * long run would burn the battery for nothing.
 */
const CANCEL_GRACE_MS = 90
/** The same where an engine speaks frame by frame: it ends soon, on a slow device too, and keeps its model in memory. */
const STREAMING_GRACE_MS = 400

/** The page's handle on the inference worker: ids, cancellation, crash, respawn and timeouts are settled here. */
export function createInferenceService(spawn: () => Worker = spawnInferenceWorker): InferenceService {
  const respawnListeners = new Set<() => void>()
  const connection = createWorkerConnection<InferenceApi>({
    spawn,
    onRespawn() {
      for (const listener of respawnListeners) listener()
    },
  })
  let runtime: RuntimeOptions | null = null
  let packId: string | null = null
  let streams = false
  /** Calls that were not answered yet. */
  const open = new Set<Promise<unknown>>()
  /** A GPU that went away once is not tried again before the page is reloaded. */
  let gpuLost = false

  /** Settles when no cancelled call is running any more. */
  let drained: Promise<void> = Promise.resolve()

  /** Asks the worker to end the call; replaces the worker if it is still busy after the grace. */
  function cancel(id: string, ended: Promise<void>, graceMs: number): Promise<void> {
    connection.post((api) => api.cancel(id))
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        connection.restart(new MynaError('aborted', 'the worker was replaced after a stop'))
        resolve()
      }, graceMs)
      void ended.then(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  function call<T>(...asked: Parameters<typeof perform<T>>): Promise<T> {
    const answer = perform(...asked)
    open.add(answer)
    return answer.finally(() => open.delete(answer))
  }

  async function perform<T>(
    signal: AbortSignal,
    act: (api: Comlink.Remote<InferenceApi>, id: string, alive: () => void) => Promise<Outcome<T>>,
    graceMs = CANCEL_GRACE_MS,
  ): Promise<T> {
    await drained
    const id = crypto.randomUUID()
    let markEnded: () => void = () => undefined
    const ended = new Promise<void>((resolve) => {
      markEnded = resolve
    })
    const onAbort = () => {
      drained = cancel(id, ended, graceMs)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    const answer = connection.call(
      (api, alive) =>
        act(api, id, alive).finally(() => {
          signal.removeEventListener('abort', onAbort)
          markEnded()
        }),
      { signal, timeoutMs: SILENCE_LIMIT_MS, ...(runtime?.executionProvider === 'wasm' && { ping: (api) => api.ping() }) },
    )
    return answer.catch((thrown: unknown) => {
      // The runtime holds on to the GPU that it lost: only a fresh worker finds another one.
      if (errorInfo(thrown).code === 'device-lost') {
        gpuLost = true
        connection.restart(new MynaError('device-lost', 'the worker was replaced'))
      }
      throw thrown
    })
  }

  return {
    async load(request, onProgress, signal) {
      if (packId !== null && packId !== request.pack.id) {
        await Promise.allSettled(open)
        await drained
        // WebAssembly's memory only grows: what a model took goes back with its worker alone.
        connection.restart(new MynaError('aborted', 'another model was chosen'))
      }
      packId = request.pack.id
      // A realm holds one runtime for life: other threads or another provider need another worker.
      const wanted = gpuLost ? { ...request.runtime, executionProvider: 'wasm' as const } : request.runtime
      if (runtime && (runtime.executionProvider !== wanted.executionProvider || runtime.threads !== wanted.threads)) {
        connection.restart(new MynaError('aborted', 'the runtime was changed'))
      }
      runtime = wanted
      const loaded = await call(signal, (api, id, alive) =>
        api.load(id, { ...request, runtime: wanted }, Comlink.proxy((progress) => {
          alive()
          onProgress(progress)
        })),
      )
      streams = loaded.description.streams
      return loaded
    },

    measureSpeed: (signal) => call(signal, (api, id) => api.measureSpeed(id)),

    prepareVoice: (prompt, onProgress, signal) =>
      call(signal, (api, id, alive) =>
        api.prepareVoice(id, prompt, Comlink.proxy((progress) => {
          alive()
          onProgress(progress)
        })),
      ),

    confirmVoice: (voice, onProgress, signal) =>
      call(signal, (api, id, alive) =>
        api.confirmVoice(id, voice, Comlink.proxy((progress) => {
          alive()
          onProgress(progress)
        })),
      ),

    refineVoice: (request, onProgress, signal) =>
      call(signal, (api, id, alive) =>
        api.refineVoice(id, request, Comlink.proxy((progress) => {
          alive()
          onProgress(progress)
        })),
      ),

    mixVoices: (request, onProgress, signal) =>
      call(signal, (api, id, alive) =>
        api.mixVoices(id, request, Comlink.proxy((progress) => {
          alive()
          onProgress(progress)
        })),
      ),

    designVoice: (request, onProgress, signal) =>
      call(signal, (api, id, alive) =>
        api.designVoice(id, request, Comlink.proxy((progress) => {
          alive()
          onProgress(progress)
        })),
      ),

    carryLearned: (request, signal) => call(signal, (api, id) => api.carryLearned(id, request)),

    learnVoice: (request, onProgress, onState, signal) =>
      call(signal, (api, id, alive) =>
        api.learnVoice(
          id,
          request,
          Comlink.proxy((progress) => {
            alive()
            onProgress(progress)
          }),
          Comlink.proxy((state) => {
            alive()
            onState(state)
          }),
        ),
      ),

    speak: (request, onEvent, signal) =>
      call(signal, (api, id, alive) =>
        api.speak(id, request, Comlink.proxy((event) => {
          alive()
          if (event.type === 'device-lost') gpuLost = true
          if (!signal.aborted) onEvent(event)
        })),
        streams ? STREAMING_GRACE_MS : CANCEL_GRACE_MS,
      ),

    onRespawn(listener) {
      respawnListeners.add(listener)
      return () => respawnListeners.delete(listener)
    },

    release() {
      packId = null
      connection.restart(new MynaError('aborted', 'the worker was let go'))
    },

    dispose() {
      connection.dispose()
    },
  }
}
