import { findChunks, readTag } from '../shared/audio/riff'
import { MynaError } from '../shared/protocol/errors'
import type { VoicePrompt } from '../shared/protocol/engine'
import { decodeAtEngineRate, ENGINE_SAMPLE_RATE } from './decode-at-engine-rate'

/** Headers, and what recorders write before the sound, are far smaller; where the sound begins later it is read whole. */
const HEADER_BYTES = 64 * 1024
/** Decoded at a time: 30 s of stereo at 48 kHz are 6 MB in the file and 11 MB in the browser. */
const PIECE_SECONDS = 30
/** Decoded before and after each piece and dropped: the resampler's filter reaches a few hundredths of a second. */
const MARGIN_SECONDS = 1

/** A WAV file that can be read piece by piece. */
interface WavLayout {
  /** Everything before the sound, with the sizes of the whole file in it. */
  readonly header: Uint8Array<ArrayBuffer>
  readonly dataBytes: number
  readonly bytesPerSecond: number
}

/**
 * Decodes a WAV file to mono at the engines' rate piece by piece, so that only its result is ever held whole. Null for what
 * is none, or none of a kind that can be cut anywhere: those are left to whoever decodes whole files.
 *
 * @throws {MynaError} `audio-undecodable`, `audio-too-long`, `aborted`
 */
export async function decodeWavFile(
  file: Blob,
  longestSeconds: number,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<VoicePrompt | null> {
  const layout = readLayout(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()), file.size)
  if (!layout) return null
  const { dataBytes, bytesPerSecond } = layout
  const seconds = dataBytes / bytesPerSecond
  if (seconds > longestSeconds) throw new MynaError('audio-too-long', `${seconds.toFixed(0)} s`)
  const samples = new Float32Array(Math.floor(seconds * ENGINE_SAMPLE_RATE))
  for (let start = 0; start < seconds; start += PIECE_SECONDS) {
    if (signal.aborted) throw new MynaError('aborted', 'stopped while reading the file')
    onProgress(start / seconds)
    const from = Math.max(0, start - MARGIN_SECONDS)
    const to = Math.min(seconds, start + PIECE_SECONDS + MARGIN_SECONDS)
    const decoded = await decodeAtEngineRate(await pieceOf(file, layout, from * bytesPerSecond, to * bytesPerSecond))
    const place = start * ENGINE_SAMPLE_RATE
    const first = (start - from) * ENGINE_SAMPLE_RATE
    const room = Math.min(PIECE_SECONDS * ENGINE_SAMPLE_RATE, samples.length - place)
    samples.set(decoded.samples.subarray(first, first + room), place)
  }
  return { samples, sampleRate: ENGINE_SAMPLE_RATE }
}

/** A whole WAV file of the sound between two places, in bytes from its beginning. */
async function pieceOf(file: Blob, { header }: WavLayout, from: number, to: number): Promise<ArrayBuffer> {
  const start = header.length + from
  const piece = header.slice()
  const view = new DataView(piece.buffer)
  const sound = file.slice(start, header.length + to)
  view.setUint32(4, piece.length - 8 + sound.size, true)
  view.setUint32(piece.length - 4, sound.size, true)
  return new Blob([piece, sound]).arrayBuffer()
}

/** Null where the file is no WAV, its sound begins beyond `bytes`, or it is not plain samples. */
function readLayout(bytes: Uint8Array<ArrayBuffer>, fileBytes: number): WavLayout | null {
  const view = new DataView(bytes.buffer)
  if (bytes.length < 12 || readTag(view, 0) !== 'RIFF' || readTag(view, 8) !== 'WAVE') return null
  const chunks = findChunks(view)
  const [format, data] = [chunks.get('fmt '), chunks.get('data')]
  if (!format || format.sizeBytes < 16 || !data) return null
  const sampleRate = view.getUint32(format.start + 4, true)
  const frameBytes = view.getUint16(format.start + 12, true)
  const bytesPerSecond = sampleRate * frameBytes
  // Compressed kinds have frames of their own; what counts its bytes otherwise is one of them.
  const plainBytes = view.getUint16(format.start + 2, true) * (view.getUint16(format.start + 14, true) / 8)
  if (bytesPerSecond === 0 || frameBytes !== plainBytes) return null
  // A recorder that was cut off, or that never knew, writes a size of nothing or of everything.
  const claimed = view.getUint32(data.start - 4, true) || Infinity
  const dataBytes = Math.min(claimed, fileBytes - data.start)
  return { header: bytes.slice(0, data.start), dataBytes: dataBytes - (dataBytes % frameBytes), bytesPerSecond }
}
