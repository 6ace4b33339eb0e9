import type { RatedSegment } from './segment-ratings'
import { speakerSimilarity } from './speaker-similarity'

/** A stretch of speech that may become part of a prompt. */
export interface PartCandidate extends RatedSegment {
  /** Which of the recordings it lies in. */
  readonly clip: number
}

/** A candidate whose voice was put into numbers. */
export interface HeardCandidate extends PartCandidate {
  /** As the speaker encoder gives it, norm 1. */
  readonly voice: Float32Array
}

/** Two stretches of 1.5 s of one person are often as unlike as those of two people; of 2 s seldom. */
const SHORTEST_SECONDS = 2
/** A longer one leaves no room for another. */
const LONGEST_SECONDS = 6
/** Sentences that are no further apart are kept together: their pause is a part of how somebody speaks. */
const PAUSE_SECONDS = 0.6
/** Quiet kept at either end. */
const PAD_SECONDS = 0.1

/** Cuts the speech of a recording into candidates of 2 to 6 s, in pauses; speech that never pauses is cut anywhere. */
export function cutCandidates(clip: number, durationSeconds: number, segments: readonly RatedSegment[]): PartCandidate[] {
  const grown: RatedSegment[] = []
  for (const segment of segments.flatMap(withoutExcess)) {
    const last = grown.at(-1)
    const isNear = last && segment.startSeconds - last.endSeconds <= PAUSE_SECONDS
    if (isNear && segment.endSeconds - last.startSeconds <= LONGEST_SECONDS) grown[grown.length - 1] = joined(last, segment)
    else grown.push(segment)
  }
  return grown
    .filter((segment) => lengthOf(segment) >= SHORTEST_SECONDS)
    .map(({ startSeconds, endSeconds, worth }) => ({
      clip,
      worth,
      startSeconds: Math.max(0, startSeconds - PAD_SECONDS),
      endSeconds: Math.min(durationSeconds, endSeconds + PAD_SECONDS),
    }))
}

/** The best candidates, as many as `seconds` of sound hold: those worth listening to. */
export function bestCandidates<T extends PartCandidate>(candidates: readonly T[], seconds: number): T[] {
  let left = seconds
  return [...candidates]
    .sort((a, b) => b.worth - a.worth)
    .filter((candidate) => {
      const fits = lengthOf(candidate) <= left
      if (fits) left -= lengthOf(candidate)
      return fits
    })
    .sort((a, b) => a.clip - b.clip || a.startSeconds - b.startSeconds)
}

/**
 * Those candidates that are in one voice: the one that most of the first recording is in, for that is whose voice is being
 * made. `leastSimilarity` is what two stretches of one person reach.
 */
export function ofOneVoice(candidates: readonly HeardCandidate[], leastSimilarity: number): HeardCandidate[] {
  const alike = (candidate: HeardCandidate) =>
    candidates.filter(({ voice }) => speakerSimilarity(voice, candidate.voice) >= leastSimilarity)
  const firstClip = candidates.reduce((least, { clip }) => Math.min(least, clip), Infinity)
  const weight = (group: readonly HeardCandidate[]) =>
    group.reduce((sum, candidate) => sum + (candidate.clip === firstClip ? lengthOf(candidate) : 0), 0)
  const groups = candidates.map(alike).sort((a, b) => weight(b) - weight(a))
  return groups[0] ?? []
}

function withoutExcess(segment: RatedSegment): RatedSegment[] {
  const count = Math.ceil(lengthOf(segment) / LONGEST_SECONDS)
  const length = lengthOf(segment) / count
  return Array.from({ length: count }, (_, index) => ({
    ...segment,
    startSeconds: segment.startSeconds + index * length,
    endSeconds: segment.startSeconds + (index + 1) * length,
  }))
}

function joined(a: RatedSegment, b: RatedSegment): RatedSegment {
  const [lengthA, lengthB] = [lengthOf(a), lengthOf(b)]
  return {
    startSeconds: a.startSeconds,
    endSeconds: b.endSeconds,
    worth: (a.worth * lengthA + b.worth * lengthB) / (lengthA + lengthB),
  }
}

function lengthOf({ startSeconds, endSeconds }: Pick<RatedSegment, 'startSeconds' | 'endSeconds'>): number {
  return endSeconds - startSeconds
}
