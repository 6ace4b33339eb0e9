import type { LifeLockMessage } from '../../src/protocol/life-lock'

/** Holds a lock until this worker ends and tells the page its name once it is held. */
export function holdLifeLock(scope: DedicatedWorkerGlobalScope): void {
  const name = `myna-worker-${crypto.randomUUID()}`
  void scope.navigator.locks.request(name, () => {
    scope.postMessage({ type: 'life-lock', name } satisfies LifeLockMessage)
    return new Promise<never>(() => undefined)
  })
}
