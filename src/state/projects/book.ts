import type { LineFacts, Project, ProjectChapter } from '../../shared/protocol/project'
import type { SavedVoice } from '../../shared/protocol/records'
import { NARRATOR, type CastRole } from '../../shared/protocol/script'
import type { KeptProject } from '../../shared/storage/services'
import { findNames, foldedName } from '../../shared/text/script/speakers'
import { moodOf } from '../speak/script-reading'
import { plannedLines, soundOfVoice, type LineContext, type PlannedLine } from './planned-lines'

/** A project in memory: texts and figures, no sound. */
export interface Book {
  readonly project: Project
  /** In their order. */
  readonly chapters: readonly ProjectChapter[]
  readonly made: ReadonlyMap<string, LineFacts>
}

export function bookOf({ project, chapters, made }: KeptProject): Book {
  return { project, chapters, made: new Map(made.map((facts) => [facts.key, facts])) }
}

export function chapterLines({ project }: Book, chapter: ProjectChapter, context: LineContext): readonly PlannedLine[] {
  return plannedLines(project, chapter, context)
}

/** How far something has come. */
export interface Made {
  readonly lineCount: number
  readonly madeCount: number
  /** Sound that is there, with the silence between its lines. */
  readonly seconds: number
  readonly characterCount: number
  readonly madeCharacterCount: number
  /** Of those made, the ones that could not be said: they are in no file. */
  readonly leftOutCount: number
}

export function madeOfChapter(book: Book, chapter: ProjectChapter, context: LineContext): Made {
  const lines = chapterLines(book, chapter, context)
  let [madeCount, seconds, characterCount, madeCharacterCount, leftOutCount] = [0, 0, 0, 0, 0]
  for (const { key, gapSeconds, spokenText } of lines) {
    characterCount += spokenText.length
    const facts = book.made.get(key)
    if (!facts) continue
    madeCount++
    madeCharacterCount += spokenText.length
    if (facts.leftOut) leftOutCount++
    if (facts.sampleCount > 0) seconds += gapSeconds + facts.sampleCount / facts.sampleRate
  }
  return { lineCount: lines.length, madeCount, seconds, characterCount, madeCharacterCount, leftOutCount }
}

/** Of all chapters that are included. */
export function madeOfBook(book: Book, context: LineContext): Made {
  const parts = includedChapters(book).map((chapter) => madeOfChapter(book, chapter, context))
  const sum = (figure: (made: Made) => number) => parts.reduce((total, made) => total + figure(made), 0)
  return {
    lineCount: sum((made) => made.lineCount),
    madeCount: sum((made) => made.madeCount),
    seconds: sum((made) => made.seconds),
    characterCount: sum((made) => made.characterCount),
    madeCharacterCount: sum((made) => made.madeCharacterCount),
    leftOutCount: sum((made) => made.leftOutCount),
  }
}

export function includedChapters({ chapters }: Book): readonly ProjectChapter[] {
  return chapters.filter(({ isIncluded }) => isIncluded)
}

export function isWhole({ lineCount, madeCount }: Made): boolean {
  return lineCount > 0 && madeCount === lineCount
}

/** Milliseconds that a character takes on this device, by what is made of the project; null while nothing is. */
export function msPerCharacter(book: Book, context: LineContext): number | null {
  let [wallMs, characters] = [0, 0]
  const seen = new Set<string>()
  for (const chapter of book.chapters) {
    for (const { key, spokenText } of chapterLines(book, chapter, context)) {
      const facts = book.made.get(key)
      if (!facts || facts.leftOut || seen.has(key)) continue
      seen.add(key)
      wallMs += facts.wallMs
      characters += spokenText.length
    }
  }
  return characters === 0 ? null : wallMs / characters
}

/** Seconds until something is made; null while nobody knows. */
export function secondsLeft({ characterCount, madeCharacterCount }: Made, characterMs: number | null): number | null {
  return characterMs === null ? null : ((characterCount - madeCharacterCount) * characterMs) / 1000
}

export interface NextLine {
  readonly chapter: ProjectChapter
  readonly line: PlannedLine
}

/** What of a project is to be made. */
export interface MakingScope {
  /** The chapter that somebody wants to hear first. */
  readonly firstChapterId: string | null
  /** Of that chapter, the one line that is wanted; null for all of the project. */
  readonly onlyLine: string | null
}

/** The line that is to be made next: of the chapter that is wanted first, then in order; null where all is there. */
export function nextLine(book: Book, context: LineContext, { firstChapterId, onlyLine }: MakingScope): NextLine | null {
  const first = book.chapters.filter(({ id }) => id === firstChapterId)
  for (const chapter of onlyLine === null ? [...first, ...includedChapters(book)] : first) {
    const line = chapterLines(book, chapter, context).find(({ key, name }) => !book.made.has(key) && (onlyLine === null || name === onlyLine))
    if (line) return { chapter, line }
  }
  return null
}

/** Keys of all sounds that the project asks for, in chapters that are left out for now, too. */
export function wantedKeys(book: Book, context: LineContext): ReadonlySet<string> {
  return new Set(book.chapters.flatMap((chapter) => chapterLines(book, chapter, context).map(({ key }) => key)))
}

/** The project with how the voices sounded with which its lines were made; the same where that is known. */
export function withVoiceSounds(book: Book, context: LineContext): Project {
  const { project, chapters, made } = book
  const found: Record<string, Record<string, string>> = {}
  for (const { key, voice, voicePlace: { voiceId, mood } } of chapters.flatMap((chapter) => chapterLines(book, chapter, context))) {
    if (!voice || !made.has(key) || project.voiceSounds?.[voiceId]?.[mood] !== undefined) continue
    found[voiceId] = { ...project.voiceSounds?.[voiceId], ...found[voiceId], [mood]: soundOfVoice(voice) }
  }
  return Object.keys(found).length === 0 ? project : { ...project, voiceSounds: { ...project.voiceSounds, ...found } }
}

/** Voices that sound otherwise by now than when lines of a project were made with them. */
export function changedVoices({ voiceSounds = {} }: Project, voices: readonly SavedVoice[]): readonly SavedVoice[] {
  return voices.filter((voice) => Object.entries(voiceSounds[voice.id] ?? {}).some(([mood, sound]) => soundOfVoice(moodOf(voice, mood === '' ? undefined : mood)) !== sound))
}

/** Everybody who has a voice of their own, the narrator first, and whom the texts let speak beside them. */
export function speakersOf(cast: readonly CastRole[], chapters: readonly ProjectChapter[]): readonly string[] {
  const names = new Map([NARRATOR, ...cast.map(({ name }) => name)].map((name) => [foldedName(name), name]))
  for (const { text } of chapters) {
    for (const { name } of findNames(text)) if (!names.has(foldedName(name))) names.set(foldedName(name), name)
  }
  return [...names.values()]
}
