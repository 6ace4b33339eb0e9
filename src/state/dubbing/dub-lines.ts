import type { DubLine, SavedTake, TakeDub } from '../../shared/protocol/records'
import type { Cue } from '../../shared/text/subtitles'

/** Nobody hears that a line begins this much late. */
const TOLERANCE_SECONDS = 0.1
/** How much faster or slower than the voice speaks a line may be said. */
const SLOWEST = 0.8
const FASTEST = 1.25

/** What is said of cues: without signs for sounds and music, in the order of their times. Cues that hold nothing else are left out. */
export function dubLines(cues: readonly Cue[]): readonly DubLine[] {
  return cues
    .map(({ text, startSeconds, endSeconds }) => ({ text: spokenPart(text), startSeconds, endSeconds: Math.max(startSeconds, endSeconds) }))
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
    .toSorted((a, b) => a.startSeconds - b.startSeconds)
}

/** Without "[door slams]", "♪ la la ♪" and the dashes before the words of two people. */
function spokenPart(text: string): string {
  return text
    .replace(/\[[^\]]*\]|♪[^♪]*♪?/g, ' ')
    .replace(/^\s*[-–—]\s*/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * The pace at which a line fills its time, within what still sounds like speech.
 *
 * @param seconds its length at the voice's own pace
 * @param roomSeconds from where it begins to where it should end
 */
export function fittingPace(seconds: number, roomSeconds: number): number {
  return Math.min(FASTEST, Math.max(SLOWEST, seconds / Math.max(roomSeconds, 0.1)))
}

/** A line that ends later than it may. */
export interface DubMisfit {
  /** Place of the line. */
  readonly line: number
  /** By how much the next line, or the end, is late for it. */
  readonly overSeconds: number
}

/** Lines of a take that did not fit the times that it was spoken to; null where it was spoken to others, or to none. */
export function dubMisfits({ dub, sentences = [], sampleRate }: Pick<SavedTake, 'dub' | 'sentences' | 'sampleRate'>, { lines, seconds }: TakeDub): readonly DubMisfit[] | null {
  const isOfThese = dub?.seconds === seconds && dub.lines.length === lines.length && dub.lines.every(({ startSeconds }, at) => startSeconds === lines[at]?.startSeconds)
  if (!isOfThese) return null
  return sentences.flatMap(({ endSample }, line): DubMisfit[] => {
    const overSeconds = endSample / sampleRate - (lines[line + 1]?.startSeconds ?? seconds)
    return overSeconds > TOLERANCE_SECONDS ? [{ line, overSeconds }] : []
  })
}
