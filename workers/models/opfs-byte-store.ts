import { createOpfsPlace, moveOpfsFile, opfsFileHandle } from '../../src/shared/storage/opfs-place'
import type { ByteStore, OpenFile } from './byte-store'

/** Read-back piece: large enough to keep the hash busy, small enough for a phone. */
const PIECE_BYTES = 4 * 1024 * 1024

/** Files in the origin private file system, written through sync access handles (dedicated workers only). */
export function createOpfsByteStore(
  root: () => Promise<FileSystemDirectoryHandle> = () => navigator.storage.getDirectory(),
): ByteStore {
  return {
    ...createOpfsPlace(root),
    placeOf: () => 'opfs',
    move: (from, to) => moveOpfsFile(root, from, to),
    async open(packId, path) {
      const file = await opfsFileHandle(root, packId, path)
      return openThrough(await file.createSyncAccessHandle())
    },
  }
}

function openThrough(handle: FileSystemSyncAccessHandle): OpenFile {
  let sizeBytes = handle.getSize()
  return {
    get sizeBytes() {
      return sizeBytes
    },
    async *chunks() {
      const piece = new Uint8Array(PIECE_BYTES)
      for (let at = 0; at < sizeBytes; ) {
        const read = handle.read(piece, { at })
        if (read === 0) throw new DOMException('the file ended before its size', 'NotReadableError')
        at += read
        yield piece.subarray(0, read)
        await nextTask()
      }
    },
    append(bytes) {
      return attempt(() => {
        for (let done = 0; done < bytes.length; ) {
          const rest = bytes.subarray(done)
          const written = handle.write(rest, { at: sizeBytes })
          // A full disk: Chromium 156 answers with its error number as an unsigned one (4294967288) instead of throwing.
          if (written === 0 || written > rest.length) {
            throw new DOMException('the disk took no more bytes', 'QuotaExceededError')
          }
          done += written
          sizeBytes += written
        }
      })
    },
    clear() {
      return attempt(() => {
        handle.truncate(0)
        sizeBytes = 0
      })
    },
    close() {
      return attempt(() => {
        try {
          handle.flush()
        } finally {
          handle.close()
        }
      })
    },
  }
}

/** Sync work behind an async signature: a throw becomes a rejection. */
function attempt(act: () => void): Promise<void> {
  return new Promise((resolve) => {
    act()
    resolve()
  })
}

/** Lets a pause request be heard between two pieces: awaiting sync reads alone never yields a task. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
