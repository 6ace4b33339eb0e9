import { checkPrompt } from '../audio/prompt-check'
import { suggestStretch } from '../audio/suggest-stretch'
import type { VoicePrompt } from '../protocol/engine'
import type { PromptDraft } from './app-state'

/** The least that can lie between the trim handles. */
export const SHORTEST_PART_SECONDS = 0.5

export function promptSeconds(prompt: VoicePrompt): number {
  return prompt.samples.length / prompt.sampleRate
}

/** A draft of the whole prompt, trimmed to the stretch that suits cloning best. */
export function makeDraft(prompt: VoicePrompt, source: PromptDraft['source'], name: string): PromptDraft {
  return withPart({ prompt, source, name }, ...suggestedPart(prompt))
}

/** Start and end, in seconds, of the stretch that suits cloning best. */
export function suggestedPart(prompt: VoicePrompt): [startSeconds: number, endSeconds: number] {
  const { startSeconds, endSeconds } = suggestStretch(prompt.samples, prompt.sampleRate)
  return [startSeconds, endSeconds]
}

/** The draft with other trim handles, kept in order, inside the prompt and apart, and what is found in that part. */
export function withPart(draft: Pick<PromptDraft, 'prompt' | 'source' | 'name'>, startSeconds: number, endSeconds: number): PromptDraft {
  const total = promptSeconds(draft.prompt)
  const shortest = Math.min(SHORTEST_PART_SECONDS, total)
  const start = Math.min(Math.max(0, startSeconds), total - shortest)
  const end = Math.min(Math.max(start + shortest, endSeconds), total)
  const trimmed = { ...draft, startSeconds: start, endSeconds: end }
  return { ...trimmed, ...checkPrompt(partOf(trimmed), draft.prompt.sampleRate) }
}

/** A view of the samples between the trim handles. */
export function partOf({ prompt, startSeconds, endSeconds }: Pick<PromptDraft, 'prompt' | 'startSeconds' | 'endSeconds'>): Float32Array {
  return prompt.samples.subarray(
    Math.round(startSeconds * prompt.sampleRate),
    Math.round(endSeconds * prompt.sampleRate),
  )
}
