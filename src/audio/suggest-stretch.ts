import { clippedRuns } from './levels'
import { findSpeech, type SpeechSegment } from './speech-segments'

const SHORTEST_SECONDS = 5
const LONGEST_SECONDS = 12
/** Silence kept at either end, where there is that much. */
const PAD_SECONDS = 0.15
/** What a second of length is worth against a share of speech: between two equally dense stretches the longer wins. */
const LENGTH_WEIGHT = 0.04
/** A stretch with clipping is taken only if all have it. */
const CLIPPING_PENALTY = 1

/**
 * The stretch of a clip that makes the best prompt: 5 to 12 s, dense with speech, starting and ending in pauses, not
 * clipped. What cannot be had is given up in this order: freedom from clipping, the pauses, the length. A clip without
 * speech is suggested whole (up to 12 s).
 *
 * @param samples mono PCM, up to 10 minutes
 */
export function suggestStretch(samples: Float32Array, sampleRate: number): SpeechSegment {
  const durationSeconds = samples.length / sampleRate
  const { segments } = findSpeech(samples, sampleRate)
  const first = segments[0]
  const last = segments.at(-1)
  if (!first || !last) return { startSeconds: 0, endSeconds: Math.min(durationSeconds, LONGEST_SECONDS) }

  const whole = padded(first.startSeconds, last.endSeconds, durationSeconds)
  if (lengthOf(whole) <= SHORTEST_SECONDS) return whole

  const clippedAt = clippedRuns(samples).map(({ start }) => start / sampleRate)
  let best: SpeechSegment | null = null
  let bestScore = -Infinity
  for (const [i, opening] of segments.entries()) {
    let speechSeconds = 0
    for (const closing of segments.slice(i)) {
      const stretch = padded(opening.startSeconds, closing.endSeconds, durationSeconds)
      speechSeconds += lengthOf(closing)
      if (lengthOf(stretch) < SHORTEST_SECONDS) continue
      if (lengthOf(stretch) > LONGEST_SECONDS) break
      const score = scoreOf(stretch, speechSeconds, clippedAt)
      if (score > bestScore) [best, bestScore] = [stretch, score]
    }
  }
  return best ?? longestWindow(segments, durationSeconds)
}

function scoreOf(stretch: SpeechSegment, speechSeconds: number, clippedAt: readonly number[]): number {
  const clipped = clippedAt.some((seconds) => seconds >= stretch.startSeconds && seconds < stretch.endSeconds)
  const length = lengthOf(stretch)
  return speechSeconds / length + LENGTH_WEIGHT * length - (clipped ? CLIPPING_PENALTY : 0)
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
