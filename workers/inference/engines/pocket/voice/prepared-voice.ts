import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { VoiceState } from '../language-model/speech-model'

/** Version of the layout below; goes into `PreparedVoice.format`. */
export const VOICE_FORMAT = 1

interface Header {
  readonly positions: number
  readonly cacheLengths: readonly number[]
}

/**
 * Packs a voice state to be kept: u32 length of the header, the header as JSON, padding to a multiple of 8, then the
 * rows of every cache as little-endian float32. Exact: what is unpacked is what was packed, bit for bit.
 */
export function packVoice({ positions, caches }: VoiceState): ArrayBuffer {
  const header: Header = { positions, cacheLengths: caches.map((cache) => cache.length) }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const dataStart = aligned(4 + text.length)
  const floatCount = caches.reduce((sum, cache) => sum + cache.length, 0)
  const data = new ArrayBuffer(dataStart + floatCount * Float32Array.BYTES_PER_ELEMENT)
  new DataView(data).setUint32(0, text.length, true)
  new Uint8Array(data).set(text, 4)
  const values = new Float32Array(data, dataStart)
  let at = 0
  for (const cache of caches) {
    values.set(cache, at)
    at += cache.length
  }
  return data
}

/** The voice state over the memory of `data` (not copied). Throws `voice-file-invalid` when it is damaged. */
export function unpackVoice(data: ArrayBuffer): VoiceState {
  const header = readHeader(data)
  let at = header.dataStart
  const caches = header.cacheLengths.map((length) => {
    const cache = new Float32Array(data, at, length)
    at += cache.byteLength
    return cache
  })
  return { positions: header.positions, caches }
}

function readHeader(data: ArrayBuffer): Header & { readonly dataStart: number } {
  try {
    const length = new DataView(data).getUint32(0, true)
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length))) as Header
    const dataStart = aligned(4 + length)
    const floatCount = header.cacheLengths.reduce((sum, count) => sum + count, 0)
    if (data.byteLength !== dataStart + floatCount * Float32Array.BYTES_PER_ELEMENT) throw new RangeError('the length is wrong')
    return { ...header, dataStart }
  } catch (thrown) {
    throw new MynaError('voice-file-invalid', 'the prepared voice is damaged', { cause: thrown })
  }
}

function aligned(offset: number): number {
  return Math.ceil(offset / 8) * 8
}
