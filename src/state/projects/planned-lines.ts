import type { SpeakSettings } from '../../shared/protocol/engine'
import type { LineChoice, Project, ProjectChapter } from '../../shared/protocol/project'
import type { SavedVoice } from '../../shared/protocol/records'
import type { CastRole, Prosody } from '../../shared/protocol/script'
import { applyPronunciations, type Pronunciation } from '../../shared/text/pronunciations'
import { foldedName } from '../../shared/text/script/speakers'
import { moodOf, speakerVoice } from '../speak/script-reading'
import { linesOfText, type ChapterLine } from './chapter-lines'

/** A line with everything that its sound depends on. */
export interface PlannedLine extends ChapterLine {
  readonly choice: LineChoice
  /** Who says it; null where there is no such voice any more. */
  readonly voice: SavedVoice | null
  /** Where its voice stands in `Project.voiceSounds`. */
  readonly voicePlace: VoicePlace
  /** What the engine gets: with the person's pronunciations in it. */
  readonly spokenText: string
  readonly gapSeconds: number
  /** Of its sound: see `LineFacts`. */
  readonly key: string
}

/** A voice, and the mood that is asked of it ('' for none). */
export interface VoicePlace {
  readonly voiceId: string
  readonly mood: string
}

/** What lines depend on beside their project and chapter. */
export interface LineContext {
  readonly voices: readonly SavedVoice[]
  readonly pronunciations: readonly Pronunciation[]
}

interface Memo {
  readonly from: readonly unknown[]
  readonly lines: readonly PlannedLine[]
}

/** Chapters are asked for their lines at every change of the state, and hardly ever change themselves. */
const planned = new WeakMap<ProjectChapter, Memo>()
const split = new WeakMap<ProjectChapter, { readonly language: string; readonly cast: readonly CastRole[]; readonly lines: readonly ChapterLine[] }>()

/** The lines of a chapter as they are to be made. The same array as before where nothing of what they depend on changed. */
export function plannedLines(project: Project, chapter: ProjectChapter, { voices, pronunciations }: LineContext): readonly PlannedLine[] {
  const from = [project.cast, project.packId, project.settings, project.language, project.voiceSounds, voices, pronunciations]
  const before = planned.get(chapter)
  if (before?.from.every((part, index) => part === from[index])) return before.lines
  const lines = writtenLines(project, chapter).map((line) => planLine(project, chapter, line, { voices, pronunciations }))
  planned.set(chapter, { from, lines })
  return lines
}

function writtenLines({ language, cast }: Project, chapter: ProjectChapter): readonly ChapterLine[] {
  const before = split.get(chapter)
  if (before?.language === language && before.cast === cast) return before.lines
  const lines = linesOfText(chapter.text, language, cast)
  split.set(chapter, { language, cast, lines })
  return lines
}

function planLine(project: Project, chapter: ProjectChapter, line: ChapterLine, { voices, pronunciations }: LineContext): PlannedLine {
  const choice = chapter.choices[line.name] ?? {}
  const { packId, language, settings } = project
  const spokenText = applyPronunciations(choice.words ?? line.text, pronunciations, language)
  const { voice, voicePlace, sound } = voiceOf(project, line.speaker, choice.mood ?? line.mood, voices)
  const key = JSON.stringify([spokenText, sound, ...figuresOf(line.prosody), packId, language, ...settingsOf(settings), choice.version ?? 0])
  const gapSeconds = choice.gapSeconds ?? line.askedGapSeconds ?? line.usualGapSeconds
  return { ...line, choice, voice, voicePlace, spokenText, gapSeconds, key }
}

/** Who says what a speaker says, and how that one sounds in this project; nobody else where the one of the cast is gone. */
function voiceOf({ cast, voiceSounds }: Project, speaker: string, mood: string | undefined, voices: readonly SavedVoice[]) {
  const own = speakerVoice(speaker, { cast, voices })
  const role = cast.find(({ name }) => foldedName(name) === foldedName(speaker))
  const voicePlace: VoicePlace = { voiceId: role?.voiceId ?? own?.id ?? cast[0]?.voiceId ?? '', mood: mood ?? '' }
  const voice = own?.id === voicePlace.voiceId ? moodOf(own, mood) : null
  return { voice, voicePlace, sound: voiceSounds?.[voicePlace.voiceId]?.[voicePlace.mood] ?? (voice ? soundOfVoice(voice) : null) }
}

/** Figures alone, in one order: what came out of a file may have its fields in another. */
function figuresOf({ pace, pitchSemitones, gainDb }: Prosody): readonly number[] {
  return [pace, pitchSemitones, gainDb]
}

function settingsOf({ seed, speed, temperature, steps, pitchSemitones = 0, gainDb = 0 }: SpeakSettings): readonly (number | null)[] {
  return [seed, speed, temperature, steps, pitchSemitones, gainDb]
}

/** What tells one sound of a voice from another: its recording, and what was learned of it since. */
export function soundOfVoice({ promptSha256, learned }: SavedVoice): string {
  return learned?.inUse ? `${promptSha256} ${learned.learnedAt}` : promptSha256
}
