/** What was found out about a take by listening to it, as it is kept with the take. */

import type { TimedWord } from './timed-word'

/** A stretch of a take that was spoken in one go. */
export interface TakeSentence {
  /** As it was said: numbers and signs in words. */
  readonly text: string
  /** Samples `[start, end)` of the take; the pause behind the sentence belongs to it. */
  readonly startSample: number
  readonly endSample: number
  /** When its words sound, by the engine that spoke them, from its first sample on; absent where the engine does not tell. */
  readonly words?: readonly TimedWord[]
  /** Place of its passage in the take's script; absent where there is none. */
  readonly passage?: number
  /** The seed that it was spoken again with; absent where the take's own seed made it. */
  readonly seed?: number
  /** Why this candidate for it was kept, where there were several to choose from. */
  readonly choice?: SentenceChoice
}

/** One of several candidates for a sentence, as far as it could be judged. */
export interface SentenceCandidate {
  readonly seed: number
  /** Of its words, where somebody listened, and of its sound. */
  readonly findings: readonly SentenceFinding[]
  /** Words that were heard differently, not at all, or in addition to the text; null where nobody listened. */
  readonly wrongCount: number | null
  /** How alike it is to the prompt, -1 to 1 (see `speakerSimilarity`); null where that could not be measured. */
  readonly similarity: number | null
}

/** What the kept candidate has over the best of the others. */
export type ChoiceReason = 'findings' | 'words' | 'similarity' | 'none'

/** Which of several candidates for a sentence was kept. */
export interface SentenceChoice {
  /** The candidates, in the order in which they were made; the first is what the take's own seed gives. */
  readonly readings: readonly SentenceCandidate[]
  /** Index of the kept one. */
  readonly kept: number
  readonly reason: ChoiceReason
}

/** What can be wrong with a sentence. */
export type SentenceFinding =
  | 'words-differ'
  | 'ending-missing'
  | 'ending-repeated'
  | 'no-sound'
  | 'clipping'
  | 'long-silence'
  | 'too-fast'
  | 'too-slow'
  | 'cut-ending'
  | 'voice-strays'

/** A word of the text and what was heard in its place. */
export interface CheckedWord {
  readonly text: string
  readonly verdict: 'same' | 'different' | 'missing'
  /** Null where nothing was heard in its place. */
  readonly heardAs: string | null
  /** Seconds from the start of the take; null where it was not heard. */
  readonly startSeconds: number | null
  readonly endSeconds: number | null
}

export interface SentenceCheck {
  readonly words: readonly CheckedWord[]
  /** Everything that was heard, as the transcriber wrote it. */
  readonly heard: string
  /** Words heard that are not in the text. */
  readonly extraCount: number
  readonly findings: readonly SentenceFinding[]
  /** How alike it is to the prompt, -1 to 1; absent for a short one, and where it could not be measured. */
  readonly similarity?: number
  /** How often it was spoken in all, 1 or more. */
  readonly attempts: number
}

export interface TakeCheck {
  /** The pack that listened. */
  readonly packId: string
  /** In the order of the take's sentences. */
  readonly sentences: readonly SentenceCheck[]
}

/** The candidate for a sentence that was kept. */
export interface ChosenCandidate {
  readonly chunkIndex: number
  readonly seed: number
  readonly choice: SentenceChoice
  /** What was heard in it; null where nobody listened. */
  readonly check: SentenceCheck | null
}
