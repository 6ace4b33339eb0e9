/**
 * A worker that dies (closed, killed, out of memory) often fires no event. So it takes a Web Lock of its own name for
 * its whole life and tells the page that name; the page waits for the same lock and gets it only when the worker is
 * gone.
 */
export interface LifeLockMessage {
  readonly type: 'life-lock'
  readonly name: string
}

export function isLifeLockMessage(data: unknown): data is LifeLockMessage {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'life-lock'
}

/** The part of a worker's global scope that holding the lock needs. */
export interface LifeLockScope {
  readonly navigator: { readonly locks: { request(name: string, hold: () => Promise<never>): Promise<unknown> } }
  readonly crypto: { randomUUID(): string }
  postMessage(message: LifeLockMessage): void
}

/** Holds a lock until this worker ends and tells the page its name once it is held. */
export function holdLifeLock(scope: LifeLockScope): void {
  const name = `myna-worker-${scope.crypto.randomUUID()}`
  void scope.navigator.locks.request(name, () => {
    scope.postMessage({ type: 'life-lock', name })
    return new Promise<never>(() => undefined)
  })
}
