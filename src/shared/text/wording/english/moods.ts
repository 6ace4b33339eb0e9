import type { MoodProblem } from '../../mood-names'

const problems: Readonly<Record<MoodProblem, string>> = {
  empty: 'A mood needs a name.',
  brackets: 'Leave out square brackets: they stand around the name in a text.',
  taken: 'Another mood of this voice has this name.',
}

/** What is wrong with the name of a mood, and what to do. */
export function moodProblemWording(problem: MoodProblem): string {
  return problems[problem]
}

/** What people often call the moods of a voice. */
export const MOOD_IDEAS: readonly string[] = ['calm', 'cheerful', 'excited', 'sad', 'serious', 'whisper']
