import type { ChunkPart } from '../../../../../src/shared/protocol/engine'
import { SAMPLES_PER_PITCH } from './harmonic-source'

/** Rows of the generator, or values of the energy curve, in a second. */
const ROWS_PER_SECOND = 80
/** Rows that the generator sees before and behind a part: more than its convolutions reach. */
const CONTEXT_ROWS = 12
/** How long a part is that grows, by all that came before it. */
const LEAST_GROWTH = 1
const MOST_GROWTH = 1.5
/** Rows to either side of a cut over which one part passes into the next. */
const FADE_ROWS = 2
/** Rows to either side of a cut where levels are compared, and those over which a difference of level is made up for. */
const LEVEL_ROWS = 8
const GLIDE_ROWS = 40
/** A difference that may be made up for, as a factor: 4 dB. Where there is more, one of them is a breath. */
const MOST_GAIN = 1.6

/** A stretch of a sentence's sound that the generator makes in one run. Rows are its own, two for each frame. */
export interface SoundPart {
  /** Rows that it stands for. */
  readonly from: number
  readonly to: number
  /** Rows that the generator reads for it. */
  readonly readFrom: number
  readonly readTo: number
}

/** Sound of a part, joined to what came before: mono PCM at 24 kHz. */
export interface MadePart {
  readonly samples: Float32Array<ArrayBuffer>
  readonly isLast: boolean
}

/** Where a sentence's sound may be cut, in seconds. */
export interface PartLengths {
  /**
   * The first part, which is heard while the next is made, is between these; each after it is as long as all before it
   * together, or up to half as long again. Null cuts for memory alone.
   */
  readonly opening: { readonly least: number; readonly most: number } | null
  /** No part is longer: a sentence's memory grows with its longest part. */
  readonly most: number
}

/**
 * How much of a sentence's sound is made at a time: what it takes of memory grows with its longest part, 12 MB for a second.
 * The first sentence of a reading begins with an opening, heard while the rest is made: by its place, never by how fast this
 * device is, so that the same text is the same samples everywhere.
 */
export function partLengthsOf(chunkIndex: number): PartLengths {
  return { opening: chunkIndex === 0 ? { least: 1, most: 1.8 } : null, most: 12 }
}

/**
 * Share of a sentence's work that is done before the generator's first part, for all of its sound at once: text, source and decoder, a
 * fifth as measured, and what the first part reads beyond itself.
 */
const SHARE_AHEAD = 0.25

/** In what parts a sentence of so many seconds will come, by an estimate: each as if the quietest place were in the middle. */
export function foreseenParts(seconds: number, lengths: PartLengths): ChunkPart[] {
  const cuts = cutRows(Math.round(seconds * ROWS_PER_SECOND), lengths, (from, to) => (from + to) / 2).map((row) => row / ROWS_PER_SECOND)
  return [...cuts, seconds].map((end, i) => {
    const length = end - (cuts[i - 1] ?? 0)
    return { seconds: length, workShare: ((1 - SHARE_AHEAD) * length) / seconds + (i === 0 ? SHARE_AHEAD : 0) }
  })
}

/** A part of half a second says little of how a voice's channels vary, so what is left behind the parts that grow is longer. */
const LEAST_REST_SECONDS = 2

/**
 * Cuts a sentence's sound where its energy is least: into an opening and parts that grow, if asked for and something is left behind
 * them, and the rest into equal parts, so many that none is too long. `energy` is [rows].
 *
 * Every part is normalised by itself: over an opening of 1.25 s the sound is as far from that of the sentence made whole
 * (2.8 dB log-spectral distance) as the published graph's 8 bits bring it (2.6) or other noise does (2.2).
 */
export function planParts(energy: Float32Array, lengths: PartLengths): SoundPart[] {
  const rows = energy.length
  const cuts = [0, ...cutRows(rows, lengths, (from, to) => quietest(energy, Math.round(from), Math.round(to)))]
  return cuts.map((from, i) => {
    const to = cuts[i + 1] ?? rows
    return { from, to, readFrom: Math.max(0, from - CONTEXT_ROWS), readTo: Math.min(rows, to + CONTEXT_ROWS) }
  })
}

/** The rows that sound of so many rows is cut at, each chosen by `choose` out of [from, to). */
function cutRows(rows: number, lengths: PartLengths, choose: (from: number, to: number) => number): number[] {
  const cuts: number[] = []
  for (;;) {
    const window = nextWindow(cuts.at(-1) ?? 0, rows, lengths)
    if (window === null) return cuts
    cuts.push(choose(window.from, window.to))
  }
}

/** Where the part that starts at row `start` may end; null where it is the last. */
function nextWindow(start: number, rows: number, { opening, most }: PartLengths): { readonly from: number; readonly to: number } | null {
  const rest = rows - start
  if (opening) {
    const from = start === 0 ? opening.least * ROWS_PER_SECOND : LEAST_GROWTH * start
    const to = start === 0 ? opening.most * ROWS_PER_SECOND : MOST_GROWTH * start
    if (to <= most * ROWS_PER_SECOND && rest >= to + LEAST_REST_SECONDS * ROWS_PER_SECOND) return { from: start + from, to: start + to }
  }
  if (rest <= most * ROWS_PER_SECOND) return null
  // A cut may lie a fifth of a part before its place.
  const length = rest / Math.ceil((1.2 * rest) / (most * ROWS_PER_SECOND))
  return { from: start + 0.8 * length, to: start + length }
}

/** The row in [from, to) with the least energy around it. */
function quietest(energy: Float32Array, from: number, to: number): number {
  const around = (row: number) => energy.subarray(Math.max(0, row - FADE_ROWS), row + FADE_ROWS).reduce((sum, value) => sum + value, 0)
  let [best, least] = [from, Infinity]
  for (let row = from; row < to; row++) {
    const sum = around(row)
    if (sum < least) [best, least] = [row, sum]
  }
  return best
}

/**
 * Joins the sounds of consecutive parts, each as long as what was read for it. Pitch and phase are the same on both sides of
 * a cut, since the source is made for the whole sentence; one side passes into the other, and begins at its level.
 */
export function createPartJoiner(): (sound: Float32Array, part: SoundPart, isLast: boolean) => Float32Array<ArrayBuffer> {
  let before: { readonly sound: Float32Array; readonly start: number } | null = null
  return (sound, { from, to, readFrom }, isLast) => {
    const at = (row: number) => (row - readFrom) * SAMPLES_PER_PITCH
    const end = isLast ? sound.length : at(to - FADE_ROWS)
    if (before === null) {
      before = { sound, start: readFrom }
      return sound.slice(0, end)
    }
    const { sound: earlier, start } = before
    const offset = (readFrom - start) * SAMPLES_PER_PITCH
    level(sound, levelGain(earlier.subarray(offset), sound, at(from)), at(from - FADE_ROWS))
    const joined = sound.slice(at(from - FADE_ROWS), end)
    const fade = 2 * FADE_ROWS * SAMPLES_PER_PITCH
    const first = at(from - FADE_ROWS)
    for (let i = 0; i < fade; i++) {
      const share = (i + 0.5) / fade
      joined[i] = share * (joined[i] ?? 0) + (1 - share) * (earlier[offset + first + i] ?? 0)
    }
    before = { sound, start: readFrom }
    return joined
  }
}

/** How much louder `earlier` is than `later` around sample `cut`. */
function levelGain(earlier: Float32Array, later: Float32Array, cut: number): number {
  const reach = LEVEL_ROWS * SAMPLES_PER_PITCH
  const powerOf = (sound: Float32Array) => sound.subarray(Math.max(0, cut - reach), cut + reach).reduce((sum, value) => sum + value * value, 0)
  const gain = Math.sqrt(powerOf(earlier) / powerOf(later))
  return gain > 0 && gain < Infinity ? Math.min(MOST_GAIN, Math.max(1 / MOST_GAIN, gain)) : 1
}

/** Multiplies `sound` from sample `from` on by a gain that glides to 1. */
function level(sound: Float32Array, gain: number, from: number): void {
  const glide = GLIDE_ROWS * SAMPLES_PER_PITCH
  for (let i = 0; i < glide && from + i < sound.length; i++) sound[from + i] = (sound[from + i] ?? 0) * gain ** (1 - i / glide)
}
