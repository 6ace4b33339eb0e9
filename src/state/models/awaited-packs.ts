import { MynaError } from '../../shared/protocol/errors'
import type { PackStatus } from '../../shared/protocol/model-pack'

/** Who waits for which pack. */
export interface AwaitedPacks {
  /** Resolves once the pack is reported ready. Rejects with why it failed, and with `aborted`. */
  wait(packId: string, signal: AbortSignal): Promise<void>
  settle(status: PackStatus): void
  refuseAll(error: MynaError): void
  isAny(): boolean
}

interface Waiter {
  readonly packId: string
  resolve(): void
  reject(error: MynaError): void
}

export function createAwaitedPacks(): AwaitedPacks {
  const waiters = new Set<Waiter>()
  return {
    wait: (packId, signal) =>
      new Promise<void>((resolve, reject) => {
        const waiter = { packId, resolve, reject }
        waiters.add(waiter)
        signal.addEventListener('abort', () => {
          waiters.delete(waiter)
          reject(new MynaError('aborted', 'nobody waits for the pack any more'))
        }, { once: true })
      }),

    settle({ pack, state }) {
      if (state.phase !== 'ready' && state.phase !== 'failed') return
      for (const waiter of [...waiters].filter(({ packId }) => packId === pack.id)) {
        waiters.delete(waiter)
        if (state.phase === 'ready') waiter.resolve()
        else waiter.reject(new MynaError(state.code, state.detail))
      }
    },

    refuseAll(error) {
      for (const waiter of waiters) waiter.reject(error)
      waiters.clear()
    },

    isAny: () => waiters.size > 0,
  }
}
