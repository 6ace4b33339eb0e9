import type { TimedWord } from '../../../../src/shared/protocol/timed-word'
import { signsOf } from './vocabulary'
import { findWordSigns } from './word-signs'

/** Frames of the text side in a second: 600 samples at 24 kHz each. */
const FRAMES_PER_SECOND = 40
/** The sound runs ahead of its frames by so much: measured where speech begins after a silence (`scripts/eval/word-times.ts`). */
const AHEAD_SECONDS = 0.03
/** Sound is looked at in steps; one that is this much weaker than the loudest is silent. */
const STEP_SECONDS = 0.005
const SILENCE_DB = 40

/**
 * When each word of a sentence sounds, by what the network itself decided: seconds from the first sample that it makes.
 *
 * @param ids of the sentence's phonemes, without the boundaries
 * @param durations frames that each id lasts, the boundary before them and the one behind them included
 */
export function wordTimes(text: string, ids: readonly number[], durations: Int32Array): readonly TimedWord[] {
  const starts = new Float64Array(ids.length + 1)
  let seconds = (durations[0] ?? 0) / FRAMES_PER_SECOND - AHEAD_SECONDS
  for (let at = 0; at <= ids.length; at++) {
    starts[at] = seconds
    seconds += (durations[at + 1] ?? 0) / FRAMES_PER_SECOND
  }
  return findWordSigns(text, signsOf(ids)).map(({ text: word, from, to }) =>
    ({ text: word, startSeconds: starts[from] ?? 0, endSeconds: starts[to] ?? 0 }))
}

/**
 * The same words without the silence at their edges: the network counts a breath between two words to the one before it. Of words
 * that do not lie wholly in `samples`, and of silent ones, nothing changes.
 *
 * @param samples mono, of the sound that the words' times belong to
 * @param fromSeconds where `samples` begin in it
 */
export function withoutSilence(words: readonly TimedWord[], samples: Float32Array, sampleRate: number, fromSeconds = 0): readonly TimedWord[] {
  const step = Math.round(STEP_SECONDS * sampleRate)
  const powers = Array.from({ length: Math.ceil(samples.length / step) }, (_, at) => power(samples.subarray(at * step, (at + 1) * step)))
  const floor = powers.reduce((a, b) => Math.max(a, b), 0) * 10 ** (-SILENCE_DB / 10)
  const stepAt = (seconds: number) => Math.round(((seconds - fromSeconds) * sampleRate) / step)
  return words.map((word) => {
    const [from, to] = [stepAt(word.startSeconds), stepAt(word.endSeconds)]
    if (from < 0 || to > powers.length) return word
    const own = powers.slice(from, to)
    const first = own.findIndex((value) => value > floor)
    if (first === -1) return word
    const quietSteps = own.length - 1 - own.findLastIndex((value) => value > floor)
    return { ...word, startSeconds: word.startSeconds + first * STEP_SECONDS, endSeconds: word.endSeconds - quietSteps * STEP_SECONDS }
  })
}

function power(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
}

/** The same words where `seconds` were cut from the beginning of the sound. */
export function wordsAfterCut(words: readonly TimedWord[], seconds: number): readonly TimedWord[] {
  const moved = (at: number) => Math.max(0, at - seconds)
  return words.map(({ text, startSeconds, endSeconds }) => ({ text, startSeconds: moved(startSeconds), endSeconds: moved(endSeconds) }))
}
