import { resample } from '../../../../../src/shared/audio/resample'

const SAMPLE_RATE = 24_000
/** The analysis runs at this rate; pitch needs no more. A value for every 300 samples at 24 kHz, 80 a second. */
const RATE = 8000
const HOP = 100
/** Range in which a voice is searched for, Hz. */
const LOWEST_HZ = 60
const HIGHEST_HZ = 420
/** Longest and shortest period, in samples. */
const LONGEST = Math.ceil(RATE / LOWEST_HZ)
const SHORTEST = Math.floor(RATE / HIGHEST_HZ)
/** What a frame without a voice costs, where a perfectly periodic one costs 0 and noise about 1. */
const UNVOICED_COST = 0.35
/** What it costs to begin or end, and to change by an octave. */
const SWITCH_COST = 0.25
const OCTAVE_COST = 2
/** Twice a period repeats as well as the period does: what the longest costs beside the shortest. */
const LAG_COST = 0.1
/** A frame that is this much weaker than the strongest has no voice, as a share of its power. */
const WEAKEST = 1e-4

interface Candidate {
  readonly hertz: number
  readonly cost: number
}

/**
 * Pitch in Hz of mono speech at 24 kHz, 80 values a second, 0 where there is no voice: YIN's periods (de Cheveigné and Kawahara
 * 2002), and through them the path that is cheapest as a whole. Value i is that of the speech around sample 300 · i.
 */
export function trackPitch(samples: Float32Array): Float32Array<ArrayBuffer> {
  const signal = softened(resample(samples, SAMPLE_RATE, RATE))
  const count = Math.floor(samples.length / 300)
  const powers = Float64Array.from({ length: count }, (_, at) => power(signal, at * HOP))
  const floor = WEAKEST * powers.reduce((a, b) => Math.max(a, b), 0)
  const none: Candidate = { hertz: 0, cost: UNVOICED_COST }
  const frames = Array.from(powers, (value, at) => (value > floor ? [none, ...candidates(signal, at * HOP)] : [none]))
  return cheapestPath(frames)
}

/** Without what lies far above a voice's pitch: periods that are no whole samples look less alike the more there is of it. */
function softened(signal: Float32Array): Float32Array {
  const at = (index: number) => signal[index] ?? 0
  return signal.map((value, i) => (6 * value + 4 * (at(i - 1) + at(i + 1)) + at(i - 2) + at(i + 2)) / 16)
}

function power(signal: Float32Array, centre: number): number {
  let sum = 0
  for (let at = centre - LONGEST; at < centre + LONGEST; at++) sum += (signal[at] ?? 0) ** 2
  return sum
}

/** Periods at which the speech around a sample repeats itself, of the cumulative mean normalised difference's minima. */
function candidates(signal: Float32Array, centre: number): readonly Candidate[] {
  const differences = new Float64Array(LONGEST + 2).fill(1)
  let running = 0
  for (let lag = 1; lag < differences.length; lag++) {
    const first = centre - ((LONGEST + lag) >> 1)
    let sum = 0
    for (let at = first; at < first + LONGEST; at++) sum += ((signal[at] ?? 0) - (signal[at + lag] ?? 0)) ** 2
    running += sum
    differences[lag] = running === 0 ? 1 : (sum * lag) / running
  }
  const found: Candidate[] = []
  for (let lag = SHORTEST; lag <= LONGEST; lag++) {
    const [before = NaN, here = NaN, after = NaN] = differences.subarray(lag - 1, lag + 2)
    if (here >= before || here > after || here >= 1) continue
    const curvature = before - 2 * here + after
    const vertex = curvature === 0 ? 0 : (before - after) / (2 * curvature)
    found.push({ hertz: RATE / (lag + vertex), cost: here + (vertex * (after - before)) / 4 + (LAG_COST * lag) / LONGEST })
  }
  return found
}

/** Viterbi's path. */
function cheapestPath(frames: readonly (readonly Candidate[])[]): Float32Array<ArrayBuffer> {
  let sums: readonly number[] = []
  const froms = frames.map((frame, at) => {
    const before = frames[at - 1] ?? []
    const from = frame.map((candidate) => {
      let [best, by] = [at === 0 ? 0 : Infinity, 0]
      before.forEach((earlier, index) => {
        const cost = (sums[index] ?? NaN) + stepCost(earlier, candidate)
        if (cost < best) [best, by] = [cost, index]
      })
      return { by, sum: best + candidate.cost }
    })
    sums = from.map(({ sum }) => sum)
    return from.map(({ by }) => by)
  })
  const pitch = new Float32Array(frames.length)
  let at = sums.indexOf(Math.min(...sums))
  for (let frame = frames.length - 1; frame >= 0; frame--) {
    pitch[frame] = frames[frame]?.[at]?.hertz ?? 0
    at = froms[frame]?.[at] ?? 0
  }
  return pitch
}

function stepCost(from: Candidate, to: Candidate): number {
  if (from.hertz === 0 || to.hertz === 0) return from.hertz === to.hertz ? 0 : SWITCH_COST
  return OCTAVE_COST * Math.abs(Math.log2(to.hertz / from.hertz))
}
