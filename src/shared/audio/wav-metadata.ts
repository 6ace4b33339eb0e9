import { findChunks, readTag, riffChunk } from './riff'

/** Words that travel inside a WAV file, behind the format and before the samples. */
export interface WavMetadata {
  /** LIST INFO texts by their four-letter RIFF tags: ISFT (software), ICMT (comment), ICRD (date) and so on. */
  readonly info?: Readonly<Record<string, string>>
  /** An XMP packet, kept in a `_PMX` chunk (Adobe, "XMP Specification Part 3", WAV). */
  readonly xmp?: string
}

/** The chunks to write for `metadata`, each padded; empty when there is nothing to say. */
export function metadataChunks({ info = {}, xmp }: WavMetadata): Uint8Array {
  const texts = Object.entries(info).map(([tag, text]) => riffChunk(tag, utf8Bytes(`${text}\0`)))
  const list = texts.length === 0 ? [] : [riffChunk('LIST', joinBytes([utf8Bytes('INFO'), ...texts]))]
  return joinBytes(xmp === undefined ? list : [...list, riffChunk('_PMX', utf8Bytes(xmp))])
}

/** What a WAV file says about itself; empty for a file that says nothing or is none. */
export function readWavMetadata(file: ArrayBuffer): WavMetadata {
  const view = new DataView(file)
  if (file.byteLength < 12 || readTag(view, 0) !== 'RIFF') return {}
  const chunks = findChunks(view)
  const list = chunks.get('LIST')
  const xmp = chunks.get('_PMX')
  const isInfo = list && list.sizeBytes >= 4 && readTag(view, list.start) === 'INFO'
  const entries = isInfo ? [...findChunks(new DataView(file, list.start, list.sizeBytes), 4)] : []
  return {
    ...(isInfo && {
      info: Object.fromEntries(
        entries.map(([tag, { start, sizeBytes }]) => [tag, utf8Text(new Uint8Array(file, list.start + start, sizeBytes))]),
      ),
    }),
    ...(xmp && { xmp: utf8Text(new Uint8Array(file, xmp.start, xmp.sizeBytes)) }),
  }
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((total, { length }) => total + length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** UTF-8 without `TextEncoder`, which worklets lack: percent-encoding spells out the same bytes. */
function utf8Bytes(text: string): Uint8Array {
  const wellFormed = text.replace(/\p{Surrogate}/gu, '\u{fffd}')
  const bytes = encodeURIComponent(wellFormed).matchAll(/%([0-9A-F]{2})|[^%]/g)
  return Uint8Array.from(bytes, ([character, hex]) => (hex ? Number.parseInt(hex, 16) : character.charCodeAt(0)))
}

/** Up to the first zero. Bytes that are not UTF-8 are read as Latin-1, as old writers left them. */
function utf8Text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  const letters = bytes.subarray(0, end < 0 ? bytes.length : end)
  try {
    return decodeURIComponent(Array.from(letters, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return Array.from(letters, (byte) => String.fromCharCode(byte)).join('')
  }
}
