/** A word and when it sounds, in seconds from the start of the sound that it belongs to. */
export interface TimedWord {
  /** As it is written there, with its punctuation, without spaces around it. */
  readonly text: string
  readonly startSeconds: number
  readonly endSeconds: number
}

/** The same words, `seconds` later. */
export function movedWords(words: readonly TimedWord[], seconds: number): readonly TimedWord[] {
  return words.map(({ text, startSeconds, endSeconds }) => ({ text, startSeconds: startSeconds + seconds, endSeconds: endSeconds + seconds }))
}
