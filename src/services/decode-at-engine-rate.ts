import { mixToMono } from '../shared/audio/join'
import type { VoicePrompt } from '../shared/protocol/engine'
import { MynaError } from '../shared/protocol/errors'

/** What every engine takes. */
export const ENGINE_SAMPLE_RATE = 24_000

/** Sound as it was recorded: one array a channel, all of one length. */
export interface DecodedChannels {
  readonly channels: readonly Float32Array[]
  readonly sampleRate: number
}

/**
 * Decodes an encoded clip to mono PCM at the engines' rate: see {@link decodeChannels}.
 *
 * @param encoded detached by the call
 * @throws {MynaError} `audio-undecodable`
 */
export async function decodeAtEngineRate(encoded: ArrayBuffer): Promise<VoicePrompt> {
  const { channels, sampleRate } = await decodeChannels(encoded)
  return { samples: mixToMono(channels), sampleRate }
}

/**
 * Decodes an encoded clip to PCM at the engines' rate. `decodeAudioData` resamples to its context's rate with a
 * proper low-pass filter (aliases below -75 dB in Chromium), whereas playing a buffer into an offline context of
 * another rate only interpolates linearly there (aliases at 0 dB).
 *
 * @param encoded detached by the call
 * @throws {MynaError} `audio-undecodable`
 */
export async function decodeChannels(encoded: ArrayBuffer): Promise<DecodedChannels> {
  const context = new OfflineAudioContext(1, 1, ENGINE_SAMPLE_RATE)
  let decoded: AudioBuffer
  try {
    decoded = await context.decodeAudioData(encoded)
  } catch (thrown) {
    throw new MynaError('audio-undecodable', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown })
  }
  const channels = Array.from({ length: decoded.numberOfChannels }, (_, channel) => decoded.getChannelData(channel))
  return { channels, sampleRate: decoded.sampleRate }
}
