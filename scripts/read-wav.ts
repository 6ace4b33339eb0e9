import type { VoicePrompt } from '../src/protocol/engine'

/** Reads a mono 16-bit PCM WAV as floats in [-1, 1). Throws with a reason on any other file. */
export function readPcm16Wav(bytes: Uint8Array): VoicePrompt {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const name = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (bytes.length < 12 || name(0) !== 'RIFF' || name(8) !== 'WAVE') throw new Error('not a WAV file')
  let sampleRate: number | null = null
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true)
    const body = at + 8
    if (name(at) === 'fmt ') {
      const [format, channels, bits] = [view.getUint16(body, true), view.getUint16(body + 2, true), view.getUint16(body + 14, true)]
      if (format !== 1 || channels !== 1 || bits !== 16) throw new Error('not a mono 16-bit PCM WAV')
      sampleRate = view.getUint32(body + 4, true)
    }
    if (name(at) === 'data' && sampleRate !== null) {
      const count = Math.floor(Math.min(size, bytes.length - body) / 2)
      const samples = Float32Array.from({ length: count }, (_, index) => view.getInt16(body + 2 * index, true) / 32_768)
      return { samples, sampleRate }
    }
    // Chunks are padded to even length.
    at = body + size + (size % 2)
  }
  throw new Error('a WAV file without format or data')
}
