/** Only windows may ask to persist, so the types that workers share with us leave it out. */
type PersistentStorage = Pick<StorageManager, 'estimate' | 'persisted'> & { persist(): Promise<boolean> }

/** WebKitGTK has no storage manager at all; other browsers lack single parts of it. */
function offered(): Partial<PersistentStorage> {
  return (navigator as { readonly storage?: Partial<PersistentStorage> }).storage ?? {}
}

/** What the browser says of the room that this origin has; no figures where it gives none. Never fails. */
export async function storageEstimate(): Promise<{ readonly usage?: number; readonly quota?: number }> {
  const figures = await offered().estimate?.().catch(() => undefined)
  return figures ?? {}
}

/** Whether the browser promised to keep the data; false where it cannot be asked. Never fails. */
export async function isPersisted(): Promise<boolean> {
  return (await offered().persisted?.().catch(() => false)) ?? false
}

/** Asks the browser to keep the data; call inside a gesture. False where it refuses or cannot be asked. Never fails. */
export async function askToPersist(): Promise<boolean> {
  return (await offered().persist?.().catch(() => false)) ?? false
}
