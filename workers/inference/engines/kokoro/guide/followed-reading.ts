import { cepstraOf, followed, STEPS, WIDTH } from '../learning/alignment'

/** The cepstrum that counts half as much as the first: what tells voices apart is finer than what tells sounds apart. */
const FINENESS = 4
/** What an end costs that is elsewhere than expected, for each time that it is e times as far. */
const ELSEWHERE = 0.3
/** What a pause within a word costs, as much as some windows of other sounds. */
const WITHIN_WORD = 4
/** A stop is to take effect within 100 ms. */
const YIELD_EVERY_MS = 40

/** Where a reading goes through another one. */
export interface FollowedPath {
  /** For each window of the other one, 80 a second, the one of the known reading. */
  readonly windows: Uint16Array
  /** How far each is from that: 1 less the cosine of their cepstra. */
  readonly distances: Float32Array
}

/** A reading for {@link followReading}: mono at 24 kHz, and 80 values a second. */
export interface PausedReading {
  readonly samples: Float32Array
  /** 1 where it is silent: that is left out. */
  readonly silent: Uint8Array
}

/** The same, of which it is known where it may be interrupted. */
export interface KnownReading extends PausedReading {
  /** 1 around the gaps between words. */
  readonly gaps: Uint8Array
}

/**
 * Aligns a known reading with another one of the same words, as `alignReadings` does, without what is silent in either: where the
 * other one pauses the known one has to be between two words, or that costs. Cepstra count less the finer they are. The known reading
 * ends where the other does, or, where `expected` is a number of its spoken windows, where it is cheapest around there: the windows are
 * those up to that. Silent ones belong where the one before them does. Something has to be spoken in both. `yieldPoint` lets a stop
 * arrive, and throws then. Memory: a byte for each pair of windows.
 */
export async function followReading(known: KnownReading, other: PausedReading, expected: number | null, yieldPoint: () => Promise<void>): Promise<FollowedPath> {
  const [rows, columns] = [spokenWindows(known), spokenWindows(other)]
  const a = cepstraOf(known.samples, { windows: rows, fineness: FINENESS })
  await yieldPoint()
  const b = cepstraOf(other.samples, { windows: columns, fineness: FINENESS })
  const resumes = columns.map((window, at) => at > 0 && window > (columns[at - 1] ?? 0) + 1)
  // A step may leave out one window.
  const afterPause = resumes.map((does, at) => (does || resumes[at - 1] === true ? 1 : 0))
  const mayPause = rows.map((window) => known.gaps[window] ?? 0)
  const search = findPath(a, b, expected, { afterPause, mayPause })
  for (let yieldedAt = performance.now(); ;) {
    const { done, value } = search.next()
    if (done) return spread(value, rows, columns)
    if (performance.now() - yieldedAt < YIELD_EVERY_MS) continue
    await yieldPoint()
    yieldedAt = performance.now()
  }
}

/** Windows in which somebody speaks. */
function spokenWindows({ samples, silent }: PausedReading): readonly number[] {
  return Array.from({ length: Math.floor(samples.length / 300) }, (_, at) => at).filter((at) => silent[at] !== 1)
}

/** An alignment of spoken windows as one of all. */
function spread({ windows, distances }: FollowedPath, rows: readonly number[], columns: readonly number[]): FollowedPath {
  const count = (columns[windows.length - 1] ?? -1) + 1
  const all = { windows: new Uint16Array(count), distances: new Float32Array(count) }
  let at = 0
  for (let column = 0; column < count; column++) {
    if (at + 1 < windows.length && (columns[at + 1] ?? Infinity) <= column) at += 1
    all.windows[column] = rows[windows[at] ?? 0] ?? 0
    all.distances[column] = distances[at] ?? NaN
  }
  return all
}

/** Where pauses are, for windows of either reading, of 1 and 0. */
interface Pausing {
  /** Of the other: right behind a pause. */
  readonly afterPause: readonly number[]
  /** Of the known: between words. */
  readonly mayPause: readonly number[]
}

/** Stops after every row of the known reading. */
function* findPath(a: Float64Array, b: Float64Array, expected: number | null, pausing: Pausing): Generator<undefined, FollowedPath, undefined> {
  const [rows, columns] = [a.length / WIDTH, b.length / WIDTH]
  const steps = new Uint8Array(rows * columns)
  // Of this row, the one above it, and the one above that.
  let costs = [0, 1, 2].map(() => new Float32Array(columns).fill(Infinity))
  for (let row = 0; row < rows; row++) {
    const [above = costs[0], higher = costs[1], spare = costs[2]] = costs
    if (!above || !higher || !spare) break
    const isOdd = pausing.mayPause[row] !== 1
    fillRow(row, a, b, [spare, above, higher], steps, isOdd ? pausing.afterPause : undefined)
    costs = [spare, above, higher]
    yield undefined
  }
  const last = costs[0] ?? new Float32Array(columns)
  const end = expected === null ? columns - 1 : cheapestEnd(last, rows, expected)
  const windows = followed(steps, rows, columns, end)
  const distances = Float32Array.from(windows, (row, column) => 1 - product(a, row, b, column))
  return { windows, distances }
}

/** Of two rows. */
function product(a: Float64Array, row: number, b: Float64Array, column: number): number {
  let sum = 0
  for (let i = 0; i < WIDTH; i++) sum += (a[row * WIDTH + i] ?? NaN) * (b[column * WIDTH + i] ?? NaN)
  return sum
}

/** Costs of a row's cells, and the step that leads to each, of {@link STEPS}. `above` and `higher` are the rows before. */
function fillRow(row: number, a: Float64Array, b: Float64Array, [here, above, higher]: readonly [Float32Array, Float32Array, Float32Array], steps: Uint8Array, odd?: readonly number[]): void {
  const columns = here.length
  for (let column = 0; column < columns; column++) {
    const own = 1 - product(a, row, b, column) + (odd?.[column] === 1 ? WITHIN_WORD : 0)
    let [best, by] = row + column === 0 ? [own, 0] : [Infinity, 0]
    for (let index = 0; index < STEPS.length; index++) {
      const [down, right, weight] = STEPS[index] ?? STEPS[0]
      if (row < down || column < right) continue
      const from = down === 0 ? here : down === 1 ? above : higher
      const cost = (from[column - right] ?? NaN) + weight * own
      if (cost < best) [best, by] = [cost, index]
    }
    here[column] = best
    steps[row * columns + column] = by
  }
}

/** Where the whole of the known reading costs least for each window that is gone through, and for being elsewhere than expected. */
function cheapestEnd(last: Float32Array, rows: number, expected: number): number {
  let [best, least] = [last.length - 1, Infinity]
  last.forEach((cost, column) => {
    const share = cost / (rows + column + 1) + ELSEWHERE * Math.abs(Math.log((column + 1) / expected))
    if (share < least) [best, least] = [column, share]
  })
  return best
}
