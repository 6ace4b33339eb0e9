/** The app's own database. */
export const DATABASE = 'myna'

/** Opened once a thread and thrown away: the app's own database may be of any version. */
const PROBE = 'myna-probe'

/** A full disk, or a profile that is busy, refuses for a moment what is refused for good elsewhere. */
const SECOND_TRY_AFTER_MS = 500

let probing: Promise<boolean> | null = null

/**
 * Whether what this thread writes into IndexedDB stays on the device. Where the browser refuses (blocked site data, some
 * private windows), a database in this thread's memory takes its place, so that everything works until the page is closed.
 * Where something is kept already nothing takes its place: the app's own database then says what is wrong. Never rejects;
 * asked once.
 */
export function keepsOnDevice(): Promise<boolean> {
  return (probing ??= askBrowser())
}

async function askBrowser(): Promise<boolean> {
  if ((await opensProbe()) || (await holdsDatabase())) return true
  await new Promise((resolve) => setTimeout(resolve, SECOND_TRY_AFTER_MS))
  if (await opensProbe()) return true
  const memory = await import('fake-indexeddb')
  for (const [name, value] of Object.entries(memory)) {
    if (/^(indexedDB|IDB)/.test(name)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  }
  return false
}

async function holdsDatabase(): Promise<boolean> {
  try {
    return (await indexedDB.databases()).some(({ name }) => name === DATABASE)
  } catch {
    // Refused as well, or not offered: nothing can be known.
    return false
  }
}

const opensProbe = () => openProbe().then(() => true, () => false)

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
