import { PLAIN_PROSODY, type CastRole, type Prosody } from '../../shared/protocol/script'
import { splitAtPauses } from '../../shared/text/normaliser/pause-tags'
import { scriptPassages } from '../../shared/text/script/script-passages'
import { splitSentences, type SentenceEnd } from '../../shared/text/sentences'

/** A sentence of a chapter: what is made, heard and said again as a whole. */
export interface ChapterLine {
  /** Its words with the number of their occurrence: the same after an edit elsewhere in the chapter. */
  readonly name: string
  /** As written, without marks. */
  readonly text: string
  /** Who says it, as the text names them. */
  readonly speaker: string
  /** The mood that the text asks for. */
  readonly mood?: string
  /** How it is said, by its speaker and by the marks of the text. */
  readonly prosody: Prosody
  /** Silence before it, seconds, where the text asks for one. */
  readonly askedGapSeconds: number | null
  /** Silence before it, seconds, where nobody asks for another. */
  readonly usualGapSeconds: number
}

/** Silence behind a line, seconds. */
const USUAL_GAPS: Readonly<Record<SentenceEnd, number>> = { clause: 0.1, sentence: 0.3, paragraph: 0.7 }

/** Engines cut what is too long for them; a table without a full stop is still no single line. */
const MOST_WORDS = 60

/**
 * The lines of a chapter's text in `language` (BCP 47), as the cast says it. A pause that the text asks for ends a line and is the gap
 * before the next.
 */
export function linesOfText(text: string, language: string, cast: readonly CastRole[]): readonly ChapterLine[] {
  const lines: ChapterLine[] = []
  const occurrences = new Map<string, number>()
  let usualGapSeconds = 0
  let asked = 0
  for (const { text: said, speaker, mood, prosody, gapSeconds } of scriptPassages(text, cast, PLAIN_PROSODY)) {
    asked = Math.max(asked, lines.length > 0 ? (gapSeconds ?? 0) : 0)
    for (const segment of splitAtPauses(said)) {
      for (const sentence of splitSentences(segment.text, language, MOST_WORDS)) {
        const occurrence = (occurrences.get(sentence.text) ?? 0) + 1
        occurrences.set(sentence.text, occurrence)
        const askedGapSeconds = asked > 0 ? asked : null
        lines.push({ name: `${occurrence} ${sentence.text}`, text: sentence.text, speaker, ...(mood !== undefined && { mood }), prosody, askedGapSeconds, usualGapSeconds })
        asked = 0
        usualGapSeconds = USUAL_GAPS[sentence.end]
      }
      asked += segment.pauseSeconds
    }
  }
  return lines
}

/**
 * The text with a line in the place of its neighbour above (-1) or below (1), and that one in its place; what stands between them stays. Null
 * where there is no such neighbour, or somebody else says it.
 */
export function withLineMoved(text: string, lines: readonly ChapterLine[], index: number, by: -1 | 1): string | null {
  const [first, second] = [Math.min(index, index + by), Math.max(index, index + by)]
  const [above, below] = [lines[first], lines[second]]
  if (!above || !below || above.speaker !== below.speaker) return null
  let from = 0
  for (const line of lines.slice(0, first)) from = endOf(text, line, from)
  const aboveEnd = endOf(text, above, from)
  const belowEnd = endOf(text, below, aboveEnd)
  if (belowEnd === -1) return null
  const aboveStart = aboveEnd - above.text.length
  const belowStart = belowEnd - below.text.length
  return text.slice(0, aboveStart) + below.text + text.slice(aboveEnd, belowStart) + above.text + text.slice(belowEnd)
}

/** Where a line ends that is looked for from a place on; -1 where it is not found as it is written. */
function endOf(text: string, line: ChapterLine, from: number): number {
  const at = from === -1 ? -1 : text.indexOf(line.text, from)
  return at === -1 ? -1 : at + line.text.length
}
