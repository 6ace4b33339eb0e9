import type { TimedWord } from '../../../../src/shared/protocol/timed-word'
import { signsOf } from './vocabulary'
import { findWordSigns } from './word-signs'

/** Frames of the text side in a second: 600 samples at 24 kHz each. */
const FRAMES_PER_SECOND = 40

/**
 * When each word of a sentence sounds, by what the network itself decided: seconds from the first sample that it makes.
 *
 * @param ids of the sentence's phonemes, without the boundaries
 * @param durations frames that each id lasts, the boundary before them and the one behind them included
 */
export function wordTimes(text: string, ids: readonly number[], durations: Int32Array): readonly TimedWord[] {
  const starts = new Float64Array(ids.length + 1)
  let seconds = (durations[0] ?? 0) / FRAMES_PER_SECOND
  for (let at = 0; at <= ids.length; at++) {
    starts[at] = seconds
    seconds += (durations[at + 1] ?? 0) / FRAMES_PER_SECOND
  }
  return findWordSigns(text, signsOf(ids)).map(({ text: word, from, to }) =>
    ({ text: word, startSeconds: starts[from] ?? 0, endSeconds: starts[to] ?? 0 }))
}

/** The same words where `seconds` were cut from the beginning of the sound. */
export function wordsAfterCut(words: readonly TimedWord[], seconds: number): readonly TimedWord[] {
  const moved = (at: number) => Math.max(0, at - seconds)
  return words.map(({ text, startSeconds, endSeconds }) => ({ text, startSeconds: moved(startSeconds), endSeconds: moved(endSeconds) }))
}
