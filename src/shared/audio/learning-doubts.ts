import type { PromptFinding } from './prompt-check'

/** What of a recording is learned along with the voice. */
const LEARNED_ALONG = ['clipping', 'noisy', 'echo', 'telephone', 'several-speakers', 'music', 'voices-at-once'] as const satisfies readonly PromptFinding['code'][]

/** What speaks against learning a voice from a recording. */
export type LearningDoubt = (typeof LEARNED_ALONG)[number] | 'short'

/** Below this, half of what is learned from a recording is what happened to be said in it. */
const SHORT_SECONDS = 5

/** Doubts about a recording, by what was found in it and how many seconds of speech it holds. */
export function learningDoubts(findings: readonly PromptFinding[], speechSeconds: number): readonly LearningDoubt[] {
  const spoiled = LEARNED_ALONG.filter((doubt) => findings.some(({ code }) => code === doubt))
  return speechSeconds < SHORT_SECONDS ? [...spoiled, 'short'] : spoiled
}
