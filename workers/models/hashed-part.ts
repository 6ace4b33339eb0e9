import { createSHA256 } from 'hash-wasm'

import type { OpenFile } from './byte-store'

/** A partial download: the open file and the SHA-256 of everything in it, always in step. */
export interface HashedPart {
  readonly sizeBytes: number
  append(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  restart(): Promise<void>
  /** Lower-case hex of all bytes; the part must not grow afterwards. */
  digest(): string
}

/** Hashes what an earlier visit left in `file` and goes on from there. Rejects with `signal.reason` when stopped. */
export async function hashPart(file: OpenFile, signal: AbortSignal): Promise<HashedPart> {
  const hasher = await createSHA256()
  hasher.init()
  for await (const chunk of file.chunks()) {
    signal.throwIfAborted()
    hasher.update(chunk)
  }
  return {
    get sizeBytes() {
      return file.sizeBytes
    },
    async append(bytes) {
      await file.append(bytes)
      hasher.update(bytes)
    },
    async restart() {
      await file.clear()
      hasher.init()
    },
    digest: () => hasher.digest('hex'),
  }
}
