/** What was found out about a take by listening to it, as it is kept with the take. */

/** A stretch of a take that was spoken in one go. */
export interface TakeSentence {
  /** As it was said: numbers and signs in words. */
  readonly text: string
  /** Samples `[start, end)` of the take; the pause behind the sentence belongs to it. */
  readonly startSample: number
  readonly endSample: number
  /** The seed that it was spoken again with; absent where the take's own seed made it. */
  readonly seed?: number
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
  /** Everything that was heard, as the listener wrote it. */
  readonly heard: string
  /** Words heard that are not in the text. */
  readonly extraCount: number
  readonly findings: readonly SentenceFinding[]
  /** How often it was spoken in all, 1 or more. */
  readonly attempts: number
}

export interface TakeCheck {
  /** The pack that listened. */
  readonly packId: string
  /** In the order of the take's sentences. */
  readonly sentences: readonly SentenceCheck[]
}
