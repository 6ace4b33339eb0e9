/** A stretch of text as it is said, and the silence that its author asked for after it. */
export interface SpokenSegment {
  /** One line per line of the text; empty only where a text begins with a pause. */
  readonly text: string
  /** Seconds; 0 where no pause was asked for. */
  readonly pauseSeconds: number
}

/** Longest pause that a tag may ask for, seconds; a slip of the keyboard must not silence a reading for minutes. */
export const MAX_PAUSE_SECONDS = 10

/** Length of a bare `[pause]`, seconds. */
const DEFAULT_PAUSE_SECONDS = 0.5

/** A tag that asks for a pause: its length and unit are captured. */
export const PAUSE_TAG = /\[pause(?:[ :=]+(\d{1,6}(?:[.,]\d{1,3})?)\s?(ms|s|sec|seconds?)?)?\]/gi

/**
 * Cuts a written text at `[pause 0.5s]`, `[pause 500ms]` and `[pause]`. Pauses that follow each other add up. What is
 * not quite a tag stays text.
 */
export function splitAtPauses(written: string): readonly SpokenSegment[] {
  const segments: SpokenSegment[] = []
  let from = 0
  for (const tag of written.matchAll(PAUSE_TAG)) {
    const text = written.slice(from, tag.index).trim()
    from = tag.index + tag[0].length
    const seconds = secondsOf(tag[1], tag[2])
    const last = segments.at(-1)
    if (text === '' && last) segments.pop()
    const before = text === '' && last ? last : { text, pauseSeconds: 0 }
    segments.push({ ...before, pauseSeconds: Math.min(MAX_PAUSE_SECONDS, before.pauseSeconds + seconds) })
  }
  const rest = written.slice(from)
  if (rest.trim() !== '' || segments.length === 0) segments.push({ text: rest, pauseSeconds: 0 })
  return segments
}

function secondsOf(amount: string | undefined, unit: string | undefined): number {
  if (amount === undefined) return DEFAULT_PAUSE_SECONDS
  const value = Number(amount.replace(',', '.'))
  return unit?.toLowerCase() === 'ms' ? value / 1000 : value
}

/** The tag that asks for a pause of so many seconds. */
export function pauseTag(seconds: number): string {
  return `[pause ${Number(seconds.toFixed(3))}s]`
}
