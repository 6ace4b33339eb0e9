import { createSHA256 } from 'hash-wasm'

import type { OpenFile } from './byte-store'

/** Of what is there, as much is looked at again where nothing else can tell whether a host still has the same file. */
export const TAIL_BYTES = 1 << 14

/** A partial download: the open file and the SHA-256 of everything in it, always in step. */
export interface HashedPart {
  readonly sizeBytes: number
  /** A copy of its last {@link TAIL_BYTES}, or of all there is. */
  readonly tail: Uint8Array
  append(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  restart(): Promise<void>
  /** Lower-case hex of all bytes; the part must not grow afterwards. */
  digest(): string
}

/** Hashes what an earlier visit left in `file` and goes on from there. Rejects with `signal.reason` when stopped. */
export async function hashPart(file: OpenFile, signal: AbortSignal): Promise<HashedPart> {
  const hasher = await createSHA256()
  hasher.init()
  let tail = new Uint8Array(0)
  const add = (bytes: Uint8Array): void => {
    hasher.update(bytes)
    tail = endOf(tail, bytes)
  }
  for await (const chunk of file.chunks()) {
    signal.throwIfAborted()
    add(chunk)
  }
  return {
    get sizeBytes() {
      return file.sizeBytes
    },
    get tail() {
      return tail
    },
    async append(bytes) {
      await file.append(bytes)
      add(bytes)
    },
    async restart() {
      await file.clear()
      hasher.init()
      tail = new Uint8Array(0)
    },
    digest: () => hasher.digest('hex'),
  }
}

/** The last bytes of `before` and `after`, one behind the other. */
function endOf(before: Uint8Array, after: Uint8Array): Uint8Array<ArrayBuffer> {
  const kept = before.subarray(Math.max(0, before.length + after.length - TAIL_BYTES))
  const added = after.subarray(Math.max(0, after.length - TAIL_BYTES))
  const end = new Uint8Array(kept.length + added.length)
  end.set(kept)
  end.set(added, kept.length)
  return end
}
