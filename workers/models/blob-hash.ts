import { createSHA256 } from 'hash-wasm'

import type { DiskFile } from '../../src/shared/protocol/models'

/** Bytes read at a time: a whole model file need not fit into memory twice. */
const PIECE_BYTES = 4 * 1024 * 1024

/** The bytes of a file or blob from the start, in pieces that the receiver owns. */
export async function* piecesOf(blob: Pick<DiskFile, 'size' | 'slice'>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < blob.size; at += PIECE_BYTES) {
    yield new Uint8Array(await blob.slice(at, at + PIECE_BYTES).arrayBuffer())
  }
}

/** SHA-256 of a file or blob in lower-case hex. `onRead` is told after each piece how many bytes are read; what it throws ends the reading. */
export async function hashBlob(blob: Pick<DiskFile, 'size' | 'slice'>, onRead?: (readBytes: number) => void): Promise<string> {
  const hasher = await createSHA256()
  hasher.init()
  let readBytes = 0
  for await (const piece of piecesOf(blob)) {
    hasher.update(piece)
    readBytes += piece.length
    onRead?.(readBytes)
  }
  return hasher.digest('hex')
}
