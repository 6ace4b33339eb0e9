import { powerSpectrum } from '../../src/shared/audio/power-spectrum'
import { MynaError } from '../../src/shared/protocol/errors'
import { ENCODER_SAMPLE_RATE, listeningWindows } from '../speaker-encoder/speaker-encoder'
import type { SecondEarWeights } from './second-ear-weights'

/** As training/second-ear/ear.py. */
const LENGTH = 512
const WINDOW = 400
const HOP = 160
const BANDS = 40
const LOW_HZ = 100
const HIGH_HZ = 7200
const FLOOR = 1e-7
/** Quieter than the loudest frame by this much is no speech. */
const QUIET = 10 ** (-30 / 10)
/** So many frames of a component count as much as what is known beforehand. */
const RELEVANCE = 8
/** A second, as the speaker encoder. */
const SHORTEST = ENCODER_SAMPLE_RATE
const LONGEST_WINDOW = 20 * ENCODER_SAMPLE_RATE
const MOST_WINDOWS = 3

/** Puts a voice into numbers in another way than the speaker encoder: for telling only, never for choosing. */
export interface SecondEar {
  /**
   * Unit vector [64] of the voice in mono PCM at 16 kHz, at any level; of more than a minute three parts are heard. Silence gives a
   * vector that means nothing. Errors: `prompt-too-short` for less than a second.
   */
  hear(samples: Float32Array): Float32Array
}

/** The ear with its weights: what a mixture of Gaussians is moved by a recording (Reynolds et al. 2000), and linear discriminants of that. */
export function createSecondEar(weights: SecondEarWeights): SecondEar {
  const cepstraCount = weights.means.length / weights.shares.length
  return {
    hear(samples) {
      if (samples.length < SHORTEST) throw new MynaError('prompt-too-short', `${samples.length} of at least ${SHORTEST} samples`)
      const windows = listeningWindows(samples.length, LONGEST_WINDOW, MOST_WINDOWS)
      const frames = speechOf(windows.flatMap(([start, end]) => melFrames(samples.subarray(start, end))))
      return mapped(weights, movedBy(weights, frames.map((frame) => cepstraOf(frame, cepstraCount))))
    },
  }
}

const hann = Float64Array.from({ length: WINDOW }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / WINDOW))
const filters = melFilters()

/** Triangles on the mel scale (O'Shaughnessy 1987): [band][bin, weight]. */
function melFilters(): readonly (readonly (readonly [bin: number, weight: number])[])[] {
  const mel = (hertz: number) => 2595 * Math.log10(1 + hertz / 700)
  const [lowest, highest] = [mel(LOW_HZ), mel(HIGH_HZ)]
  const edge = (index: number) => 700 * (10 ** ((lowest + ((highest - lowest) * index) / (BANDS + 1)) / 2595) - 1)
  return Array.from({ length: BANDS }, (_, band) => {
    const [low, middle, high] = [edge(band), edge(band + 1), edge(band + 2)]
    return Array.from({ length: LENGTH / 2 + 1 }, (__, bin) => {
      const hertz = (bin * ENCODER_SAMPLE_RATE) / LENGTH
      return [bin, Math.max(0, Math.min((hertz - low) / (middle - low), (high - hertz) / (high - middle)))] as const
    }).filter(([, weight]) => weight > 0)
  })
}

/** [frames][BANDS]: powers. */
function melFrames(samples: Float32Array): Float64Array[] {
  const frame = new Float64Array(LENGTH)
  return Array.from({ length: 1 + Math.floor((samples.length - WINDOW) / HOP) }, (_, index) => {
    for (let at = 0; at < WINDOW; at++) frame[at] = (samples[index * HOP + at] ?? 0) * (hann[at] ?? 0)
    const powers = powerSpectrum(frame)
    return Float64Array.from(filters, (band) => band.reduce((sum, [bin, weight]) => sum + weight * (powers[bin] ?? 0), 0))
  })
}

/** Without the quiet frames, the loudest at power 1. */
function speechOf(frames: readonly Float64Array[]): readonly Float64Array[] {
  const loudness = frames.map((powers) => powers.reduce((sum, power) => sum + power, 0))
  const loudest = loudness.reduce((a, b) => Math.max(a, b), 1e-20)
  return frames.filter((_, at) => (loudness[at] ?? 0) > QUIET * loudest).map((powers) => powers.map((power) => power / loudest))
}

/** Without the first, which is loudness. */
function cepstraOf(powers: Float64Array, count: number): Float64Array {
  const logs = powers.map((power) => Math.log(power + FLOOR))
  return Float64Array.from({ length: count }, (_, k) => Math.sqrt(2 / BANDS) * logs.reduce((sum, log, band) => sum + log * Math.cos((Math.PI * (k + 1) * (band + 0.5)) / BANDS), 0))
}

/** [components · cepstra]: how far frames move the means, in spreads. */
function movedBy({ shares, means, spreads }: SecondEarWeights, frames: readonly Float64Array[]): Float64Array {
  const width = means.length / shares.length
  const counts = new Float64Array(shares.length)
  const sums = new Float64Array(means.length)
  const logShares = Float64Array.from(shares, (share, component) => {
    let log = Math.log(share)
    for (let k = 0; k < width; k++) log -= Math.log(spreads[component * width + k] ?? NaN)
    return log
  })
  for (const values of frames) {
    const near = logShares.map((log, component) => {
      let off = 0
      for (let k = 0; k < width; k++) off += (((values[k] ?? NaN) - (means[component * width + k] ?? NaN)) / (spreads[component * width + k] ?? NaN)) ** 2
      return log - off / 2
    })
    const nearest = near.reduce((a, b) => Math.max(a, b), -Infinity)
    const odds = near.map((log) => Math.exp(log - nearest))
    const all = odds.reduce((sum, value) => sum + value, 0)
    odds.forEach((value, component) => {
      const share = value / all
      counts[component] = (counts[component] ?? 0) + share
      for (let k = 0; k < width; k++) sums[component * width + k] = (sums[component * width + k] ?? 0) + share * (values[k] ?? 0)
    })
  }
  return sums.map((sum, at) => {
    const component = Math.floor(at / width)
    const count = counts[component] ?? 0
    return (Math.sqrt(shares[component] ?? 0) * (sum - count * (means[at] ?? NaN))) / ((count + RELEVANCE) * (spreads[at] ?? NaN))
  })
}

/** The discriminants, brought to norm 1. */
function mapped({ centre, map }: SecondEarWeights, moved: Float64Array): Float32Array {
  const numbers = new Float64Array(map.length / centre.length)
  for (const [at, value] of moved.entries()) {
    const off = value - (centre[at] ?? NaN)
    for (let number = 0; number < numbers.length; number++) numbers[number] = (numbers[number] ?? 0) + off * (map[at * numbers.length + number] ?? NaN)
  }
  const norm = Math.hypot(...numbers)
  return Float32Array.from(numbers, (value) => value / norm)
}
