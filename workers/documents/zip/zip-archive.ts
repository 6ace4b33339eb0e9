import { Inflate } from 'fflate'
import { MynaError } from '../../../src/shared/protocol/errors'

/**
 * Reads single entries of a ZIP file (PKWARE's APPNOTE.TXT 6.3.10) that stays where it is: only its directory and what is asked for
 * come into memory. Nothing is believed of what the directory says about sizes: an entry ends where its limit is.
 */
export interface ZipArchive {
  readonly names: readonly string[]
  /**
   * The entry's bytes, the caller's from then on; null where there is no such entry. Errors: `document-damaged`, `document-password`,
   * `document-too-large` (more than `limitBytes`).
   */
  read(name: string, limitBytes: number): Promise<Uint8Array<ArrayBuffer> | null>
  /** As `read`, piece by piece in `onPiece`, so that an entry need not fit into memory; false where there is no such entry. */
  stream(name: string, limitBytes: number, onPiece: (bytes: Uint8Array) => void): Promise<boolean>
}

interface Entry {
  readonly method: number
  readonly isEncrypted: boolean
  readonly packedBytes: number
  readonly offset: number
}

const END_SIGNATURE = 0x06054b50
const DIRECTORY_SIGNATURE = 0x02014b50
const LOCAL_SIGNATURE = 0x04034b50
const END_BYTES = 22
const LONGEST_COMMENT = 65_535
/** A book has hundreds of files; a directory larger than this is an attack or no document. */
const MOST_ENTRIES = 20_000
const LARGEST_DIRECTORY = 8 * 2 ** 20
const PIECE_BYTES = 256 * 1024
/** Unpacked at a time: deflate packs 1032 bytes into one at best, so that no more than 16 MiB come before they are counted. */
const UNPACKED_BYTES = 16 * 1024
/** Text of a document packs to a tenth, seldom to a fiftieth; an entry that unpacks to more than this is a bomb. */
const MOST_EXPANSION = 250
const EXPANSION_FROM = 2 ** 20
const STORED = 0
const DEFLATED = 8

/** Opens it by its directory. Errors: `document-damaged` (none, as where the file is cut off), `document-too-large`. */
export async function openZip(blob: Blob): Promise<ZipArchive> {
  const entries = await readDirectory(blob)

  async function stream(name: string, limitBytes: number, onPiece: (bytes: Uint8Array) => void): Promise<boolean> {
    const entry = entries.get(name)
    if (!entry) return false
    if (entry.isEncrypted) throw new MynaError('document-password', `${name} is encrypted`)
    const start = await dataStart(blob, entry, name)
    const end = start + entry.packedBytes
    if (end > blob.size) throw damaged(`${name} ends behind the file`)
    const unpack = unpacker(entry.method, name, Math.min(limitBytes, Math.max(EXPANSION_FROM, MOST_EXPANSION * entry.packedBytes)), onPiece)
    for (let from = start; from < end || from === start; from += PIECE_BYTES) {
      const to = Math.min(end, from + PIECE_BYTES)
      unpack(new Uint8Array(await blob.slice(from, to).arrayBuffer()), to === end)
    }
    return true
  }

  return {
    names: [...entries.keys()],
    stream,
    async read(name, limitBytes) {
      const pieces: Uint8Array[] = []
      if (!(await stream(name, limitBytes, (piece) => pieces.push(piece)))) return null
      const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
      let at = 0
      for (const piece of pieces) {
        whole.set(piece, at)
        at += piece.length
      }
      return whole
    },
  }
}

function damaged(detail: string): MynaError {
  return new MynaError('document-damaged', detail)
}

/** Unpacks piece by piece and stops at the limit, before more is held. */
function unpacker(method: number, name: string, limitBytes: number, onPiece: (bytes: Uint8Array) => void): (bytes: Uint8Array, isLast: boolean) => void {
  let given = 0
  const give = (bytes: Uint8Array) => {
    given += bytes.length
    if (given > limitBytes) throw new MynaError('document-too-large', `${name} unpacks to more than ${limitBytes} bytes`)
    if (bytes.length > 0) onPiece(bytes)
  }
  if (method === STORED) return give
  if (method !== DEFLATED) throw damaged(`${name} is packed by method ${method}`)
  const inflate = new Inflate(give)
  return (bytes, isLast) => {
    try {
      let from = 0
      do {
        const to = Math.min(bytes.length, from + UNPACKED_BYTES)
        inflate.push(bytes.subarray(from, to), isLast && to === bytes.length)
        from = to
      } while (from < bytes.length)
    } catch (thrown) {
      throw thrown instanceof MynaError ? thrown : new MynaError('document-damaged', `${name}: ${String(thrown)}`, { cause: thrown })
    }
  }
}

async function view(blob: Blob, from: number, to: number): Promise<DataView> {
  return new DataView(await blob.slice(from, to).arrayBuffer())
}

/** Where an entry's bytes begin stands in its own header alone. */
async function dataStart(blob: Blob, { offset }: Entry, name: string): Promise<number> {
  const header = await view(blob, offset, offset + 30)
  if (header.byteLength < 30 || header.getUint32(0, true) !== LOCAL_SIGNATURE) throw damaged(`${name} has no header`)
  return offset + 30 + header.getUint16(26, true) + header.getUint16(28, true)
}

async function readDirectory(blob: Blob): Promise<ReadonlyMap<string, Entry>> {
  const tailStart = Math.max(0, blob.size - END_BYTES - LONGEST_COMMENT)
  const tail = await view(blob, tailStart, blob.size)
  let at = tail.byteLength - END_BYTES
  while (at >= 0 && tail.getUint32(at, true) !== END_SIGNATURE) at -= 1
  if (at < 0) throw damaged('the directory at the end is missing')
  const count = tail.getUint16(at + 10, true)
  const bytes = tail.getUint32(at + 12, true)
  const start = tail.getUint32(at + 16, true)
  if (count > MOST_ENTRIES || (bytes > LARGEST_DIRECTORY && start !== 0xffffffff)) throw new MynaError('document-too-large', `a directory of ${count} entries, ${bytes} bytes`)
  if (start === 0xffffffff) throw new MynaError('document-too-large', 'ZIP64: more than 4 GB')
  if (start + bytes > tailStart + at) throw damaged('the directory lies behind its end')
  return entriesOf(await view(blob, start, start + bytes), count)
}

function entriesOf(directory: DataView, count: number): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  let at = 0
  for (let index = 0; index < count; index++) {
    if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== DIRECTORY_SIGNATURE) throw damaged(`entry ${index} of the directory is broken`)
    const nameLength = directory.getUint16(at + 28, true)
    const nameEnd = at + 46 + nameLength
    if (nameEnd > directory.byteLength) throw damaged(`entry ${index} of the directory is cut off`)
    const name = new TextDecoder().decode(new Uint8Array(directory.buffer, at + 46, nameLength))
    entries.set(name, {
      isEncrypted: (directory.getUint16(at + 8, true) & 1) === 1,
      method: directory.getUint16(at + 10, true),
      packedBytes: directory.getUint32(at + 20, true),
      offset: directory.getUint32(at + 42, true),
    })
    at = nameEnd + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true)
  }
  return entries
}
