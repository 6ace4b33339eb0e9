import type { ByteSource } from '../../shared/audio/files/sound-layout'
import { MynaError } from '../../shared/protocol/errors'

/** A chosen file as a source of bytes. Reads throw `file-gone` where it was moved or changed since. */
export function fileSource(file: Blob): ByteSource {
  return {
    sizeBytes: file.size,
    read: async (start, end) => new DataView(await bytesOf(file.slice(start, Math.min(end, file.size)))),
  }
}

/** All of it. Throws `file-gone`. */
export async function bytesOf(part: Blob): Promise<ArrayBuffer> {
  try {
    return await part.arrayBuffer()
  } catch (thrown) {
    throw new MynaError('file-gone', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown })
  }
}
