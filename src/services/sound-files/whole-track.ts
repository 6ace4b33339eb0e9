import { MynaError } from '../../shared/protocol/errors'
import { decodeChannels } from '../decode-at-engine-rate'
import { bytesOf } from './file-source'
import type { SoundTrack } from './sound-track'

/** Half an hour of stereo at 24 kHz is 345 MB while it is decoded. */
const LONGEST_SECONDS = 1800
/** No half hour of compressed speech is larger. */
const LARGEST_BYTES = 300_000_000
/** How long the browser may look for the duration before the file is simply decoded. */
const PROBE_TIMEOUT_MS = 3000

/**
 * Decodes a file in one go with what the browser plays: the way for what cannot be read bit by bit.
 *
 * @throws {MynaError} `audio-undecodable`, `audio-too-long-whole`, `file-gone`
 */
export async function wholeTrack(file: Blob): Promise<SoundTrack> {
  // Asked first, because decoding hours of sound would take gigabytes before its length is known.
  const seconds = await probeSeconds(file)
  if (seconds > LONGEST_SECONDS || file.size > LARGEST_BYTES) throw new MynaError('audio-too-long-whole', `${seconds.toFixed(0)} s, ${file.size} bytes`)
  const { channels, sampleRate } = await decodeChannels(await bytesOf(file))
  return {
    seconds: (channels[0]?.length ?? 0) / sampleRate,
    number: 1,
    trackCount: 1,
    // eslint-disable-next-line @typescript-eslint/require-await -- everything is there already
    async *blocks() {
      yield { channels, sampleRate, fraction: 1 }
    },
    close: () => undefined,
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
