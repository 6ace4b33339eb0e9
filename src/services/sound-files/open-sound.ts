import { joinSamples, mixToMono } from '../../shared/audio/join'
import { peakOf } from '../../shared/audio/levels'
import { foreignSignature, SIGNATURE_BYTES } from '../../shared/audio/files/signatures'
import { findSpeech } from '../../shared/audio/speech-segments'
import { MynaError, toMynaError } from '../../shared/protocol/errors'
import { blockTrack, layoutOf } from './block-track'
import { fileSource } from './file-source'
import { foreignSound } from './foreign-sound'
import type { SoundTrack } from './sound-track'
import { wholeTrack } from './whole-track'

/**
 * Opens a file of sound or the sound of a video: its first audible track. Plain samples are read by readers of our own,
 * containers by mediabunny, and what neither knows by whatever the browser plays.
 *
 * @throws {MynaError} `file-empty`, `file-gone`, `video-without-sound`, `audio-undecodable`, `audio-too-long-whole`, and those of
 * `foreign-sound.ts`: why not
 */
export async function openSound(file: Blob): Promise<SoundTrack> {
  if (file.size === 0) throw new MynaError('file-empty')
  const source = fileSource(file)
  const layout = await layoutOf(source)
  if (layout?.kind === 'blocks') return blockTrack(source, layout)
  if (layout) return whatTheBrowserPlays(file, layout.codec)
  const signature = foreignSignature(await source.read(0, SIGNATURE_BYTES))
  if (signature === 'none') throw new MynaError('file-not-sound')
  if (signature) return whatTheBrowserPlays(file, signature)
  const { openContainer } = await import('./container-tracks')
  const container = await openContainer(file)
  if (container.kind === 'no-sound') throw new MynaError('video-without-sound')
  if (container.kind === 'tracks') return firstAudible(container.tracks)
  return whatTheBrowserPlays(file, container.kind === 'foreign' ? container.codec : 'unknown')
}

/** Some browsers play more than others: Safari, for one, Apple Lossless. Where this one does not, the codec is named. */
async function whatTheBrowserPlays(file: Blob, codec: string): Promise<SoundTrack> {
  try {
    return await wholeTrack(file)
  } catch (thrown) {
    const error = toMynaError(thrown, 'audio-undecodable')
    throw error.code === 'audio-undecodable' ? foreignSound(codec) : error
  }
}

/** What a track must reach to be heard, and how much of it is listened to for that. */
const AUDIBLE_PEAK = 0.003
const LISTENED_SECONDS = 60
const LEAST_SPEECH_SECONDS = 1

/**
 * The first track whose beginning has ups and downs as speech has them (a test tone has none), else the first that is not
 * silent, else the first. The others are closed with it: they are of one file.
 */
async function firstAudible(tracks: readonly SoundTrack[]): Promise<SoundTrack> {
  const [first, ...others] = tracks
  if (!first) throw new MynaError('audio-undecodable', 'no track')
  if (others.length === 0) return first
  let audible: SoundTrack | null = null
  for (const track of tracks) {
    const { isAudible, isSpoken } = await listenTo(track)
    if (isSpoken) return track
    if (isAudible) audible ??= track
  }
  return audible ?? first
}

async function listenTo(track: SoundTrack): Promise<{ isAudible: boolean; isSpoken: boolean }> {
  const parts: Float32Array[] = []
  let seconds = 0
  let rate = 0
  for await (const { channels, sampleRate } of track.blocks()) {
    parts.push(mixToMono(channels))
    rate = sampleRate
    seconds += (channels[0]?.length ?? 0) / sampleRate
    if (seconds >= LISTENED_SECONDS) break
  }
  const samples = joinSamples(parts)
  return { isAudible: peakOf(samples) > AUDIBLE_PEAK, isSpoken: rate > 0 && findSpeech(samples, rate).speechSeconds >= LEAST_SPEECH_SECONDS }
}
