/**
 * Waits until no other tab deals with a reading, which may be never, and keeps it to this tab until what it resolves to is
 * called or the tab ends, in whatever way. Browsers without Web Locks keep nothing to one tab.
 */
export function claimReading(id: string): Promise<() => void> {
  if (!('locks' in navigator)) return Promise.resolve(() => undefined)
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`myna-reading-${id}`, () => new Promise<void>((release) => { resolve(release) }))
      .catch(reject)
  })
}
