import { MynaError } from '../../src/shared/protocol/errors'
import type { ByteStore } from './byte-store'
import { createCacheByteStore } from './cache-byte-store'
import { createOpfsByteStore } from './opfs-byte-store'

/**
 * The best place for model bytes that this browser offers now: the origin private file system, else the Cache API.
 * Errors: `storage-unavailable`.
 */
export async function chooseByteStore(): Promise<ByteStore> {
  const refusals: string[] = []
  try {
    await navigator.storage.getDirectory()
    if ('createSyncAccessHandle' in FileSystemFileHandle.prototype) return createOpfsByteStore()
    refusals.push('OPFS: no sync access handles')
  } catch (thrown) {
    refusals.push(`OPFS: ${String(thrown)}`)
  }
  try {
    // Some private windows offer the object but refuse to open a cache.
    await caches.has('myna-models')
    return createCacheByteStore()
  } catch (thrown) {
    refusals.push(`Cache API: ${String(thrown)}`)
  }
  throw new MynaError('storage-unavailable', refusals.join('; '))
}
