import { EXPORT_DIRECTORY } from '../../src/shared/storage/export-place'

/** A file that is being written, at any place of it. */
export interface FileSink {
  readonly sizeBytes: number
  /** Throws `QuotaExceededError` where the disk is full. */
  write(bytes: Uint8Array, at: number): void
  /** A copy of what lies there; shorter at the end of the file. */
  read(at: number, length: number): Uint8Array<ArrayBuffer>
  /** Ends the writing and gives the file. */
  close(): Promise<Blob>
}

/** Opens empty files, which stay where they are until they are swept away. */
export type OpenSink = () => Promise<FileSink>

/** A download that has not been taken from there by then was given up. */
const KEPT_MS = 10 * 60_000
const PAGE_BYTES = 1 << 20

/** Files in the origin private file system where there is one, else in memory. What is left of earlier exports goes first. */
export async function createSinks(root: () => Promise<FileSystemDirectoryHandle>, newName: () => string): Promise<OpenSink> {
  try {
    const directory = await (await root()).getDirectoryHandle(EXPORT_DIRECTORY, { create: true })
    await sweep(directory)
    const first = await openOnDisk(directory, newName())
    let spare: FileSink | null = first
    return () => {
      const sink = spare
      spare = null
      return sink ? Promise.resolve(sink) : openOnDisk(directory, newName())
    }
  } catch {
    return () => Promise.resolve(memorySink())
  }
}

async function sweep(directory: FileSystemDirectoryHandle): Promise<void> {
  const old = Date.now() - KEPT_MS
  for await (const entry of directory.values()) {
    if (entry.kind !== 'file' || (await entry.getFile()).lastModified > old) continue
    // Another tab may be writing it.
    await directory.removeEntry(entry.name).catch(() => undefined)
  }
}

async function openOnDisk(directory: FileSystemDirectoryHandle, name: string): Promise<FileSink> {
  const file = await directory.getFileHandle(name, { create: true })
  const handle = await file.createSyncAccessHandle()
  return {
    get sizeBytes() {
      return handle.getSize()
    },
    write(bytes, at) {
      for (let done = 0; done < bytes.length; ) {
        const rest = bytes.subarray(done)
        const written = handle.write(rest, { at: at + done })
        // A full disk: Chromium answers with its error number as an unsigned one instead of throwing.
        if (written === 0 || written > rest.length) throw new DOMException('the disk took no more bytes', 'QuotaExceededError')
        done += written
      }
    },
    read(at, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, handle.getSize() - at)))
      handle.read(bytes, { at })
      return bytes
    },
    async close() {
      handle.flush()
      handle.close()
      return file.getFile()
    },
  }
}

/** A file in memory, in pages, so that it never has to be copied to grow. */
export function memorySink(): FileSink {
  const pages: Uint8Array<ArrayBuffer>[] = []
  let sizeBytes = 0

  function visit(at: number, length: number, act: (page: Uint8Array<ArrayBuffer>, from: number, done: number) => number): void {
    for (let done = 0; done < length; ) {
      const index = Math.floor((at + done) / PAGE_BYTES)
      while (pages.length <= index) pages.push(new Uint8Array(PAGE_BYTES))
      done += act(pages[index] ?? new Uint8Array(PAGE_BYTES), (at + done) % PAGE_BYTES, done)
    }
  }

  return {
    get sizeBytes() {
      return sizeBytes
    },
    write(bytes, at) {
      visit(at, bytes.length, (page, from, done) => {
        const part = bytes.subarray(done, done + PAGE_BYTES - from)
        page.set(part, from)
        return part.length
      })
      sizeBytes = Math.max(sizeBytes, at + bytes.length)
    },
    read(at, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, sizeBytes - at)))
      visit(at, bytes.length, (page, from, done) => {
        const part = page.subarray(from, from + bytes.length - done)
        bytes.set(part, done)
        return part.length
      })
      return bytes
    },
    close: () => Promise.resolve(new Blob(pages.map((page, index) => page.subarray(0, sizeBytes - index * PAGE_BYTES)))),
  }
}
