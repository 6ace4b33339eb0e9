import { MynaError } from '../../../../src/shared/protocol/errors'
import { seekStyle } from './style-search'
import type { StyleModel } from './style-model'
import { predict, likeness, nearness, type Heard, type VoiceAim, type VoiceForecast } from './voice-forecast'

/** What was heard of a rendering. */
export interface Rendering {
  readonly heard: Heard
  readonly seconds: number
}

/** A style that was rendered and heard. */
export interface TriedStyle {
  readonly coordinates: Float64Array
  readonly heard: Heard
  /** Cosine with the aimed voice. */
  readonly likeness: number
}

export interface Refinement {
  /** The style that the search began at, as it was heard. */
  readonly first: TriedStyle
  /** The nearest one: `first` itself where nothing came clearly nearer. */
  readonly best: TriedStyle
  /** The nearest one after each round. */
  readonly bestAfter: readonly TriedStyle[]
}

/**
 * Lengths of the kernel, in those of the forecast, over which an error of the forecast is taken to be the same: it
 * belongs to the voice and the text more than to the style.
 */
const ERROR_LENGTH = 2
/** Variance of what is heard of one style again, in units of that of the errors. */
const ERROR_NOISE = 0.1
/**
 * What a variant has to gain to take the first one's place. On held-out people a style's likeness differs by 0.03 from one
 * sentence to the next, and variants that gained less than this on the trial's sentence gained nothing on another
 * (measured with the speaker encoder of before its second training: training/starter-style).
 */
const LEAST_GAIN = 0.05
/** A rendering this much slower or faster than the first one has lost its words. */
const MOST_STRETCH = 1.6

/**
 * Comes nearer to a voice by trying: renders the style that the forecast likes best, corrects the forecast by what was
 * heard, and so on, `rounds` times. `render` gives null for what is no speech. `onRound` is called before every round,
 * from 1. Errors: those of `render` and `onRound`; `inference-failed` when not even the first style can be heard.
 */
export async function refineStyle(
  { forecast, restraint }: Pick<StyleModel, 'forecast' | 'restraint'>,
  start: Float64Array,
  aim: VoiceAim,
  rounds: number,
  render: (coordinates: Float64Array | null) => Promise<Rendering | null>,
  onRound: (round: number) => Promise<void> | void,
): Promise<Refinement> {
  await onRound(1)
  const rendering = await render(null)
  if (!rendering) throw new MynaError('inference-failed', 'the voice as it is cannot be heard')
  const tried = (coordinates: Float64Array, heard: Heard): TriedStyle => ({ coordinates, heard, likeness: likeness(heard, aim) })
  const first = tried(start, rendering.heard)
  const all = [first]
  const bestAfter = [first]
  let best = first
  for (let round = 2; round <= rounds; round++) {
    await onRound(round)
    const coordinates = seekStyle(corrected(forecast, all), best.coordinates, aim, restraint)
    const next = await render(coordinates)
    if (next && isAsLong(next.seconds, rendering.seconds)) {
      const candidate = tried(coordinates, next.heard)
      all.push(candidate)
      const nearer = nearness(candidate.heard, aim, restraint) > nearness(best.heard, aim, restraint)
      if (nearer && candidate.likeness >= first.likeness + LEAST_GAIN) best = candidate
    }
    bestAfter.push(best)
  }
  return { first, best, bestAfter }
}

function isAsLong(seconds: number, firstSeconds: number): boolean {
  return seconds < firstSeconds * MOST_STRETCH && seconds > firstSeconds / MOST_STRETCH
}

/** The forecast with one more part: its errors at the styles that were heard, spread to those around them. */
export function corrected(forecast: VoiceForecast, tried: readonly Pick<TriedStyle, 'coordinates' | 'heard'>[]): VoiceForecast {
  const points = tried.map(({ coordinates }) => coordinates.map((value, at) => value * (forecast.scale[at] ?? 0)))
  const errors = tried.map(({ coordinates, heard }) => {
    const predicted = predict(forecast, coordinates)
    return heard.map((value, output) => value - (predicted[output] ?? 0))
  })
  const matrix = points.map((a, row) =>
    points.map((b, column) => Math.exp(-squaredDistance(a, b) / (2 * ERROR_LENGTH ** 2)) + (row === column ? ERROR_NOISE : 0)),
  )
  const weights = solve(matrix, errors)
  const part = { points: joined(points), weights: joined(weights), linear: 0, length: ERROR_LENGTH }
  return { ...forecast, parts: [...forecast.parts, part] }
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, at) => sum + (value - (b[at] ?? 0)) ** 2, 0)
}

function joined(rows: readonly Float64Array[]): Float32Array {
  return Float32Array.from(rows.flatMap((row) => Array.from(row)))
}

/** Solves `matrix · x = right` for a symmetric positive definite matrix, row by row (Gauss and Jordan). */
function solve(matrix: readonly (readonly number[])[], right: readonly Float64Array[]): Float64Array[] {
  const rows = matrix.map((row, index) => Float64Array.of(...row, ...(right[index] ?? [])))
  for (const [index, pivotRow] of rows.entries()) {
    const pivot = pivotRow[index] ?? 1
    for (let at = 0; at < pivotRow.length; at++) pivotRow[at] = (pivotRow[at] ?? 0) / pivot
    for (const row of rows) {
      if (row === pivotRow) continue
      const factor = row[index] ?? 0
      for (let at = 0; at < row.length; at++) row[at] = (row[at] ?? 0) - factor * (pivotRow[at] ?? 0)
    }
  }
  return rows.map((row) => row.slice(matrix.length))
}
