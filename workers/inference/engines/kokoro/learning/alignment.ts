import { melPowers } from './mel-powers'

/** What two readings are compared by: cepstra of mel bands, without the first loudness taken away, and how they move. */
const BANDS = { length: 1024, sampleRate: 24_000, bands: 60, lowHz: 0, highHz: 7600, scale: 'slaney' } as const
const WINDOW = 900
const CEPSTRA = 14
/** Values of a window's cepstra and of how they move. */
export const WIDTH = 2 * CEPSTRA
const MOTION_SHARE = 0.7
const FLOOR = 1e-5

/** Windows that a step of the path takes of both readings, and how much dearer a step off the diagonal is. */
export const STEPS = [[1, 1, 1], [1, 2, 1.4], [2, 1, 1.4], [1, 0, 1.2], [0, 1, 1.2]] as const

/** Shares of a reading that it is turned by to hear how far other words would be. */
const TURNS = [1 / 4, 3 / 8, 1 / 2, 5 / 8, 3 / 4] as const

/** Which window of one reading belongs to each window of another one. */
export interface Alignment {
  /** For each window of the other one, 80 a second. */
  readonly windows: Uint16Array
  /** Mean distance along the path, between 0 and 2. */
  readonly distance: number
  /**
   * The distance as a share of what it is from the same reading with its end before its beginning: some 0.8 for the same words, 1 for
   * others. What voice, room and microphone add to either counts for nothing. Computed when it is asked for.
   */
  readonly mismatch: number
}

/**
 * Aligns two readings of the same words, mono at 24 kHz and of a tenth of a second to 800 s, by dynamic time warping (Sakoe and
 * Chiba 1978) on the cosine distance of their cepstra, each brought to the same mean and spread.
 */
export function alignReadings(known: Float32Array, other: Float32Array): Alignment {
  const [a, b] = [cepstraOf(known), cepstraOf(other)]
  const [rows, columns] = [a.length / WIDTH, b.length / WIDTH]
  const distances = distancesOf(a, b)
  const path = cheapestPath(distances, rows, columns, 0)
  return {
    windows: followed(path.steps, rows, columns),
    distance: path.cost / Math.max(rows, columns),
    get mismatch() {
      const turned = TURNS.map((share) => cheapestPath(distances, rows, columns, Math.round(share * rows)).cost)
      return (path.cost * turned.length) / turned.reduce((sum, cost) => sum + cost, 0)
    },
  }
}

/** The cheapest path, and the step by which it reaches each place, where row 0 is the one that is `first` of all rows. */
function cheapestPath(distances: Float32Array, rows: number, columns: number, first: number) {
  const costs = new Float32Array(rows * columns)
  const steps = new Uint8Array(rows * columns)
  for (let row = 0; row < rows; row++) {
    const from = ((row + first) % rows) * columns
    for (let column = 0; column < columns; column++) {
      const own = distances[from + column] ?? NaN
      let [best, by] = row + column === 0 ? [own, 0] : [Infinity, 0]
      for (let index = 0; index < STEPS.length; index++) {
        const step = STEPS[index] ?? STEPS[0]
        if (row < step[0] || column < step[1]) continue
        const cost = (costs[(row - step[0]) * columns + column - step[1]] ?? NaN) + step[2] * own
        if (cost < best) {
          best = cost
          by = index
        }
      }
      costs[row * columns + column] = best
      steps[row * columns + column] = by
    }
  }
  return { cost: costs.at(-1) ?? NaN, steps }
}

/** Of each window of one reading from each of the other one: 1 less the cosine. */
function distancesOf(a: Float64Array, b: Float64Array): Float32Array {
  const [rows, columns] = [a.length / WIDTH, b.length / WIDTH]
  const distances = new Float32Array(rows * columns)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let product = 0
      for (let i = 0; i < WIDTH; i++) product += (a[row * WIDTH + i] ?? NaN) * (b[column * WIDTH + i] ?? NaN)
      distances[row * columns + column] = 1 - product
    }
  }
  return distances
}

/**
 * The row of each column on the path that reaches the last row at column `end`, by the {@link STEPS} that reach each place [rows, columns]; those
 * that a step jumps over lie between their neighbours.
 */
export function followed(steps: Uint8Array, rows: number, columns: number, end = columns - 1): Uint16Array {
  const windows = new Uint16Array(end + 1)
  let [row, column] = [rows - 1, end]
  for (;;) {
    windows[column] = row
    if (row + column === 0) return windows
    const [down, right] = STEPS[steps[row * columns + column] ?? 0] ?? STEPS[0]
    if (right === 2) windows[column - 1] = row
    row -= down
    column -= right
  }
}

/** Windows that count, by number, and the cepstrum that counts half as much as the first. */
export interface PickedWindows {
  readonly windows: readonly number[]
  readonly fineness: number
}

/** [windows, WIDTH], each window of norm 1, of a sound that is mono at 24 kHz: of all windows, 80 a second, or of those that are picked. */
export function cepstraOf(sound: Float32Array, picked?: PickedWindows): Float64Array {
  const { bands } = BANDS
  const all = melPowers(sound, WINDOW, BANDS)
  const values = (picked ? picked.windows.map((at) => all[at] ?? new Float64Array(bands)) : all).map((powers) => {
    const logs = powers.map((power) => Math.log(power + FLOOR))
    return Float64Array.from({ length: CEPSTRA }, (_, k) => logs.reduce((sum, log, band) => sum + log * Math.cos((Math.PI * k * (band + 0.5)) / bands), 0))
  })
  const rows = new Float64Array(values.length * WIDTH)
  for (let k = 0; k < CEPSTRA; k++) {
    const weight = picked ? 1 / (1 + k / picked.fineness) : 1
    const course = evened(values.map((row) => row[k] ?? NaN), true)
    const motion = evened(course.map((_, at) => (course[Math.min(at + 1, course.length - 1)] ?? NaN) - (course[Math.max(at - 1, 0)] ?? NaN)), false)
    values.forEach((_, at) => {
      rows[at * WIDTH + k] = weight * (course[at] ?? NaN)
      rows[at * WIDTH + CEPSTRA + k] = weight * MOTION_SHARE * (motion[at] ?? NaN)
    })
  }
  for (let at = 0; at < rows.length; at += WIDTH) {
    const row = rows.subarray(at, at + WIDTH)
    const norm = Math.sqrt(row.reduce((sum, value) => sum + value * value, 1e-12))
    for (let i = 0; i < WIDTH; i++) row[i] = (row[i] ?? NaN) / norm
  }
  return rows
}

/** Brought to a spread of 1, and `centred` to a mean of 0. */
function evened(values: readonly number[], centred: boolean): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) + 1e-3
  return values.map((value) => (value - (centred ? mean : 0)) / spread)
}
