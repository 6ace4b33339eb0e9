import type { TimedWord } from '../../src/shared/protocol/timed-word'

/** A word as transformers.js gives it: seconds, the end null where the sound ended inside the word. */
export interface WordChunk {
  readonly text: string
  readonly timestamp: readonly [start: number, end: number | null]
}

/**
 * The words that lie inside a recording of `seconds`. Whisper fills every recording up to 30 s and makes up words for
 * the silence behind it ("you", "thank you"): those are dropped.
 */
export function wordsInside(chunks: readonly WordChunk[], seconds: number): readonly TimedWord[] {
  return chunks.flatMap(({ text, timestamp: [start, end] }) => {
    const word = text.trim()
    if (word === '' || start >= seconds) return []
    return [{ text: word, startSeconds: start, endSeconds: Math.min(seconds, Math.max(start, end ?? seconds)) }]
  })
}
