import { MynaError } from '../../shared/protocol/errors'
import type { PackStatus } from '../../shared/protocol/model-pack'

/** Who waits for which pack. */
export interface AwaitedPacks {
  /** Resolves once the pack is reported ready. Rejects with why it failed, and with `aborted`. */
  wait(packId: string, signal: AbortSignal): Promise<void>
  settle(status: PackStatus): void
  /** False where nobody waits for the pack. */
  refuse(packId: string, error: MynaError): boolean
  isAny(): boolean
}

interface Waiter {
  readonly packId: string
  resolve(): void
  reject(error: MynaError): void
}

export function createAwaitedPacks(): AwaitedPacks {
  const waiters = new Set<Waiter>()

  /** Those who wait for a pack, and do so no longer. */
  function take(packId: string): readonly Waiter[] {
    const taken = [...waiters].filter((waiter) => waiter.packId === packId)
    for (const waiter of taken) waiters.delete(waiter)
    return taken
  }

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
      for (const waiter of take(pack.id)) {
        if (state.phase === 'ready') waiter.resolve()
        else waiter.reject(new MynaError(state.code, state.detail))
      }
    },

    refuse(packId, error) {
      const refused = take(packId)
      for (const waiter of refused) waiter.reject(error)
      return refused.length > 0
    },

    isAny: () => waiters.size > 0,
  }
}
