import { NARRATOR, PLAIN_PROSODY, type Prosody } from '../../protocol/script'
import { PAUSE_TAG } from '../normaliser/pause-tags'
import { holdsWords } from '../sentences'
import { findMarks, isIpa, markedNumber, saidAs, type Mark, type MarkedQuality } from './marks'
import { respelledIpa } from './respelled-ipa'

/** A stretch of a text that is said in one way, by one person. */
export interface ScriptPassage {
  /** What is said, without any mark but pauses. */
  readonly text: string
  /** Who says it: a name of the cast or of a voice, as the text has it; {@link NARRATOR} for whoever reads the rest. */
  readonly speaker: string
  readonly mood?: string
  readonly prosody: Prosody
  /** Silence before it, seconds; absent for the usual pause. */
  readonly gapSeconds?: number
  /** Its place `[start, end)` in the text as it is written, in UTF-16 units, marks at its edges not included. */
  readonly start: number
  readonly end: number
}

/** A stretch that somebody of the cast says: `[start, end)`; the name before it, from `nameStart` on, is not spoken. */
export interface Turn {
  readonly speaker: string
  readonly nameStart: number
  readonly start: number
  readonly end: number
}

/** Silence where a way of speaking changes within a line, seconds: behind a sentence, and inside one. */
const GAP_SECONDS = { sentence: 0.28, clause: 0.06 } as const

/** What becomes of a text's words. */
export interface Rendering {
  readonly plain: (text: string) => string
  /** Words that are said otherwise. */
  readonly says: (written: string, spoken: string) => string
  /** Text that is marked with `say-as`. */
  readonly as: (kind: string, text: string) => string
}

/** As they are spoken. */
const SPOKEN: Rendering = { plain: (text) => text, says: (_written, spoken) => (isIpa(spoken) ? respelledIpa(spoken.slice(1, -1)) : spoken), as: (kind, text) => saidAs(kind)?.(text) ?? text }

/** How a piece is said. */
interface Manner {
  readonly speaker: string
  readonly mood: string | null
  readonly prosody: Prosody
}

/** A piece of the written text under one manner. */
interface Piece extends Manner {
  text: string
  readonly start: number
  end: number
}

/** Something that begins or ends at a place of the text. Behind `skipTo` the text goes on. */
interface Step {
  readonly at: number
  readonly skipTo: number
  /** What stands in the place of what is skipped. */
  readonly text: string
  readonly mark: Mark | null
  /** The turn that begins; null where one ends. */
  readonly turn?: Turn | null
}

/**
 * Reads a text's marks: what is said, by whom and how. A mark holds until it is closed, set again, or the text ends; one inside
 * another of its kind gives way to it again. What is unknown is not spoken. Passages hold at least one letter or digit; time and
 * memory grow with the text's length.
 *
 * @param turns who else speaks where, in order, not overlapping; a `[voice: …]` inside one wins
 * @param rendering what becomes of the words; pauses stay as they are
 */
export function readScript(text: string, turns: readonly Turn[] = [], rendering = SPOKEN): readonly ScriptPassage[] {
  const open: Record<MarkedQuality, string[]> = { pace: [], pitch: [], loudness: [], voice: [], mood: [], 'say-as': [] }
  const pieces: Piece[] = []
  let turn: Turn | null = null
  let at = 0

  function add(spoken: string, start: number, end: number): void {
    if (spoken === '') return
    const manner = mannerOf(open, turn)
    const last = pieces.at(-1)
    if (last && isSame(last, manner)) {
      last.text += spoken
      last.end = end
    } else pieces.push({ ...manner, text: spoken, start, end })
  }

  function addWritten(end: number): void {
    const kind = open['say-as'].at(-1)
    const written = text.slice(at, end)
    if (written !== '') add(kind === undefined ? rendering.plain(written) : rendering.as(kind, written), at, end)
  }

  for (const step of stepsOf(text, turns, rendering)) {
    addWritten(step.at)
    add(step.text, step.at, step.skipTo)
    if (step.mark) apply(step.mark, open)
    if (step.turn !== undefined) turn = step.turn
    at = Math.max(at, step.skipTo)
  }
  addWritten(text.length)
  return withGaps(withWords(pieces), text)
}

/** The words of a text whose marks do not count, as for one that is said like a recording. */
export function withoutMarks(text: string): string {
  return readScript(text).map((passage) => passage.text).join(' ')
}

function stepsOf(text: string, turns: readonly Turn[], { says }: Rendering): readonly Step[] {
  const marks = findMarks(text).map((mark): Step => {
    const instead = mark.kind === 'pause' ? text.slice(mark.start, mark.end) : mark.kind === 'says' ? says(mark.written, mark.spoken) : ''
    return { at: mark.start, skipTo: mark.end, text: instead, mark }
  })
  const edges = turns.flatMap((turn): Step[] => [
    { at: turn.nameStart, skipTo: turn.start, text: '', mark: null, turn },
    { at: turn.end, skipTo: turn.end, text: '', mark: null, turn: null },
  ])
  return [...marks, ...edges].sort((one, other) => one.at - other.at)
}

function apply(mark: Mark, open: Record<MarkedQuality, string[]>): void {
  if (mark.kind === 'sets') open[mark.quality].push(mark.value)
  if (mark.kind === 'ends') open[mark.quality].pop()
}

function mannerOf({ pace, pitch, loudness, voice, mood }: Record<MarkedQuality, string[]>, turn: Turn | null): Manner {
  const figure = (quality: 'pace' | 'pitch' | 'loudness', values: readonly string[], usual: number) => {
    const value = values.at(-1)
    return (value === undefined ? null : markedNumber(quality, value)) ?? usual
  }
  return {
    speaker: voice.at(-1) ?? turn?.speaker ?? NARRATOR,
    mood: mood.at(-1) ?? null,
    prosody: {
      pace: figure('pace', pace, PLAIN_PROSODY.pace),
      pitchSemitones: figure('pitch', pitch, PLAIN_PROSODY.pitchSemitones),
      gainDb: figure('loudness', loudness, PLAIN_PROSODY.gainDb),
    },
  }
}

function isSame(one: Manner, other: Manner): boolean {
  const [{ pace, pitchSemitones, gainDb }, by] = [one.prosody, other.prosody]
  return one.speaker === other.speaker && one.mood === other.mood && pace === by.pace && pitchSemitones === by.pitchSemitones && gainDb === by.gainDb
}

const pauses = new RegExp(`^(?:\\s|${PAUSE_TAG.source})+`, 'i')
const pausesAtEnd = new RegExp(`(?:${PAUSE_TAG.source})\\s*$`, 'i')

/** Pieces with words; pauses and signs between them go to the one before. */
function withWords(pieces: readonly Piece[]): readonly Piece[] {
  const kept: Piece[] = []
  for (const { ...piece } of pieces) {
    const last = kept.at(-1)
    const isSilent = !holdsWords(piece.text.replace(new RegExp(PAUSE_TAG.source, 'gi'), ''))
    const lead = last ? (isSilent ? piece.text : (pauses.exec(piece.text)?.[0] ?? '')) : ''
    if (last && (isSilent || /\[/.test(lead))) {
      last.text += lead
      piece.text = piece.text.slice(lead.length)
    }
    if (last && isSame(last, piece)) {
      last.text += piece.text
      last.end = piece.end
    } else if (!isSilent) kept.push(piece)
  }
  return kept
}

function withGaps(pieces: readonly Piece[], written: string): readonly ScriptPassage[] {
  return pieces.map(({ mood, ...piece }, index) => {
    const before = pieces[index - 1]
    const gapSeconds = before && gapBetween(before.text, written.slice(before.end - trailingSpace(before.text), piece.start), piece.text)
    return { ...piece, text: piece.text.trim(), ...(mood !== null && { mood }), ...(gapSeconds !== undefined && { gapSeconds }) }
  })
}

/** Undefined for the usual pause: at the end of a line, and where a pause was asked for. */
function gapBetween(before: string, between: string, after: string): number | undefined {
  const leading = /^\s*/.exec(after)?.[0] ?? ''
  if (pausesAtEnd.test(before) || `${between}${leading}`.includes('\n')) return undefined
  return /[.!?…]["'”’»)\]]*\s*$/.test(before) ? GAP_SECONDS.sentence : GAP_SECONDS.clause
}

function trailingSpace(text: string): number {
  return text.length - text.trimEnd().length
}
