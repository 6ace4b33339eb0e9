import { MynaError } from '../../shared/protocol/errors'
import type { SavedVoice, VoiceMood, VoiceTranscript } from '../../shared/protocol/records'
import { isSameMood, moodProblem, USUAL_MOOD } from '../../shared/text/mood-names'

/** Beside the voice's own; with more, an exported voice would be too large to be read again. */
export const MOST_MOODS = 8

/** The voice as it sounds in one of its moods: a voice whose own prompt is that mood's. Null where it has none of that name. */
export function inMood(voice: SavedVoice, name: string): SavedVoice | null {
  const own = voice.moodName ?? USUAL_MOOD
  if (isSameMood(own, name)) return voice
  const mood = voice.moods?.find((other) => isSameMood(other.name, name))
  if (!mood) return null
  const { promptWav, promptSeconds, promptSha256, isCleaned, transcript, moods, learned, ...rest } = voice
  const former: VoiceMood = { name: own, promptWav, promptSeconds, promptSha256, ...(isCleaned && { isCleaned }), ...(transcript !== undefined && { transcript }) }
  const { name: moodName, ...prompt } = mood
  return {
    ...rest,
    ...prompt,
    moodName,
    moods: (moods ?? []).map((other) => (other === mood ? former : other)),
    ...(learned && { learned: { ...learned, promptSha256: learned.promptSha256 ?? promptSha256 } }),
  }
}

/** The voice in the mood whose prompt has this hash; null where it has none such. */
export function withPrompt(voice: SavedVoice, promptSha256: string): SavedVoice | null {
  if (voice.promptSha256 === promptSha256) return voice
  const mood = voice.moods?.find((other) => other.promptSha256 === promptSha256)
  return mood ? inMood(voice, mood.name) : null
}

/** The voice with what `words` makes of the words of the prompt that has this hash, its own or that of a mood; as it was where it has none such. */
export function withTranscript(voice: SavedVoice, promptSha256: string, words: (kept: VoiceTranscript | null | undefined) => VoiceTranscript | null | undefined): SavedVoice {
  const said = <Prompt extends SavedVoice | VoiceMood>(prompt: Prompt): Prompt => {
    const transcript = prompt.promptSha256 === promptSha256 ? words(prompt.transcript) : undefined
    return transcript === undefined ? prompt : { ...prompt, transcript }
  }
  return { ...said(voice), ...(voice.moods && { moods: voice.moods.map(said) }) }
}

/** The voice with one mood more. Errors: `mood-name-unfit`, `mood-too-many`, `mood-kept-already` (the very same recording). */
export function withMood(voice: SavedVoice, mood: VoiceMood): SavedVoice {
  const { moods = [] } = voice
  if (moods.length >= MOST_MOODS) throw new MynaError('mood-too-many', `${moods.length + 1} moods are kept`)
  if ([voice, ...moods].some(({ promptSha256 }) => promptSha256 === mood.promptSha256)) throw new MynaError('mood-kept-already', mood.promptSha256)
  return { ...voice, moods: [...moods, { ...mood, name: fitName(voice, mood.name) }] }
}

/** Errors: `mood-name-unfit`; `record-missing` where the voice has no mood of the old name. */
export function withMoodRenamed(voice: SavedVoice, name: string, newName: string): SavedVoice {
  const fit = fitName(voice, newName, name)
  if (name === (voice.moodName ?? USUAL_MOOD)) return { ...voice, moodName: fit }
  return { ...voice, moods: changed(voice, name, (mood) => [{ ...mood, name: fit }]) }
}

/** The voice without a mood that is not its own, and without what was learned from that. Errors: `record-missing`. */
export function withoutMood(voice: SavedVoice, name: string): SavedVoice {
  const { learned, ...rest } = voice
  const isLost = voice.moods?.some((mood) => mood.name === name && isLearnedFrom(voice, mood))
  return { ...rest, moods: changed(voice, name, () => []), ...(learned && !isLost && { learned }) }
}

/** Whether what was learned of the voice was learned from this mood. */
export function isLearnedFrom({ learned }: SavedVoice, mood: VoiceMood): boolean {
  return learned?.promptSha256 === mood.promptSha256
}

function fitName(voice: SavedVoice, name: string, before?: string): string {
  const problem = moodProblem(voice, name, before)
  if (problem) throw new MynaError('mood-name-unfit', `“${name}” is ${problem}`)
  return name.trim()
}

function changed({ moods = [] }: Pick<SavedVoice, 'moods'>, name: string, change: (mood: VoiceMood) => readonly VoiceMood[]): readonly VoiceMood[] {
  if (!moods.some((mood) => mood.name === name)) throw new MynaError('record-missing', `no mood “${name}”`)
  return moods.flatMap((mood) => (mood.name === name ? change(mood) : [mood]))
}
