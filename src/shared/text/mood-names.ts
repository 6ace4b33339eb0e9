/** What the prompt that a voice began with is called until somebody names it. */
export const USUAL_MOOD = 'usual'

/** What is wrong with the name of a mood. */
export type MoodProblem = 'empty' | 'brackets' | 'taken'

/** The moods of a voice, as far as their names go. */
export interface NamedMoods {
  readonly moodName?: string
  readonly moods?: readonly { readonly name: string }[]
}

/** Names of all moods of a voice, that of its own prompt first. */
export function moodNames({ moodName = USUAL_MOOD, moods = [] }: NamedMoods): readonly string[] {
  return [moodName, ...moods.map(({ name }) => name)]
}

/** Whether both name one mood: capitals and spaces do not count. */
export function isSameMood(a: string, b: string): boolean {
  return plain(a) === plain(b)
}

/** Why a mood of a voice cannot be called so, which text asks for as `[mood: name]`; null where it can. `before` is what it is called now. */
export function moodProblem(voice: NamedMoods, name: string, before?: string): MoodProblem | null {
  if (name.trim() === '') return 'empty'
  if (/[[\]]/.test(name)) return 'brackets'
  return moodNames(voice).some((other) => other !== before && isSameMood(other, name)) ? 'taken' : null
}

function plain(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase()
}
