import { signsOf } from '../vocabulary'
import { findWordSigns } from '../word-signs'

/**
 * How far a recording may be from the network's reading of its words. Right sentences of eight people were 0.4 to 0.65 away, and their words, where
 * they last a quarter of a second, up to 0.25 further than the usual one; other sentences were 0.7 and more away, another word 0.33 further.
 */
const MOST_DISTANCE = 0.68
const STRANGE_DISTANCE = 0.75
const STRANGE_BESIDE_OTHERS = 0.3
const LEAST_WINDOWS = 20
/** Of fewer words none is the usual one. */
const LEAST_WORDS = 4

/** A sentence that was found in a recording. */
export interface CheckedSentence {
  readonly text: string
  /** Boundaries included. */
  readonly ids: readonly number[]
  /** Frames of the recording, of two windows each. */
  readonly durations: Int32Array
  /** Of each window from what the network says there. */
  readonly distances: Float32Array
}

/** The word of a sentence at which a recording surely says something else; null where it may be right. */
export function strangeWord(sentence: CheckedSentence): string | null {
  const words = wordsOf(sentence).filter(({ windows }) => windows > 0)
  const [farthest] = words.toSorted((a, b) => b.distance - a.distance)
  if (!farthest) return null
  const windows = words.reduce((sum, word) => sum + word.windows, 0)
  const mean = words.reduce((sum, word) => sum + word.distance * word.windows, 0) / windows
  if (mean > MOST_DISTANCE) return bare(farthest.text)
  const usual = words.map(({ distance }) => distance).toSorted((a, b) => a - b)[words.length >> 1] ?? NaN
  // The last word goes over into the room's echo.
  const strange = words.slice(0, -1).find(({ distance, windows: length }) => length >= LEAST_WINDOWS && distance > STRANGE_DISTANCE && distance - usual > STRANGE_BESIDE_OTHERS)
  return strange && words.length >= LEAST_WORDS ? bare(strange.text) : null
}

/** The words, how many windows of the recording each lasts, and its mean distance there. */
function wordsOf({ text, ids, durations, distances }: CheckedSentence) {
  const starts = new Float64Array(ids.length + 1)
  ids.forEach((_, i) => { starts[i + 1] = (starts[i] ?? 0) + 2 * (durations[i] ?? 0) })
  return findWordSigns(text, signsOf(ids.slice(1, -1))).map(({ text: word, from, to }) => {
    const heard = distances.subarray(starts[from + 1], starts[to + 1])
    return { text: word, windows: heard.length, distance: heard.reduce((sum, value) => sum + value, 0) / Math.max(1, heard.length) }
  })
}

function bare(word: string): string {
  return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
}
