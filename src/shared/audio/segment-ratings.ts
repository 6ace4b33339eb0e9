import { FRAME_SECONDS, type SpeechFrames } from './speech-frames'
import type { SpeechSegment } from './speech-segments'

/** A stretch of speech and how good it is. */
export interface RatedSegment extends SpeechSegment {
  /** 0 (drowned) to 1 (clear, over a quiet background); -1 less where it is clipped. */
  readonly worth: number
}

/** Background is listened for this far around a stretch: rooms and distances change in long recordings. */
const AROUND_SECONDS = 5
/** Reverberation and soft endings right beside speech are not background. */
const GUARD_SECONDS = 0.12
/** Less background than this says nothing about a stretch. */
const FEWEST_FRAMES = 6
/** Below the first nothing is left of a voice in a clone, above the second nobody hears the rest. */
const WORST_SNR_DB = 6
const BEST_SNR_DB = 36

/** Rates stretches of a recording by their level over the background beside them, sureness of speech, and clipping. */
export function rateSegments(frames: SpeechFrames, segments: readonly SpeechSegment[]): RatedSegment[] {
  const isBackground = backgroundFrames(frames.powers.length, segments)
  return segments.map((segment) => {
    const [start, end] = [frameAt(segment.startSeconds), Math.max(frameAt(segment.startSeconds) + 1, frameAt(segment.endSeconds))]
    const speech = mean(frames.powers.subarray(start, end))
    const around = frameAt(AROUND_SECONDS)
    const noise = mean(frames.powers.subarray(Math.max(0, start - around), end + around)
      .filter((_, index) => isBackground[Math.max(0, start - around) + index] === 1), FEWEST_FRAMES)
    const clarity = noise === null ? 1 : share(10 * Math.log10((speech ?? 0) / noise), WORST_SNR_DB, BEST_SNR_DB)
    const sureness = mean(frames.likelihoods.subarray(start, end)) ?? 0
    const isClipped = frames.clipped.subarray(start, end).includes(1)
    return { ...segment, worth: (clarity + sureness) / 2 - (isClipped ? 1 : 0) }
  })
}

/** 1 for every frame that is well outside all segments. */
function backgroundFrames(count: number, segments: readonly SpeechSegment[]): Uint8Array {
  const marks = new Uint8Array(count).fill(1)
  for (const { startSeconds, endSeconds } of segments) {
    marks.fill(0, Math.max(0, frameAt(startSeconds - GUARD_SECONDS)), Math.max(0, frameAt(endSeconds + GUARD_SECONDS) + 1))
  }
  return marks
}

function frameAt(seconds: number): number {
  return Math.floor(seconds / FRAME_SECONDS)
}

/** Null for fewer values than `fewest`. */
function mean(values: Float32Array, fewest = 1): number | null {
  return values.length < fewest ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Where `value` lies between two others, 0 to 1. */
function share(value: number, low: number, high: number): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)))
}
