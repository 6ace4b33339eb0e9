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
