/** The chunks that RIFF files are made of: a four-letter tag, a length, bytes padded to an even size. */

export interface RiffChunk {
  /** Offset of the content in the file. */
  readonly start: number
  /** Size of the content without padding, never past the end of the file. */
  readonly sizeBytes: number
}

/** First chunk of each tag between `offset` and the end of `view`; 12 is behind the header of a whole file. */
export function findChunks(view: DataView, offset = 12): ReadonlyMap<string, RiffChunk> {
  const chunks = new Map<string, RiffChunk>()
  while (offset + 8 <= view.byteLength) {
    const tag = readTag(view, offset)
    const claimed = view.getUint32(offset + 4, true)
    const start = offset + 8
    if (!chunks.has(tag)) chunks.set(tag, { start, sizeBytes: Math.min(claimed, view.byteLength - start) })
    offset = start + claimed + (claimed % 2)
  }
  return chunks
}

/** One chunk, padded. Throws RangeError for a tag that is not four printable ASCII letters. */
export function riffChunk(tag: string, content: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(8 + content.length + (content.length % 2))
  const view = new DataView(chunk.buffer)
  writeTag(view, 0, tag)
  view.setUint32(4, content.length, true)
  chunk.set(content, 8)
  return chunk
}

export function readTag(view: DataView, offset: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(offset + i)))
}

export function writeTag(view: DataView, offset: number, tag: string): void {
  if (!/^[\x20-\x7e]{4}$/.test(tag)) throw new RangeError(`a RIFF tag has four ASCII letters: ${JSON.stringify(tag)}`)
  for (let i = 0; i < 4; i++) view.setUint8(offset + i, tag.charCodeAt(i))
}
