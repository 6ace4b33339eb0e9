import type { RatedSegment } from './segment-ratings'
import type { SpeechSegment } from './speech-segments'

const SHORTEST_SECONDS = 5
const LONGEST_SECONDS = 12
/** Silence kept at either end, where there is that much. */
const PAD_SECONDS = 0.15
/** What a second of length is worth against a share of speech: between two equally dense stretches the longer wins. */
const LENGTH_WEIGHT = 0.04

/**
 * The stretch of a recording that makes the best prompt: 5 to 12 s, dense with speech of the best worth, starting and
 * ending in pauses. What cannot be had is given up in this order: worth, the pauses, the length. A recording without
 * speech is suggested whole (up to 12 s).
 *
 * @param segments all stretches of speech in it, in order
 */
export function suggestStretch(durationSeconds: number, segments: readonly RatedSegment[]): SpeechSegment {
  const first = segments[0]
  const last = segments.at(-1)
  if (!first || !last) return { startSeconds: 0, endSeconds: Math.min(durationSeconds, LONGEST_SECONDS) }

  const whole = padded(first.startSeconds, last.endSeconds, durationSeconds)
  if (lengthOf(whole) <= SHORTEST_SECONDS) return whole

  let best: SpeechSegment | null = null
  let bestScore = -Infinity
  for (const [i, opening] of segments.entries()) {
    let speechSeconds = 0
    let worth = 0
    // By index: a copy of the rest for each opening would cost a long recording its square.
    for (let j = i; j < segments.length; j++) {
      const closing = segments[j] ?? opening
      const stretch = padded(opening.startSeconds, closing.endSeconds, durationSeconds)
      speechSeconds += lengthOf(closing)
      worth += lengthOf(closing) * closing.worth
      if (lengthOf(stretch) < SHORTEST_SECONDS) continue
      if (lengthOf(stretch) > LONGEST_SECONDS) break
      const score = scoreOf(stretch, speechSeconds, worth)
      if (score > bestScore) [best, bestScore] = [stretch, score]
    }
  }
  return best ?? longestWindow(segments, durationSeconds)
}

/** What a stretch is worth by the measure that the suggestion is the best by; 0 without speech. Compares recordings with each other. */
export function stretchWorth(stretch: SpeechSegment, segments: readonly RatedSegment[]): number {
  let [speechSeconds, worth] = [0, 0]
  for (const segment of segments) {
    const seconds = Math.min(segment.endSeconds, stretch.endSeconds) - Math.max(segment.startSeconds, stretch.startSeconds)
    if (seconds <= 0) continue
    speechSeconds += seconds
    worth += seconds * segment.worth
  }
  return speechSeconds === 0 ? 0 : Math.max(0, scoreOf(stretch, speechSeconds, worth))
}

/** @param worth of all its speech, times its seconds */
function scoreOf(stretch: SpeechSegment, speechSeconds: number, worth: number): number {
  return speechSeconds / lengthOf(stretch) + LENGTH_WEIGHT * lengthOf(stretch) + worth / speechSeconds
}

/** No pauses at the right places: 12 s from the start of the longest speech, or up to the end of the clip. */
function longestWindow(segments: readonly SpeechSegment[], durationSeconds: number): SpeechSegment {
  const longest = segments.reduce((longer, segment) => (lengthOf(segment) > lengthOf(longer) ? segment : longer))
  const startSeconds = Math.max(0, Math.min(longest.startSeconds - PAD_SECONDS, durationSeconds - LONGEST_SECONDS))
  return { startSeconds, endSeconds: Math.min(durationSeconds, startSeconds + LONGEST_SECONDS) }
}

function padded(startSeconds: number, endSeconds: number, durationSeconds: number): SpeechSegment {
  return {
    startSeconds: Math.max(0, startSeconds - PAD_SECONDS),
    endSeconds: Math.min(durationSeconds, endSeconds + PAD_SECONDS),
  }
}

function lengthOf({ startSeconds, endSeconds }: SpeechSegment): number {
  return endSeconds - startSeconds
}
