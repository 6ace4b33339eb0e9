import type { ByteStore } from './byte-store'
import { createCacheByteStore } from './cache-byte-store'
import { createOpfsByteStore } from './opfs-byte-store'
import { createSpillingStore } from './spilling-store'

/**
 * The best place for model bytes that this browser offers now: the origin private file system, else the Cache API, and
 * `memory` for what neither takes.
 *
 * @param keepsIndex whether the index of the files lies on the device; without it bytes there would be nobody's
 */
export async function chooseByteStore(keepsIndex: boolean, memory: ByteStore): Promise<ByteStore> {
  if (!keepsIndex) return memory
  if (await offersFileSystem()) return createSpillingStore(createOpfsByteStore(), memory)
  if (await offersCache()) return createSpillingStore(createCacheByteStore(), memory)
  return memory
}

async function offersFileSystem(): Promise<boolean> {
  try {
    await navigator.storage.getDirectory()
    return 'createSyncAccessHandle' in FileSystemFileHandle.prototype
  } catch {
    return false
  }
}

async function offersCache(): Promise<boolean> {
  try {
    // Some private windows offer the object but refuse to open a cache.
    await caches.has('myna-models')
    return true
  } catch {
    return false
  }
}
