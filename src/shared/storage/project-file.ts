import * as v from 'valibot'
import { MynaError } from '../protocol/errors'
import { UNSPEAKABLE, type LineFacts, type LineSound } from '../protocol/project'
import type { ProjectFileCodec } from './services'
import { speakSettingsEntries } from './speak-settings-schema'

/**
 * A project as one file, `<title>.myna-project`. Version 1: a line `myna-project 1 LENGTH`, padded with spaces to 32 bytes with its line
 * break, then LENGTH bytes of JSON, then one after another the bytes of the cover, of the voices' files, and of the lines' sound
 * (16-bit integers, little-endian), as long as the JSON says. All lines can be read one by one from the disk.
 */
const MAGIC = 'myna-project'
const VERSION = 1
const OPENING_BYTES = 32
/** Texts, and the times of words: 200,000 words are about 30 MB. */
const MOST_HEADER_BYTES = 256 * 1024 * 1024
/** As long as a pause that is asked for in a text. */
const LONGEST_GAP_SECONDS = 10

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const shortText = v.pipe(v.string(), v.maxLength(500))
/** As documents have them: hundreds may have written one. */
const documentText = v.pipe(v.string(), v.maxLength(1_000_000))
const between = (least: number, most: number) => v.pipe(v.number(), v.minValue(least), v.maxValue(most))
const prosodySchema = v.object({ pace: v.number(), pitchSemitones: v.number(), gainDb: v.number() })
const wordSchema = v.object({ text: v.string(), startSeconds: v.number(), endSeconds: v.number() })

const headerSchema = v.object({
  project: v.object({
    createdAt: v.pipe(v.string(), v.isoTimestamp()),
    title: documentText,
    author: documentText,
    language: shortText,
    cast: v.array(v.object({ name: shortText, voiceId: shortText, prosody: prosodySchema })),
    packId: shortText,
    voiceSounds: v.exactOptional(v.record(v.string(), v.record(v.string(), v.string()))),
    settings: v.object(speakSettingsEntries),
  }),
  cover: v.nullable(v.object({ mediaType: v.picklist(['image/jpeg', 'image/png']), bytes: count })),
  chapters: v.array(v.object({
    title: documentText,
    text: v.string(),
    isIncluded: v.boolean(),
    choices: v.record(v.string(), v.object({
      words: v.exactOptional(v.string()), mood: v.exactOptional(shortText), gapSeconds: v.exactOptional(between(0, LONGEST_GAP_SECONDS)), version: v.exactOptional(count),
    })),
  })),
  voices: v.array(v.object({ id: shortText, bytes: count })),
  lines: v.array(v.object({
    key: v.string(),
    sampleRate: v.pipe(between(8000, 192_000), v.integer()),
    sampleCount: count,
    wallMs: v.number(),
    leftOut: v.exactOptional(v.picklist(UNSPEAKABLE)),
    scale: v.exactOptional(between(0, 1)),
    words: v.exactOptional(v.array(wordSchema)),
  })),
})
type Header = v.InferOutput<typeof headerSchema>

export const projectFileCodec: ProjectFileCodec = {
  async encode({ project, chapters, made }, voices, readLine) {
    const { createdAt, title, author, language, cast, packId, settings, voiceSounds, cover } = project
    const lines: Header['lines'] = []
    const sounds: Blob[] = []
    for (const { key, sampleRate, sampleCount, wallMs, leftOut } of made) {
      const facts = { key, sampleRate, sampleCount, wallMs }
      if (sampleCount === 0) {
        lines.push({ ...facts, ...(leftOut && { leftOut }) })
        continue
      }
      const { pcm, scale, words } = await readLine(key)
      lines.push({ ...facts, scale, ...(words && { words: words.map((word) => ({ ...word })) }) })
      // A blob of its own: the browser may put it to its disk while the next one is read.
      sounds.push(new Blob([new Int16Array(pcm)]))
    }
    const header: Header = {
      project: { createdAt, title, author, language, cast: cast.map((role) => ({ ...role })), packId, settings, ...(voiceSounds && { voiceSounds }) },
      cover: cover && { mediaType: cover.mediaType, bytes: cover.bytes.byteLength },
      chapters: chapters.map((chapter) => ({ title: chapter.title, text: chapter.text, isIncluded: chapter.isIncluded, choices: { ...chapter.choices } })),
      voices: Array.from(voices, ([id, { size }]) => ({ id, bytes: size })),
      lines,
    }
    const json = new Blob([JSON.stringify(header)])
    const opening = `${`${MAGIC} ${VERSION} ${json.size}`.padEnd(OPENING_BYTES - 1)}\n`
    return new Blob([opening, json, ...(cover ? [cover.bytes] : []), ...voices.values(), ...sounds])
  },

  async decode(file) {
    const headerBytes = await readOpening(file)
    const header = parseHeader(await file.slice(OPENING_BYTES, OPENING_BYTES + headerBytes).text())
    let at = OPENING_BYTES + headerBytes
    const next = (bytes: number): Blob => {
      at += bytes
      if (at > file.size) throw invalid('it ends too early')
      return file.slice(at - bytes, at)
    }
    const { cover } = header
    const picture = cover && { bytes: await next(cover.bytes).arrayBuffer(), mediaType: cover.mediaType }
    const voices = new Map(header.voices.map(({ id, bytes }) => [id, next(bytes)]))
    const sounds = header.lines.map(({ sampleCount }) => next(sampleCount * Int16Array.BYTES_PER_ELEMENT))
    return {
      project: { ...header.project, id: '', cover: picture, chapterIds: [], isWanted: false },
      chapters: header.chapters.map((chapter) => ({ ...chapter, id: '', projectId: '' })),
      voices,
      lineCount: header.lines.length,
      async *lines(projectId) {
        for (const [index, line] of header.lines.entries()) yield readLine(projectId, line, sounds[index] ?? new Blob())
      },
    }
  },
}

async function readLine(projectId: string, { scale, words, ...known }: Header['lines'][number], bytes: Blob): Promise<{ facts: LineFacts; sound: LineSound | null }> {
  const facts = { projectId, ...known }
  if (known.sampleCount === 0) return { facts, sound: null }
  const pcm = new Int16Array(await bytes.arrayBuffer())
  return { facts, sound: { projectId, key: known.key, pcm, scale: scale ?? 1 / 32_767, ...(words && { words }) } }
}

/** How long the JSON is. The version comes first: a newer file may look different in everything else. */
async function readOpening(file: Blob): Promise<number> {
  const [, version, bytes] = new RegExp(`^${MAGIC} (\\d+) (\\d+) *\\n$`).exec(await file.slice(0, OPENING_BYTES).text()) ?? []
  if (version === undefined) throw invalid('it does not begin as a project')
  if (Number(version) > VERSION) throw new MynaError('project-file-too-new', `version ${version}; this app reads up to ${VERSION}`)
  if (Number(bytes) > MOST_HEADER_BYTES) throw invalid(`${bytes ?? ''} bytes of texts`)
  return Number(bytes)
}

function parseHeader(text: string): Header {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (thrown) {
    throw invalid('its texts are damaged', thrown)
  }
  const parsed = v.safeParse(headerSchema, json)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw invalid(`${v.getDotPath(issue) ?? 'file'}: ${issue.message}`)
}

function invalid(detail: string, cause?: unknown): MynaError {
  return new MynaError('project-file-invalid', detail, { cause })
}
