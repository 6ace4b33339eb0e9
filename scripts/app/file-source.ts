import { open } from 'node:fs/promises'
import type { ByteSource } from '../../workers/compiler/checkpoint'

/** A file on disk, read piece by piece, until it is closed. */
export async function openFileSource(path: string): Promise<ByteSource & { close(): Promise<void> }> {
  const handle = await open(path)
  const { size } = await handle.stat()
  return {
    size,
    slice: (start, end) => ({
      async arrayBuffer() {
        const bytes = new Uint8Array(Math.min(end, size) - start)
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, start)
        return bytes.buffer.slice(0, bytesRead)
      },
    }),
    close: () => handle.close(),
  }
}
