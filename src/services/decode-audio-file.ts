import type { VoicePrompt } from '../shared/protocol/engine'
import { MynaError, toMynaError } from '../shared/protocol/errors'
import { decodeAtEngineRate } from './decode-at-engine-rate'
import { decodeWavFile } from './decode-wav-file'
import type { DecodeAudioFile } from './services'

const LONGEST_SECONDS = 1800
/** Half an hour of 48 kHz stereo in 32 bits is 690 MB: a larger file is longer, whatever its format. */
const LARGEST_BYTES = 700_000_000
/** How long the browser may look for the duration before the file is simply decoded. */
const PROBE_TIMEOUT_MS = 3000

/**
 * See {@link DecodeAudioFile}. Reads whatever the browser decodes, the sound of a video too. WAV files, the largest ones,
 * are read piece by piece; others whole, for the browser decodes nothing in pieces that it has to find itself.
 */
export const decodeAudioFile: DecodeAudioFile = async (file, signal, onProgress = () => undefined) => {
  stopIfAborted(signal)
  if (file.size > LARGEST_BYTES) throw new MynaError('audio-too-long', `${file.size} bytes`)
  const prompt = (await readable(() => decodeWavFile(file, LONGEST_SECONDS, signal, onProgress))) ?? (await decodeWhole(file, signal))
  stopIfAborted(signal)
  const seconds = prompt.samples.length / prompt.sampleRate
  if (seconds === 0) throw new MynaError('audio-undecodable', 'the file holds no sound')
  refuseTooLong(seconds)
  return prompt
}

async function decodeWhole(file: Blob, signal: AbortSignal): Promise<VoicePrompt> {
  // Asked first, because decoding hours of sound would take gigabytes before its length is known.
  refuseTooLong(await probeSeconds(file))
  stopIfAborted(signal)
  const encoded = await readable(() => file.arrayBuffer())
  stopIfAborted(signal)
  return decodeAtEngineRate(encoded)
}

function refuseTooLong(seconds: number): void {
  if (seconds > LONGEST_SECONDS) throw new MynaError('audio-too-long', `${seconds.toFixed(0)} s`)
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new MynaError('aborted', 'stopped while reading the file')
}

async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (thrown) {
    // The file was moved or changed after it was chosen.
    throw toMynaError(thrown, 'audio-undecodable')
  }
}

/** The duration in the file's metadata; 0 where there is none, or none in time: then decoding decides. */
function probeSeconds(file: Blob): Promise<number> {
  const probe = new Audio()
  const address = URL.createObjectURL(file)
  return new Promise<number>((resolve) => {
    const timer = setTimeout(settle, PROBE_TIMEOUT_MS, 0)
    function settle(seconds: number): void {
      clearTimeout(timer)
      probe.removeAttribute('src')
      URL.revokeObjectURL(address)
      // Recordings without an index (MediaRecorder's WebM) claim to be endless.
      resolve(Number.isFinite(seconds) ? seconds : 0)
    }
    probe.preload = 'metadata'
    probe.onloadedmetadata = () => {
      settle(probe.duration)
    }
    probe.onerror = () => {
      settle(0)
    }
    probe.src = address
  })
}
