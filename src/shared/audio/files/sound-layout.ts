/** Where bytes come from: a file, or what stands for one. */
export interface ByteSource {
  readonly sizeBytes: number
  /** The bytes from `start` up to `end`, fewer where the source ends before. */
  read(start: number, end: number): Promise<DataView>
}

/** Turns whole blocks into one array a channel, -1 to 1. Blocks have to come in order: some decoders remember. */
export type BlockDecoder = (blocks: DataView) => Float32Array[]

/** A file whose sound lies in one piece and is made of blocks of one size: it can be read bit by bit. */
export interface SoundLayout {
  readonly kind: 'blocks'
  readonly sampleRate: number
  readonly channelCount: number
  /** Offset of the first block in the file. */
  readonly start: number
  /** Up to the end of the last block, which may lack its end. */
  readonly sizeBytes: number
  readonly blockBytes: number
  /** Frames (samples of each channel) in a block. */
  readonly blockFrames: number
  /** Where the file says so, how many frames count: what fills its last block does not. */
  readonly frames: number
  readonly createDecoder: () => BlockDecoder
}

/** A container that was understood, with sound inside that nothing here decodes. */
export interface ForeignSound {
  readonly kind: 'foreign'
  /** As the container calls it: `gsm`, `alac`, `0x0055`. */
  readonly codec: string
}

export const foreign = (codec: string): ForeignSound => ({ kind: 'foreign', codec })

/** A chunk of a file that is made of chunks. */
export interface Chunk {
  readonly tag: string
  readonly start: number
  /** Never past the end of the file. */
  readonly sizeBytes: number
}

/** How the chunks of one kind of file are headed and padded. */
export interface ChunkRule {
  /** Of the first chunk. */
  readonly offset: number
  readonly headerBytes: number
  /** The size that a header of `headerBytes` claims; null for "up to the end of the file". */
  readonly sizeOf: (header: DataView) => number | null
  readonly isPadded: boolean
}

/** A damaged file could claim any number of empty chunks. */
const MOST_CHUNKS = 1000

/** The first chunk of each tag, in the order of the file, from headers alone. */
export async function walkChunks(source: ByteSource, { offset, headerBytes, sizeOf, isPadded }: ChunkRule): Promise<ReadonlyMap<string, Chunk>> {
  const chunks = new Map<string, Chunk>()
  for (let count = 0; offset + headerBytes <= source.sizeBytes && count < MOST_CHUNKS; count++) {
    const header = await source.read(offset, offset + headerBytes)
    const tag = tagAt(header, 0)
    const start = offset + headerBytes
    const claimed = sizeOf(header) ?? source.sizeBytes - start
    if (!chunks.has(tag)) chunks.set(tag, { tag, start, sizeBytes: Math.max(0, Math.min(claimed, source.sizeBytes - start)) })
    offset = start + claimed + (isPadded ? claimed % 2 : 0)
  }
  return chunks
}

/** The content of a chunk, as far as `most` bytes of it. */
export function contentOf(source: ByteSource, { start, sizeBytes }: Chunk, most = 4096): Promise<DataView> {
  return source.read(start, start + Math.min(sizeBytes, most))
}

/** Four bytes as Latin letters; shorter at the end of the view. */
export function tagAt(view: DataView, offset: number): string {
  let tag = ''
  for (let i = offset; i < Math.min(offset + 4, view.byteLength); i++) tag += String.fromCharCode(view.getUint8(i))
  return tag
}
