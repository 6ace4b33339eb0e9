import { PEAK_TAPS, visitPeaks } from './true-peak'

/** Seconds before and after a peak within which the sound is turned down for it. */
const REACH_SECONDS = 0.01
/** The peaks of what was turned down are not quite those of the sound turned down: room for that. */
const MARGIN_DB = 0.1
/** Peaks are found with a filter that looks at the newest samples first: they belong to this many samples before. */
const FILTER_DELAY = PEAK_TAPS / 2

/** Turns sound up or down and keeps its true peaks below a limit. */
export interface Limiter {
  /** What is ready once these samples are there, too; they may be written over afterwards. */
  push(samples: Float32Array): Float32Array
  /** The rest. */
  finish(): Float32Array
}

/**
 * A look-ahead limiter on true peaks: each sample's factor is the least that any peak within reach needs, smoothed over half
 * of that reach, so that no peak is above `ceilingDb` (dBTP) and nothing is clipped. Output has as many samples as went in,
 * each in its place.
 *
 * @param gain factor for all of it, before the limit
 */
export function createLimiter(sampleRate: number, gain: number, ceilingDb: number): Limiter {
  const ceiling = 10 ** ((ceilingDb - MARGIN_DB) / 20)
  const reach = Math.max(2, 2 * Math.ceil((REACH_SECONDS * sampleRate) / 2))
  const half = reach / 2
  /** Samples that are not yet given, after what the windows before them need. */
  let sound = new Float32Array(reach + half + PEAK_TAPS)
  let needed = new Float32Array(sound.length).fill(1)
  const behind = sound.length
  let received = 0
  let given = 0

  /** Gives all samples up to `end`, counted from the first. */
  function give(end: number): Float32Array {
    const count = Math.max(0, end - given)
    const from = behind - half
    const lowest = slidingMinimum(needed, reach, from, count + 2 * half)
    const output = new Float32Array(count)
    let sum = 0
    for (let i = 0; i < 2 * half; i++) sum += lowest[i] ?? 1
    for (let i = 0; i < count; i++) {
      sum += lowest[i + 2 * half] ?? 1
      output[i] = (sound[behind + i] ?? 0) * (sum / (2 * half + 1))
      sum -= lowest[i] ?? 1
    }
    sound = sound.slice(count)
    needed = needed.slice(count)
    given += count
    return output
  }

  function add(samples: Float32Array): void {
    const before = sound.length
    sound = joined(sound, samples.map((sample) => sample * gain))
    needed = joined(needed, new Float32Array(samples.length).fill(1))
    visitPeaks(sound, before, () => ceiling, (at, peak) => {
      const place = at - FILTER_DELAY
      needed[place] = Math.min(needed[place] ?? 1, ceiling / Math.max(ceiling, peak, Math.abs(sound[place] ?? 0)))
    })
    received += samples.length
  }

  return {
    push(samples) {
      add(samples)
      return give(received - reach - half - PEAK_TAPS)
    },
    finish() {
      const end = received
      add(new Float32Array(reach + half + PEAK_TAPS))
      return give(end)
    },
  }
}

/** The least of `values` within `reach` of each of `count` places from `from` on. */
function slidingMinimum(values: Float32Array, reach: number, from: number, count: number): Float32Array {
  const lowest = new Float32Array(count)
  /** Places with rising values, of which the first is the least in reach. */
  const queue: number[] = []
  let head = 0
  let next = from - reach
  for (let i = 0; i < count; i++) {
    for (; next <= from + i + reach && next < values.length; next++) {
      const value = values[next] ?? 1
      while (queue.length > head && (values[queue[queue.length - 1] ?? 0] ?? 1) >= value) queue.pop()
      queue.push(next)
    }
    while ((queue[head] ?? next) < from + i - reach) head++
    lowest[i] = values[queue[head] ?? 0] ?? 1
  }
  return lowest
}

function joined(a: Float32Array, b: Float32Array): Float32Array<ArrayBuffer> {
  const both = new Float32Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
