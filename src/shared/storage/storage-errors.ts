import { errorInfo, MynaError } from '../protocol/errors'

/**
 * DOM exceptions with which browsers refuse to keep anything: blocked site data, private windows, a broken profile. `AbortError` is the browser giving up a transaction:
 * nobody asked to stop, so it must not pass for a cancel.
 */
const UNAVAILABLE = new Set([
  'SecurityError',
  'InvalidStateError',
  'UnknownError',
  'NotAllowedError',
  'AbortError',
  'TransactionInactiveError',
  'NotReadableError',
])

/**
 * Turns what IndexedDB, OPFS and the Cache API throw into a {@link MynaError}: `storage-full`, `storage-unavailable`,
 * `busy-elsewhere` (a file that another tab holds open), `app-outdated` (a newer version of the app has upgraded the
 * database), `out-of-memory`, or `internal`.
 */
export function storageError(thrown: unknown): MynaError {
  if (thrown instanceof MynaError) return thrown
  const name = thrown instanceof Error ? thrown.name : ''
  const detail = thrown instanceof Error ? `${name}: ${thrown.message}` : String(thrown)
  if (name === 'QuotaExceededError') return new MynaError('storage-full', detail, { cause: thrown })
  if (name === 'NoModificationAllowedError') return new MynaError('busy-elsewhere', detail, { cause: thrown })
  if (name === 'VersionError') return new MynaError('app-outdated', detail, { cause: thrown })
  const code = UNAVAILABLE.has(name) ? 'storage-unavailable' : errorInfo(thrown).code
  return new MynaError(code, detail, { cause: thrown })
}

/** Runs `act`; whatever it throws becomes a {@link storageError}. */
export async function withStorageErrors<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (thrown) {
    throw storageError(thrown)
  }
}
