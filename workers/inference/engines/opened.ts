/** Something over open sessions, and how to close them. */
export interface Opened<T> {
  readonly value: T
  release(): Promise<void>
}

/**
 * Something whose memory goes with the last reference to it: there is nothing to close. Not written where it is opened: whatever
 * a function there holds for others, files above all, would live as long as the `release` that stands beside it.
 */
export function unowned<T>(value: T): Opened<T> {
  return { value, release: () => Promise.resolve() }
}
