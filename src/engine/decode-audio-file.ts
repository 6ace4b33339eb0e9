import { MynaError } from '../protocol/errors'
import { decodeAtEngineRate } from './decode-at-engine-rate'
import type { DecodeAudioFile } from './services'

const LONGEST_SECONDS = 600
/** Ten minutes of 48 kHz stereo in 32 bits are 230 MB: a larger file is longer, whatever its format. */
const LARGEST_BYTES = 240_000_000
/** How long the browser may look for the duration before the file is simply decoded. */
const PROBE_TIMEOUT_MS = 3000

/** See {@link DecodeAudioFile}. Reads whatever the browser decodes, the sound of a video too. */
export const decodeAudioFile: DecodeAudioFile = async (file, signal) => {
  stopIfAborted(signal)
  if (file.size > LARGEST_BYTES) throw new MynaError('audio-too-long', `${file.size} bytes`)
  // Asked first, because decoding hours of sound would take gigabytes before its length is known.
  refuseTooLong(await probeSeconds(file))
  stopIfAborted(signal)
  const encoded = await readBytes(file)
  stopIfAborted(signal)
  const prompt = await decodeAtEngineRate(encoded)
  stopIfAborted(signal)
  const seconds = prompt.samples.length / prompt.sampleRate
  if (seconds === 0) throw new MynaError('audio-undecodable', 'the file holds no sound')
  refuseTooLong(seconds)
  return prompt
}

function refuseTooLong(seconds: number): void {
  if (seconds > LONGEST_SECONDS) throw new MynaError('audio-too-long', `${seconds.toFixed(0)} s`)
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new MynaError('aborted', 'stopped while reading the file')
}

async function readBytes(file: Blob): Promise<ArrayBuffer> {
  try {
    return await file.arrayBuffer()
  } catch (thrown) {
    // The file was moved or changed after it was chosen.
    throw new MynaError('audio-undecodable', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown })
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
