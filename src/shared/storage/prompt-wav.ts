/** The one form in which prompts are kept: what `SavedVoice.promptWav` promises. */
const PROMPT_FORMAT = { codec: 1, channels: 1, sampleRate: 24_000, bitsPerSample: 16 }

/**
 * Seconds of audio in a kept prompt, or null when the bytes are not 16-bit mono 24 kHz PCM in a RIFF/WAVE file
 * (chunk layout: Multimedia Programming Interface and Data Specifications 1.0, 1991).
 */
export function promptWavSeconds(bytes: Uint8Array<ArrayBuffer>): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tag = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (bytes.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') return null
  let formatSeen = false
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true)
    const body = at + 8
    if (tag(at) === 'fmt ') {
      if (size < 16 || body + 16 > bytes.length || !isPromptFormat(view, body)) return null
      formatSeen = true
    }
    if (tag(at) === 'data') {
      if (!formatSeen || size === 0 || body + size > bytes.length) return null
      return size / (PROMPT_FORMAT.sampleRate * (PROMPT_FORMAT.bitsPerSample / 8))
    }
    at = body + size + (size % 2)
  }
  return null
}

function isPromptFormat(view: DataView, at: number): boolean {
  return (
    view.getUint16(at, true) === PROMPT_FORMAT.codec &&
    view.getUint16(at + 2, true) === PROMPT_FORMAT.channels &&
    view.getUint32(at + 4, true) === PROMPT_FORMAT.sampleRate &&
    view.getUint16(at + 14, true) === PROMPT_FORMAT.bitsPerSample
  )
}
