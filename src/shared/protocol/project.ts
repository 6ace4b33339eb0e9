import type { DocumentCover } from './document'
import type { SpeakSettings } from './engine'
import type { ErrorCode } from './errors'
import type { CastRole } from './script'
import type { TimedWord } from './timed-word'

/** Long work: a book or a script whose chapters become sound line by line, in as many visits as that takes. */
export interface Project {
  readonly id: string
  readonly createdAt: string
  readonly title: string
  /** Empty where nobody is named. */
  readonly author: string
  /** BCP 47, of the engine's languages. */
  readonly language: string
  readonly cover: DocumentCover | null
  /** The narrator first. */
  readonly cast: readonly CastRole[]
  readonly packId: string
  /** With its seed: what is made once can be made again. */
  readonly settings: SpeakSettings
  /** All chapters, in their order. */
  readonly chapterIds: readonly string[]
  /**
   * How the voices of the cast sounded when lines were made with them: by the voice's id, then by the mood that was asked for ('' for none).
   * They stand in the keys of lines, so that a voice that learns anew or is deleted takes back nothing that is made.
   */
  readonly voiceSounds?: VoiceSounds
  /** True while it is to be made: a tab that opens goes on with it. */
  readonly isWanted: boolean
}

export type VoiceSounds = Readonly<Record<string, Readonly<Record<string, string>>>>

export interface ProjectChapter {
  readonly id: string
  readonly projectId: string
  readonly title: string
  /** Paragraphs with an empty line between; may hold marks. Its sentences are the chapter's lines. */
  readonly text: string
  /** False for a chapter that is neither made nor written into files. */
  readonly isIncluded: boolean
  /** What was chosen for single lines, by `lineName`. */
  readonly choices: Readonly<Record<string, LineChoice>>
}

/** What a person chose for one line. */
export interface LineChoice {
  /** What is said in place of the words in the text. */
  readonly words?: string
  /** The mood of the voice, in place of the one in the text. */
  readonly mood?: string
  /** Silence before it, seconds, in place of the usual one. */
  readonly gapSeconds?: number
  /** How often it was said again; each time departs from the others by its seed. */
  readonly version?: number
}

/**
 * What is known of a line that was made. Its key stands for all that its sound depends on (words, voice, engine, settings),
 * so that a changed text, voice or setting asks for another sound, and the same words in another place for none.
 */
export interface LineFacts {
  readonly projectId: string
  readonly key: string
  /** Hz. */
  readonly sampleRate: number
  /** 0 where the line was left out. */
  readonly sampleCount: number
  readonly wallMs: number
  /** Why it cannot be said: it is left out, and the rest goes on. */
  readonly leftOut?: (typeof UNSPEAKABLE)[number]
}

/** What is wrong with the words and not with the device: such a line is left out, so that it does not hold back a whole book. */
export const UNSPEAKABLE = ['text-unspeakable', 'text-script-unsupported', 'text-too-long', 'generation-runaway', 'position-budget-exceeded'] as const satisfies readonly ErrorCode[]

/** The sound of a line, without silence at its end. */
export interface LineSound {
  readonly projectId: string
  readonly key: string
  /** Mono PCM; a sample is the integer times `scale`. */
  readonly pcm: Int16Array
  readonly scale: number
  /** When its words sound, from its beginning; absent where the engine does not tell. */
  readonly words?: readonly TimedWord[]
}
