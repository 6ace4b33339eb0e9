import type { VoiceWander } from '../../../../../src/shared/protocol/inference'
import type { StyleSpace } from '../style-space'
import { STYLE_ROWS, STYLE_WIDTH } from '../style-table'
import type { PitchRange } from '../pitch-range'
import directions from './directions.json'

/** How far the whole of a slider moves a style, in coordinates: half a published style's distance from the mean. */
const FURTHEST = 3
/** What the whole of a slider does to the pitch: semitones, and the factor of its spread. */
const DEEPEST_SEMITONES = 5
const LIVELIEST = 1.6

/** A style table [510, 256] moved along the directions of age and brightness (training/voice-design). */
export function wanderTable({ basis }: StyleSpace, table: Float32Array, { older, brighter }: VoiceWander): Float32Array<ArrayBuffer> {
  const offset = new Float64Array(STYLE_WIDTH)
  for (const [coordinate, age] of directions.older.entries()) {
    const step = FURTHEST * (older * age + brighter * (directions.brighter[coordinate] ?? 0))
    for (let column = 0; column < STYLE_WIDTH; column++) offset[column] = (offset[column] ?? 0) + step * (basis[coordinate * STYLE_WIDTH + column] ?? 0)
  }
  return Float32Array.from({ length: STYLE_ROWS * STYLE_WIDTH }, (_, at) => (table[at] ?? 0) + (offset[at % STYLE_WIDTH] ?? 0))
}

/** A pitch range, lower and wider as asked. */
export function wanderPitch({ mean, spread }: PitchRange, { deeper, livelier }: VoiceWander): PitchRange {
  return { mean: mean - (deeper * DEEPEST_SEMITONES * Math.LN2) / 12, spread: spread * LIVELIEST ** livelier }
}
