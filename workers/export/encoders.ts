import { canEncodeAudio, Quality, type AudioCodec } from 'mediabunny'
import { MynaError } from '../../src/shared/protocol/errors'
import type { SoundFormat } from '../../src/shared/protocol/sound-export'

/** A format of which packets are made. */
export type EncodedFormat = Exclude<SoundFormat, 'wav'>

export interface Encoding {
  readonly codec: AudioCodec
  /** Bits per second; null where nothing is lost. */
  readonly bitrate: number | null
}

/** AAC's encoder (FFmpeg's) puts one frame of silence before the sound. */
export const AAC_PRIMING_SAMPLES = 1024
/** LAME puts this many samples before the sound. */
export const MP3_DELAY_SAMPLES = 576
/** Samples in a frame of MPEG-1 Layer III. */
export const MP3_FRAME_SAMPLES = 1152
export const OPUS_SAMPLE_RATE = 48_000
/** MPEG-1, which every player knows; 44.1 kHz where a shop asks for it. */
export const MP3_SAMPLE_RATE = 48_000
export const SHOP_SAMPLE_RATE = 44_100

/** One channel of speech. */
const BITRATES: Readonly<Record<Exclude<EncodedFormat, 'flac'>, number>> = { mp3: 96_000, m4a: 64_000, opus: 40_000 }
/** What ACX asks for. */
const SHOP_MP3_BITRATE = 192_000

/**
 * Loads the encoder of a format, once it is needed: LAME, FFmpeg's FLAC and AAC come with the app, Opus is the browser's.
 * Errors: `encoder-missing` where the browser has no Opus, `export-failed` where the encoder cannot be loaded.
 */
export async function openEncoder(format: EncodedFormat, sampleRate: number): Promise<Encoding> {
  if (format === 'opus') return openOpus()
  try {
    switch (format) {
      case 'mp3':
        ;(await import('@mediabunny/mp3-encoder')).registerMp3Encoder()
        return { codec: 'mp3', bitrate: sampleRate === SHOP_SAMPLE_RATE ? SHOP_MP3_BITRATE : BITRATES.mp3 }
      case 'm4a':
        ;(await import('@mediabunny/aac-encoder')).registerAacEncoder()
        return { codec: 'aac', bitrate: BITRATES.m4a }
      case 'flac':
        ;(await import('@mediabunny/flac-encoder')).registerFlacEncoder()
        return { codec: 'flac', bitrate: null }
    }
  } catch (thrown) {
    throw new MynaError('export-failed', `the encoder of ${format} did not load: ${String(thrown)}`, { cause: thrown })
  }
}

async function openOpus(): Promise<Encoding> {
  const can = await canEncodeAudio('opus', { numberOfChannels: 1, sampleRate: OPUS_SAMPLE_RATE, quality: new Quality({ bitrate: BITRATES.opus }) })
  if (!can) throw new MynaError('encoder-missing', 'no AudioEncoder for opus')
  return { codec: 'opus', bitrate: BITRATES.opus }
}
