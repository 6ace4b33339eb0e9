import * as Comlink from 'comlink'
import { MynaError, type Outcome } from '../protocol/errors'
import { isLifeLockMessage } from './life-lock'

export interface WorkerConnectionOptions {
  /** Makes a fresh worker that exposes the API through comlink. */
  readonly spawn: () => Worker
  /**
   * Called after a worker that had been heard of died; the next call starts a fresh one. A worker that never said a
   * word (its script did not load) is not replaced on its own account, or it would be for ever.
   */
  readonly onRespawn?: () => void
}

export interface CallOptions<Api> {
  readonly signal?: AbortSignal
  /** Milliseconds without a sign of life (see `alive`) after which the worker counts as hung. */
  readonly timeoutMs?: number
  /**
   * Asks a silent worker whether it lives, where an answer says that its work goes on: it counts as hung only where it does not answer
   * for as long again. Left out, silence is enough.
   */
  readonly ping?: (api: Comlink.Remote<Api>) => Promise<unknown>
}

/** Owner of one worker: comlink alone would leave calls pending for ever when it dies. */
export interface WorkerConnection<Api> {
  /**
   * Calls the API. `act` gets the remote and `alive`, to be called at every sign of life. Rejects with `MynaError`:
   * the API's own error, `worker-crashed`, `worker-timeout` (the worker is replaced) or `aborted` (at once).
   */
  call<T>(act: (api: Comlink.Remote<Api>, alive: () => void) => Promise<Outcome<T>>, options?: CallOptions<Api>): Promise<T>
  /** Sends without waiting for an answer; does nothing while no worker lives. */
  post(act: (api: Comlink.Remote<Api>) => Promise<void>): void
  /** Terminates the worker and rejects what is pending with `reason`; a fresh one is made by the next call. */
  restart(reason: MynaError): void
  dispose(): void
}

interface Pending {
  readonly reject: (error: MynaError) => void
}

export function createWorkerConnection<Api>(options: WorkerConnectionOptions): WorkerConnection<Api> {
  let current: { readonly worker: Worker; readonly api: Comlink.Remote<Api>; heard: boolean } | null = null
  const pending = new Set<Pending>()

  function drop(error: MynaError): void {
    current?.worker.terminate()
    current = null
    const rejected = [...pending]
    pending.clear()
    for (const call of rejected) call.reject(error)
  }

  /** Ends `worker` if it is still the current one. */
  function lost(worker: Worker, error: MynaError): void {
    if (current?.worker !== worker) return
    const { heard } = current
    drop(error)
    if (heard) options.onRespawn?.()
  }

  function connect(): NonNullable<typeof current> {
    if (current) return current
    const worker = options.spawn()
    const connected = { worker, api: Comlink.wrap<Api>(worker), heard: false }
    watch(worker, {
      onHeard: () => { connected.heard = true },
      onCrash: (detail) => { lost(worker, new MynaError('worker-crashed', detail)) },
    })
    current = connected
    return connected
  }

  return {
    call(act, { signal, timeoutMs, ping } = {}) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(new MynaError('aborted', 'stopped before it began'))
          return
        }
        const { api, worker } = connect()
        let timer: ReturnType<typeof setTimeout> | undefined
        const onAbort = () => {
          entry.reject(new MynaError('aborted', 'stopped on request'))
        }
        const settle = () => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', onAbort)
          pending.delete(entry)
        }
        const entry: Pending = {
          reject: (error) => {
            settle()
            reject(error)
          },
        }
        const alive = () => {
          if (timeoutMs === undefined || !pending.has(entry)) return
          clearTimeout(timer)
          const hung = () => { lost(worker, new MynaError('worker-timeout', `no sign of life for ${timeoutMs} ms`)) }
          timer = setTimeout(() => {
            if (!ping) {
              hung()
              return
            }
            timer = setTimeout(hung, timeoutMs)
            void ping(api).then(alive, () => undefined)
          }, timeoutMs)
        }
        pending.add(entry)
        signal?.addEventListener('abort', onAbort)
        alive()
        act(api, alive).then(
          (outcome) => {
            if (!pending.has(entry)) return
            settle()
            if (outcome.ok) resolve(outcome.value)
            else reject(new MynaError(outcome.error.code, outcome.error.detail))
          },
          (thrown: unknown) => {
            if (pending.has(entry)) entry.reject(new MynaError('internal', String(thrown), { cause: thrown }))
          },
        )
      })
    },
    post(act) {
      if (current) act(current.api).catch(() => undefined)
    },
    restart: drop,
    dispose() {
      drop(new MynaError('aborted', 'the page let go of the worker'))
    },
  }
}

/** Listens for every way in which a worker shows that it lives, or no more. */
function watch(worker: Worker, { onHeard, onCrash }: { readonly onHeard: () => void; readonly onCrash: (detail: string) => void }): void {
  worker.addEventListener('error', (event) => {
    onCrash(event.message || 'the worker ended with an error')
  })
  worker.addEventListener('messageerror', () => {
    onCrash('a message from the worker could not be read')
  })
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    onHeard()
    if (!isLifeLockMessage(data)) return
    void navigator.locks.request(data.name, () => {
      onCrash('the worker ended without a word')
    })
  })
}
