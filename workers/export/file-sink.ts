import { EXPORT_DIRECTORY, sweepExports } from '../../src/shared/storage/export-place'

/** A file that is being written, at any place of it. */
export interface FileSink {
  readonly sizeBytes: number
  /** Rejects with `QuotaExceededError` where the disk is full. */
  write(bytes: Uint8Array<ArrayBuffer>, at: number): Promise<void>
}

/** A file of the origin's own. */
export interface OwnSink extends FileSink {
  /** Ends the writing and gives the file. */
  close(): Promise<Blob>
  /** Ends the writing and gives the room back; the file that was given is of no more use. What the browser holds on to is swept away later. */
  remove(): Promise<void>
}

/** Opens empty files, which stay where they are until they are removed or swept away. */
export type OpenSink = () => Promise<OwnSink>

const PAGE_BYTES = 1 << 20

/** Files in the origin private file system where there is one, else in memory. What is left of earlier exports goes first. */
export async function createSinks(root: () => Promise<FileSystemDirectoryHandle>, newName: () => string): Promise<OpenSink> {
  try {
    await sweepExports(root)
    const directory = await (await root()).getDirectoryHandle(EXPORT_DIRECTORY, { create: true })
    const first = await openOnDisk(directory, newName())
    let spare: OwnSink | null = first
    return () => {
      const sink = spare
      spare = null
      return sink ? Promise.resolve(sink) : openOnDisk(directory, newName())
    }
  } catch {
    return () => Promise.resolve(memorySink())
  }
}

async function openOnDisk(directory: FileSystemDirectoryHandle, name: string): Promise<OwnSink> {
  const file = await directory.getFileHandle(name, { create: true })
  const handle = await file.createSyncAccessHandle()
  return {
    get sizeBytes() {
      return handle.getSize()
    },
    // Async, so that what it throws rejects.
    // eslint-disable-next-line @typescript-eslint/require-await
    async write(bytes, at) {
      for (let done = 0; done < bytes.length; ) {
        const rest = bytes.subarray(done)
        const written = handle.write(rest, { at: at + done })
        // A full disk: Chromium answers with its error number as an unsigned one instead of throwing.
        if (written === 0 || written > rest.length) throw new DOMException('the disk took no more bytes', 'QuotaExceededError')
        done += written
      }
    },
    async close() {
      handle.flush()
      handle.close()
      return file.getFile()
    },
    async remove() {
      handle.close()
      await directory.removeEntry(name).catch(() => undefined)
    },
  }
}

/** The file that a person chose. Closed is kept: until then it is as it was. Errors: what the browser says of the place. */
export async function openPlace(place: FileSystemFileHandle): Promise<FileSink & { close(): Promise<void> }> {
  const stream = await place.createWritable()
  let sizeBytes = 0
  return {
    get sizeBytes() {
      return sizeBytes
    },
    async write(data, position) {
      await stream.write({ type: 'write', position, data })
      sizeBytes = Math.max(sizeBytes, position + data.length)
    },
    close: () => stream.close(),
  }
}

/** A file in memory, in pages, so that it never has to be copied to grow. */
export function memorySink(): OwnSink {
  const pages: Uint8Array<ArrayBuffer>[] = []
  let sizeBytes = 0
  return {
    get sizeBytes() {
      return sizeBytes
    },
    write(bytes, at) {
      for (let done = 0; done < bytes.length; ) {
        const index = Math.floor((at + done) / PAGE_BYTES)
        while (pages.length <= index) pages.push(new Uint8Array(PAGE_BYTES))
        const from = (at + done) % PAGE_BYTES
        const part = bytes.subarray(done, done + PAGE_BYTES - from)
        pages[index]?.set(part, from)
        done += part.length
      }
      sizeBytes = Math.max(sizeBytes, at + bytes.length)
      return Promise.resolve()
    },
    close: () => Promise.resolve(new Blob(pages.map((page, index) => page.subarray(0, sizeBytes - index * PAGE_BYTES)))),
    remove() {
      pages.length = 0
      return Promise.resolve()
    },
  }
}
