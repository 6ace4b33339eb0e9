import { Zip, ZipPassThrough } from 'fflate'
import { MynaError } from '../../src/shared/protocol/errors'
import type { FileSink } from './file-sink'

/** Files of 4 GB and more would need ZIP64, which not every program reads. */
const LARGEST_BYTES = 0xffffffff
const PIECE_BYTES = 1 << 20

/** A ZIP that is written file by file; its content is sound, which does not get smaller. */
export interface ZipWriter {
  /** Errors: `export-too-large`, and what the sink rejects with. */
  add(name: string, file: Blob): Promise<void>
  /** Writes the list of files. */
  finish(): Promise<void>
}

export function createZipWriter(sink: FileSink): ZipWriter {
  let failure: Error | null = null
  const waiting: Uint8Array<ArrayBuffer>[] = []
  const zip = new Zip((error, bytes) => {
    if (error) failure = error
    else waiting.push(bytes)
  })

  async function write(): Promise<void> {
    if (failure !== null) throw failure
    for (const bytes of waiting.splice(0)) {
      if (sink.sizeBytes + bytes.length > LARGEST_BYTES) throw new MynaError('export-too-large', `more than ${LARGEST_BYTES} bytes`)
      await sink.write(bytes, sink.sizeBytes)
    }
  }

  return {
    async add(name, file) {
      const entry = new ZipPassThrough(name)
      zip.add(entry)
      for (let at = 0; at < file.size; at += PIECE_BYTES) {
        const piece = new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer())
        entry.push(piece, at + PIECE_BYTES >= file.size)
        await write()
      }
    },
    async finish() {
      zip.end()
      await write()
    },
  }
}
