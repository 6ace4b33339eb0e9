import { box, fullBox, joinBytes, timedBox, u16, u32, u64 } from './mp4-boxes'

/** A chapter of a book, in seconds from its start. */
export interface Mp4Chapter {
  readonly title: string
  readonly startSeconds: number
}

/** Milliseconds. */
const CHAPTER_TIMESCALE = 1000
const UNITY_MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
/** The list has one byte for its length. */
const MOST_LISTED = 255

/** What the chapter track needs to know of the movie. */
export interface ChapterTrack {
  readonly trackId: number
  readonly chapters: readonly Mp4Chapter[]
  readonly totalSeconds: number
  readonly movieTimescale: number
  /** Where in the file the first of {@link chapterSamples} lies. */
  readonly samplesAt: number
}

/** The titles as samples of QuickTime text: a length, the text, and that it is UTF-8. */
export function chapterSamples(chapters: readonly Mp4Chapter[]): Uint8Array[] {
  return chapters.map(({ title }) => {
    const text = utf8(title, 0xffff)
    return joinBytes([u16(text.length), text, box('encd', u32(0x100))])
  })
}

/**
 * The chapter list that Nero introduced and most players of audiobooks read: no standard, but FFmpeg, mp4v2 and VLC agree
 * on it. Starts are in units of 100 ns.
 */
export function chapterList(chapters: readonly Mp4Chapter[]): Uint8Array {
  const listed = chapters.slice(0, MOST_LISTED)
  const entries = listed.map(({ title, startSeconds }) => {
    const text = utf8(title, 255)
    return joinBytes([u64(Math.round(startSeconds * 1e7)), Uint8Array.of(text.length), text])
  })
  return box('chpl', u32(0x01000000, 0), Uint8Array.of(listed.length), ...entries)
}

/**
 * The chapters as a text track, which Apple's players read: Apple, "QuickTime File Format", chapter lists. The track of
 * sound has to refer to it with `tref`/`chap`.
 */
export function chapterTrack({ trackId, chapters, totalSeconds, movieTimescale, samplesAt }: ChapterTrack): Uint8Array {
  const starts = [...chapters.map(({ startSeconds }) => Math.round(startSeconds * CHAPTER_TIMESCALE)), Math.round(totalSeconds * CHAPTER_TIMESCALE)]
  const durations = chapters.map((_, index) => (starts[index + 1] ?? 0) - (starts[index] ?? 0))
  const sizes = chapterSamples(chapters).map(({ length }) => length)
  const table = box(
    'stbl',
    fullBox('stsd', 0, u32(1), textEntry()),
    fullBox('stts', 0, u32(durations.length), ...durations.map((duration) => u32(1, duration))),
    fullBox('stsc', 0, u32(1, 1, sizes.length, 1)),
    fullBox('stsz', 0, u32(0, sizes.length, ...sizes)),
    fullBox('co64', 0, u32(1), u64(samplesAt)),
  )
  const header = box('gmhd', fullBox('gmin', 0, u16(0x40, 0x8000, 0x8000, 0x8000, 0, 0)), box('text', UNITY_MATRIX))
  const media = box(
    'mdia',
    fullBox('mdhd', 0, u32(0, 0, CHAPTER_TIMESCALE, starts.at(-1) ?? 0), u16(0x55c4, 0)),
    fullBox('hdlr', 0, u32(0), ascii('text'), u32(0, 0, 0), ascii('Chapters\0')),
    box('minf', header, box('dinf', fullBox('dref', 0, u32(1), fullBox('url ', 1))), table),
  )
  // In the movie, but not enabled: nobody is to see it as a subtitle.
  const duration = Math.round(totalSeconds * movieTimescale)
  const place = [u32(0, 0), u16(0, 0, 0, 0), UNITY_MATRIX, u32(0, 0)]
  const trackHeader = timedBox('tkhd', 2, duration, (time) => [time(0), time(0), u32(trackId, 0), time(duration), ...place])
  return box('trak', trackHeader, media)
}

/** How text is shown: black and plain; no player shows it. */
function textEntry(): Uint8Array {
  return box(
    'text',
    u32(0), u16(0, 1), // Reserved, and the data reference.
    u32(1, 1), u16(0, 0, 0), // Flags, justification, background.
    u16(0, 0, 0, 0), u32(0, 0), // Text box, reserved.
    u16(0, 0), Uint8Array.of(0, 0, 0), u16(0, 0, 0), Uint8Array.of(0), // Font, reserved, colour, no name.
  )
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

/** Cut to whole characters of at most `limit` bytes. */
function utf8(text: string, limit: number): Uint8Array {
  const encoder = new TextEncoder()
  const bytes = new Uint8Array(limit)
  const { written } = encoder.encodeInto(text, bytes)
  return bytes.subarray(0, written)
}
