import type { SavedVoice } from '../../shared/protocol/records'
import { NARRATOR, PLAIN_PROSODY, type CastRole, type Passage } from '../../shared/protocol/script'
import { applyPronunciations, type Pronunciation } from '../../shared/text/pronunciations'
import type { ScriptPassage } from '../../shared/text/script/read-script'
import { scriptPassages } from '../../shared/text/script/script-passages'
import { foldedName } from '../../shared/text/script/speakers'
import { findSpeakableProblem, type SpeakableProblem } from '../../shared/text/speakable'
import { inMood } from '../voice-library/moods'
import type { SpokenScript } from './spoken-script'

/** What a text is read with. */
export interface ScriptReading {
  readonly text: string
  /** BCP 47. */
  readonly language: string
  readonly cast: readonly CastRole[]
  /** See `scriptPassages`. */
  readonly gapSeconds?: number
  /** The person's library. */
  readonly voices: readonly SavedVoice[]
  /** Says what no voice of the cast or of the library does. */
  readonly narrator: SavedVoice
  readonly pronunciations: readonly Pronunciation[]
}

/**
 * What is said of a text with its marks and its cast, and by whose voices: a speaker is somebody of the cast, else a voice of the
 * library of that name, else the narrator. A problem instead where nothing can be said.
 */
export function readingOf(reading: ScriptReading): SpokenScript | SpeakableProblem {
  const passages = scriptPassages(reading.text, reading.cast, PLAIN_PROSODY, reading.gapSeconds)
  const problem = problemOf(reading, passages)
  if (problem) return problem
  const { language, pronunciations, narrator } = reading
  const voices: SavedVoice[] = []
  const placeOf = (voice: SavedVoice) => {
    const place = voices.findIndex(({ promptSha256, id }) => id === voice.id && promptSha256 === voice.promptSha256)
    return place < 0 ? voices.push(voice) - 1 : place
  }
  const spoken = passages.map(({ text, speaker, mood, prosody, gapSeconds }): Passage => ({
    text: applyPronunciations(text, pronunciations, language),
    voice: placeOf(moodOf(speakerVoice(speaker, reading) ?? narrator, mood)),
    prosody,
    ...(gapSeconds !== undefined && { gapSeconds }),
  }))
  const [first = narrator, ...others] = voices
  return { passages: spoken, voices: [first, ...others] }
}

function problemOf({ text, language }: ScriptReading, passages: readonly ScriptPassage[]): SpeakableProblem | null {
  if (passages.length > 0) return findSpeakableProblem(passages.map((passage) => passage.text).join('\n'), language)
  return findSpeakableProblem(text, language) ?? { code: 'text-unspeakable', detail: 'there is nothing but marks' }
}

/** The voice in a mood; one without that mood speaks as it does. */
export function moodOf(voice: SavedVoice, mood: string | undefined): SavedVoice {
  return (mood === undefined ? null : inMood(voice, mood)) ?? voice
}

/** Who says what a speaker says: somebody of the cast, else a voice of the library of that name, else the cast's narrator; null where there is none. */
export function speakerVoice(speaker: string, { cast, voices }: Pick<ScriptReading, 'cast' | 'voices'>): SavedVoice | null {
  const narrator = cast.find(({ name }) => name === NARRATOR)
  const role = speaker === NARRATOR ? narrator : cast.find(({ name }) => name !== NARRATOR && foldedName(name) === foldedName(speaker))
  const byName = speaker === NARRATOR ? undefined : voices.find(({ name }) => foldedName(name) === foldedName(speaker))
  return voices.find(({ id }) => id === (role?.voiceId ?? byName?.id)) ?? voices.find(({ id }) => id === narrator?.voiceId) ?? null
}
