/** Opened once a thread and thrown away: the app's own database may be of any version. */
const PROBE = 'myna-probe'

let probing: Promise<boolean> | null = null

/**
 * Whether what this thread writes into IndexedDB stays on the device. Where the browser refuses (blocked site data, some
 * private windows), a database in this thread's memory takes its place, so that everything works until the page is closed.
 * Never rejects; asked once.
 */
export function keepsOnDevice(): Promise<boolean> {
  return (probing ??= openProbe().then(
    () => true,
    async () => {
      const memory = await import('fake-indexeddb')
      for (const [name, value] of Object.entries(memory)) {
        if (/^(indexedDB|IDB)/.test(name)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
      }
      return false
    },
  ))
}

function openProbe(): Promise<void> {
  return new Promise((resolve, reject) => {
    // Throws where there is no IndexedDB, or none for this page.
    const opening = indexedDB.open(PROBE)
    opening.onerror = () => { reject(opening.error ?? new Error('refused')) }
    opening.onsuccess = () => {
      opening.result.close()
      indexedDB.deleteDatabase(PROBE)
      resolve()
    }
  })
}
