import { melPowers } from './mel-powers'

/** What two readings are compared by: cepstra of mel bands, without the first loudness taken away, and how they move. */
const BANDS = { length: 1024, sampleRate: 24_000, bands: 60, lowHz: 0, highHz: 7600, scale: 'slaney' } as const
const WINDOW = 900
const CEPSTRA = 14
const MOTION_SHARE = 0.7
const FLOOR = 1e-5

/** Windows that a step of the path takes of both readings, and how much dearer a step off the diagonal is. */
const STEPS = [[1, 1, 1], [1, 2, 1.4], [2, 1, 1.4], [1, 0, 1.2], [0, 1, 1.2]] as const

/** Which window of one reading belongs to each window of another one. */
export interface Alignment {
  /** For each window of the other one, 80 a second. */
  readonly windows: Uint16Array
  /** Mean distance along the path, between 0 and 2: above some 0.5 hardly the same words. */
  readonly distance: number
}

/**
 * Aligns two readings of the same words, mono at 24 kHz and of a tenth of a second to 800 s, by dynamic time warping (Sakoe and
 * Chiba 1978) on the cosine distance of their cepstra, each brought to the same mean and spread.
 */
export function alignReadings(known: Float32Array, other: Float32Array): Alignment {
  const [a, b] = [cepstraOf(known), cepstraOf(other)]
  const [rows, columns] = [a.length, b.length]
  const costs = new Float32Array(rows * columns).fill(Infinity)
  const steps = new Uint8Array(rows * columns)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const own = distance(a[row] ?? [], b[column] ?? [])
      let [best, by] = row + column === 0 ? [own, 0] : [Infinity, 0]
      STEPS.forEach(([down, right, weight], index) => {
        if (row < down || column < right) return
        const cost = (costs[(row - down) * columns + column - right] ?? NaN) + weight * own
        if (cost < best) [best, by] = [cost, index]
      })
      costs[row * columns + column] = best
      steps[row * columns + column] = by
    }
  }
  return { windows: followed(steps, rows, columns), distance: (costs.at(-1) ?? NaN) / Math.max(rows, columns) }
}

/** The row of each column on the path; those that a step jumps over lie between their neighbours. */
function followed(steps: Uint8Array, rows: number, columns: number): Uint16Array {
  const windows = new Uint16Array(columns)
  let [row, column] = [rows - 1, columns - 1]
  for (;;) {
    windows[column] = row
    if (row + column === 0) return windows
    const [down, right] = STEPS[steps[row * columns + column] ?? 0] ?? STEPS[0]
    if (right === 2) windows[column - 1] = row
    row -= down
    column -= right
  }
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [product, ofA, ofB] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? NaN, b[i] ?? NaN]
    product += x * y
    ofA += x * x
    ofB += y * y
  }
  return 1 - product / Math.sqrt(ofA * ofB + 1e-12)
}

/** [windows][2 · CEPSTRA]. */
function cepstraOf(sound: Float32Array): readonly Float64Array[] {
  const { bands } = BANDS
  const values = melPowers(sound, WINDOW, BANDS).map((powers) => {
    const logs = powers.map((power) => Math.log(power + FLOOR))
    return Float64Array.from({ length: CEPSTRA }, (_, k) => logs.reduce((sum, log, band) => sum + log * Math.cos((Math.PI * k * (band + 0.5)) / bands), 0))
  })
  const still = values.map(() => new Float64Array(2 * CEPSTRA))
  for (let k = 0; k < CEPSTRA; k++) {
    const course = evened(values.map((row) => row[k] ?? NaN), true)
    const motion = evened(course.map((_, at) => (course[Math.min(at + 1, course.length - 1)] ?? NaN) - (course[Math.max(at - 1, 0)] ?? NaN)), false)
    still.forEach((row, at) => {
      row[k] = course[at] ?? NaN
      row[CEPSTRA + k] = MOTION_SHARE * (motion[at] ?? NaN)
    })
  }
  return still
}

/** Brought to a spread of 1, and `centred` to a mean of 0. */
function evened(values: readonly number[], centred: boolean): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) + 1e-3
  return values.map((value) => (value - (centred ? mean : 0)) / spread)
}
