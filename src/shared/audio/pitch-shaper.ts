import { readFractional } from './fractional-delay'
import { createPitchMarker, LONGEST_PERIOD_SECONDS, type PitchMark } from './pitch-marks'

/** Grains of what is not voice are this far apart, seconds; and may be taken from this far beside their place. */
const UNVOICED_HOP_SECONDS = 0.01
const REACH_SECONDS = 0.006
/** Places and samples that are left out when grains are compared. */
const STRIDE = 2

/** Changes mono sound as it streams by. */
export interface VoiceShaper {
  /** Takes the next samples, which are only read, and gives what is ready of all so far; the caller's own. */
  push(samples: Float32Array): Float32Array
  /** What is left. Nothing may be pushed afterwards. */
  finish(): Float32Array
}

/** A stretch of the sound that came, under a window, and where it goes. */
interface Grain {
  /** Of its middle, samples from the first that came, and from the first that is given. */
  readonly source: number
  readonly at: number
  /** Where there is voice, the mark that it was taken at, and how far it reaches to the left. */
  readonly mark: PitchMark | null
  readonly left: number
}

/**
 * Pitch-synchronous overlap-add (Moulines and Charpentier 1990): two periods around each mark go to where the pitch that is asked
 * for has its next period. Their spectrum, and with it the person, stays. Where there is no voice, grains are laid where their waves
 * run on from the ones before (WSOLA: Verhelst and Roelands 1993), and nothing but the pace changes.
 *
 * @param pace 0.5 to 2: 2 is twice as fast
 * @param ratio of the new pitch to that of before, 0.5 to 2
 */
export function createPitchShaper(sampleRate: number, pace: number, ratio: number): VoiceShaper {
  const hop = Math.round(UNVOICED_HOP_SECONDS * sampleRate)
  const reach = Math.round(REACH_SECONDS * sampleRate)
  const longest = Math.ceil(2 * LONGEST_PERIOD_SECONDS * sampleRate)
  const marker = createPitchMarker(sampleRate, hop)
  /** A pulse is as loud as it was, but there are more or fewer of them: power stays. */
  const voicedGain = ratio ** -0.5
  let sound = new Float32Array(0)
  let base = 0
  let received = 0
  const marks: PitchMark[] = []
  let grain: Grain = { source: 0, at: 0, mark: null, left: hop }
  let output = new Float32Array(0)
  let given = 0

  /** The marks around a place of the sound that came; null where they are not known yet. */
  function marksAround(place: number): readonly [before: PitchMark | undefined, nearest: PitchMark] | null {
    while (marks.length > 2 && (marks[1]?.place ?? 0) + (marks[1]?.period ?? 0) < place) marks.shift()
    const after = marks.findIndex((mark) => mark.place + mark.period / 2 >= place)
    const nearest = marks[after]
    return nearest ? [marks[after - 1], nearest] : null
  }

  /** Where waves are most like those that would follow the last grain, around `middle`; whole samples from `follows`. */
  function bestSource(middle: number, follows: number, length: number): number {
    if (Math.abs(middle - follows) < 1) return follows
    const offset = Math.round(middle - follows)
    let [best, most] = [offset, -Infinity]
    const end = Math.round(follows) - base
    for (let shift = offset - reach; shift <= offset + reach; shift += STRIDE) {
      let [product, power] = [0, 1e-9]
      for (let i = -length; i < 0; i += STRIDE) {
        const value = sound[end + shift + i] ?? 0
        product += value * (sound[end + i] ?? 0)
        power += value * value
      }
      if (product / Math.sqrt(power) > most) [best, most] = [shift, product / Math.sqrt(power)]
    }
    return follows + best
  }

  /** Lays the last grain and takes the next; false where sound is needed that has not come. */
  function step(ended: boolean): boolean {
    const { mark } = grain
    const spacing = mark ? mark.period / ratio : hop
    const at = grain.at + spacing
    const around = marksAround(at * pace)
    if (!around && !ended) return false
    const [before, nearest] = around ?? []
    if (mark && nearest?.voiced) {
      lay(mark.period)
      grain = { source: nearest.place, at, mark: nearest, left: before?.period ?? nearest.period }
    } else {
      lay(spacing)
      const voiced = nearest?.voiced ? nearest : null
      const source = voiced ? voiced.place : bestSource(at * pace, grain.source + spacing, Math.round(spacing))
      grain = { source, at, mark: voiced, left: spacing }
    }
    return true
  }

  /** Adds the grain to what is given, as far as `right` behind its middle. */
  function lay(right: number): void {
    const { source, at, mark, left } = grain
    const gain = mark ? voicedGain : 1
    const first = Math.max(given, Math.ceil(at - left))
    const last = Math.floor(at + right)
    if (last - given >= output.length) output = longer(output, last - given + longest)
    const values = readFractional(sound, source + first - at - base, last - first + 1)
    for (let i = 0; i < values.length; i++) {
      const distance = first + i - at
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (distance < 0 ? left : right))
      output[first + i - given] = (output[first + i - given] ?? 0) + gain * window * (values[i] ?? 0)
    }
  }

  /** What no later grain reaches, at most up to `end`. */
  function take(end: number): Float32Array {
    const count = Math.max(0, Math.min(Math.floor(grain.at - longest), end) - given)
    if (count > output.length) output = longer(output, count)
    const ready = output.slice(0, count)
    output = output.slice(count)
    given += count
    return ready
  }

  function forget(): void {
    const needed = Math.floor(Math.min(marker.needsFrom(), grain.source, grain.at * pace) - 2 * longest)
    if (needed - base < sampleRate) return
    sound = sound.slice(needed - base)
    base = needed
  }

  return {
    push(samples) {
      sound = joined(sound, samples)
      received += samples.length
      marks.push(...marker.read(sound, base, false))
      while (step(false));
      forget()
      return take(Infinity)
    },
    finish() {
      const end = Math.round(received / pace)
      marks.push(...marker.read(sound, base, true))
      while (grain.at - longest < end) step(true)
      return take(end)
    },
  }
}

function joined(a: Float32Array, b: Float32Array): Float32Array<ArrayBuffer> {
  const both = longer(a, a.length + b.length)
  both.set(b, a.length)
  return both
}

function longer(samples: Float32Array, length: number): Float32Array<ArrayBuffer> {
  const copy = new Float32Array(length)
  copy.set(samples)
  return copy
}
