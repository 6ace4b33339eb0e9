import { AAC_PRIMING_SAMPLES } from './encoders'
import type { FileSink } from './file-sink'
import { box, joinBytes, readBoxes, timedBox, u16, u32, type Box } from './mp4-boxes'
import { chapterList, chapterSamples, chapterTrack, type Mp4Chapter } from './mp4-chapters'

export type { Mp4Chapter }

/** A file that is complete but for what is added here. */
export interface WrittenMp4 {
  /** The movie box, the last one of the file, with one track of sound; written over. */
  readonly moov: Uint8Array
  readonly moovAt: number
  readonly sampleCount: number
  readonly sampleRate: number
  readonly chapters: readonly Mp4Chapter[] | null
}

const BRAND_AT = 8

/**
 * Completes an MP4 of AAC: an edit list leaves out what the encoder put before and behind the sound, so that the file lasts
 * as long as the sound; the brand says that it is sound, or a book; chapters are added in both ways that players know.
 */
export async function finishMp4(sink: FileSink, { moov, moovAt, sampleCount, sampleRate, chapters }: WrittenMp4): Promise<void> {
  await sink.write(Uint8Array.from(chapters ? 'M4B ' : 'M4A ', (letter) => letter.charCodeAt(0)), BRAND_AT)
  const [movie] = readBoxes(moov)
  const children = readBoxes(movie?.content ?? new Uint8Array(0))
  const header = childOf(children, 'mvhd')
  const track = childOf(children, 'trak')
  const movieTimescale = setDuration(header, 'mvhd', (timescale) => Math.round((sampleCount / sampleRate) * timescale))
  const totalSeconds = sampleCount / sampleRate
  if (!chapters) {
    await sink.write(box('moov', header.bytes, edited(track, totalSeconds, movieTimescale, null), ...restOf(children)), moovAt)
    return
  }
  const trackId = nextTrackId(header)
  const samples = box('mdat', ...chapterSamples(chapters))
  await sink.write(samples, moovAt)
  const listing = childOf(children, 'udta')
  const parts = [
    header.bytes,
    edited(track, totalSeconds, movieTimescale, trackId),
    chapterTrack({ trackId, chapters, totalSeconds, movieTimescale, samplesAt: moovAt + 8 }),
    box('udta', listing.content, chapterList(chapters)),
  ]
  await sink.write(box('moov', ...parts), moovAt + samples.length)
}

function childOf(boxes: readonly Box[], type: string): Box {
  const found = boxes.find((child) => child.type === type)
  if (!found) throw new RangeError(`no ${type} box`)
  return found
}

function restOf(children: readonly Box[]): Uint8Array[] {
  return children.filter(({ type }) => type !== 'mvhd' && type !== 'trak').map(({ bytes }) => bytes)
}

/** The track with its edit list, and a reference to the chapters where there are some. */
function edited(track: Box, totalSeconds: number, movieTimescale: number, chaptersId: number | null): Uint8Array {
  const children = readBoxes(track.content)
  const header = childOf(children, 'tkhd')
  const duration = Math.round(totalSeconds * movieTimescale)
  setDuration(header, 'tkhd', () => duration)
  const edits = box('edts', timedBox('elst', 0, duration, (time) => [u32(1), time(duration), time(AAC_PRIMING_SAMPLES), u16(1, 0)]))
  const reference = chaptersId === null ? [] : [box('tref', box('chap', u32(chaptersId)))]
  const rest = children.filter(({ type }) => type !== 'tkhd' && type !== 'edts').map(({ bytes }) => bytes)
  return box('trak', header.bytes, edits, ...reference, joinBytes(rest))
}

/**
 * Puts a duration into a movie's or a track's header, whose fields are twice as long in version 1. Gives the movie's
 * timescale, 0 for a track's header, which has none.
 */
function setDuration({ content }: Box, type: 'mvhd' | 'tkhd', duration: (timescale: number) => number): number {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const isLong = content[0] === 1
  // Version and flags, then the times of creation and change.
  const behindTimes = 4 + (isLong ? 16 : 8)
  const timescale = type === 'mvhd' ? view.getUint32(behindTimes) : 0
  const at = behindTimes + (type === 'mvhd' ? 4 : 8)
  if (isLong) view.setBigUint64(at, BigInt(duration(timescale)))
  else view.setUint32(at, duration(timescale))
  return timescale
}

/** Takes the number that the next track gets, and counts on. */
function nextTrackId({ content }: Box): number {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const id = view.getUint32(content.byteLength - 4)
  view.setUint32(content.byteLength - 4, id + 1)
  return id
}
