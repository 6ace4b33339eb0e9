import {
  ADTS,
  AudioSampleSink,
  BlobSource,
  FLAC,
  Input,
  InputDisposedError,
  MATROSKA,
  MP3,
  MP4,
  MPEG_TS,
  OGG,
  QTFF,
  WEBM,
  type AudioSample,
  type InputAudioTrack,
} from 'mediabunny'
import type { SoundTrack } from './sound-track'

/** What a container was found to hold. */
export type Container =
  /** Nothing here knows it, or it is damaged. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'no-sound' }
  /** No track can be decoded; `codec` is what the first is written in, as far as the file tells. */
  | { readonly kind: 'foreign'; readonly codec: string }
  /** In the file's order, none of them read yet. */
  | { readonly kind: 'tracks'; readonly tracks: readonly SoundTrack[] }

const formats = [MP4, QTFF, WEBM, MATROSKA, OGG, FLAC, MP3, ADTS, MPEG_TS]

/** Opens a file with mediabunny: MP4, QuickTime, WebM, Matroska, Ogg, FLAC, MP3, AAC, MPEG-TS; the browser's `AudioDecoder` decodes it. */
export async function openContainer(file: Blob): Promise<Container> {
  // What goes wrong while nobody reads is met again by the next who does.
  const input = new Input({ source: new BlobSource(file, { handleUnhandledError: () => undefined }), formats })
  let isKept = false
  try {
    if (!(await input.canRead())) return { kind: 'unknown' }
    const found = await input.getAudioTracks()
    if (found.length === 0) return { kind: (await input.getTracks()).length > 0 ? 'no-sound' : 'unknown' }
    const tracks: SoundTrack[] = []
    for (const track of found) if (await track.canDecode()) tracks.push(await soundTrack(track, found.length, input))
    isKept = tracks.length > 0
    return isKept ? { kind: 'tracks', tracks } : { kind: 'foreign', codec: await codecOf(found[0]) }
  } catch (thrown) {
    if (thrown instanceof InputDisposedError) throw thrown
    return { kind: 'unknown' }
  } finally {
    if (!isKept) input.dispose()
  }
}

async function codecOf(track: InputAudioTrack | undefined): Promise<string> {
  const known = await track?.getCodec()
  const inside = await track?.getInternalCodecId()
  return known ?? (typeof inside === 'string' || typeof inside === 'number' ? String(inside) : 'unknown')
}

async function soundTrack(track: InputAudioTrack, trackCount: number, input: Input): Promise<SoundTrack> {
  const seconds = await track.getDurationFromMetadata()
  return {
    seconds,
    number: track.number,
    trackCount,
    async *blocks() {
      for await (const sample of new AudioSampleSink(track).samples()) {
        const channels = planesOf(sample)
        const end = sample.timestamp + sample.duration
        const { sampleRate } = sample
        sample.close()
        yield { channels, sampleRate, fraction: seconds === null || seconds <= 0 ? null : Math.min(1, Math.max(0, end / seconds)) }
      }
    },
    close() {
      input.dispose()
    },
  }
}

function planesOf(sample: AudioSample): Float32Array[] {
  return Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
    const plane = new Float32Array(sample.numberOfFrames)
    sample.copyTo(plane, { planeIndex, format: 'f32-planar' })
    return plane
  })
}
