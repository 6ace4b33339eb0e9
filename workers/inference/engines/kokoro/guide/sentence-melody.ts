import { lineThrough, energyOf } from '../learning/fit-item'
import { VOICING, type GivenMelody, type GivenPitch } from '../network/given-melody'
import type { SentenceReading } from '../network/starter-network'
import { movePitch, type PitchLine } from '../pitch-range'
import type { GuideSound } from './guide-sound'

/** Values without a voice between two with one that are voiced all the same: a tracker misses that much within a sound. */
const LONGEST_HOLE = 4
/** How much livelier or calmer a voice's loudness may be made. */
const [CALMEST, LIVELIEST] = [0.7, 1.4]

/** Mean and spread of energies where somebody speaks. */
export interface EnergyRange {
  readonly mean: number
  readonly spread: number
}

/** What a sentence's melody is made of. */
export interface MelodyParts {
  readonly guide: GuideSound
  /** The guide's own, of all that is spoken in it. */
  readonly energies: EnergyRange
  /** From the guide's pitch to the voice's; null where the guide has none to speak of. */
  readonly line: PitchLine | null
}

/** Mean and spread of what is not silent. */
export function energyRangeOf(energy: ArrayLike<number>, isSilent: (at: number) => boolean): EnergyRange {
  let [count, sum, squares] = [0, 0, 0]
  for (let at = 0; at < energy.length; at++) {
    if (isSilent(at)) continue
    const value = energy[at] ?? 0
    count += 1
    sum += value
    squares += value * value
  }
  const mean = sum / Math.max(1, count)
  return { mean, spread: Math.sqrt(Math.max(1e-6, squares / Math.max(1, count) - mean * mean)) }
}

/**
 * The melody of frames [from, to) of a guide for a voice: pitch in the voice's range, energy in that of the voice's own reading. What
 * is silent in the guide has the network's own energy.
 */
export function melodyOf({ guide, energies, line }: MelodyParts, own: SentenceReading, durations: Int32Array, [from, to]: readonly [number, number]): GivenMelody {
  const [start, end] = [2 * from, 2 * to]
  return {
    durations,
    pitch: line && pitchOf(guide.pitch.subarray(start, end), guide.silent.subarray(start, end), line),
    energy: moved(guide.energy.subarray(start, end), guide.silent.subarray(start, end), energies, own),
  }
}

function pitchOf(track: Float32Array, silent: Uint8Array, line: PitchLine): GivenPitch {
  const voicing = new Uint8Array(track.length)
  const hertz = track.slice()
  movePitch(hertz, line)
  const voiced = [...track.keys()].filter((at) => (track[at] ?? 0) > 0)
  const first = hertz[voiced[0] ?? 0] ?? 0
  if (first <= 0) return { hertz: hertz.fill(1), voicing }
  let before = -1
  for (const at of [...voiced, track.length]) {
    const [left, right] = [hertz[before] ?? first, hertz[at] ?? hertz[before] ?? first]
    const isHole = before >= 0 && at < track.length && at - before - 1 <= LONGEST_HOLE
    for (let i = before + 1; i < at; i++) {
      hertz[i] = left * (right / left) ** ((i - before) / (at - before))
      voicing[i] = silent[i] === 1 ? VOICING.none : isHole ? VOICING.voiced : VOICING.asNetwork
    }
    if (at < track.length) voicing[at] = VOICING.voiced
    before = at
  }
  return { hertz, voicing }
}

function moved(energy: Float32Array, silent: Uint8Array, { mean, spread }: EnergyRange, own: SentenceReading): Float32Array {
  const heard = energyOf(own.samples)
  const line = lineThrough(heard, own.frames.energy)
  const loudest = heard.reduce((most, value) => Math.max(most, value), -Infinity)
  const usual = energyRangeOf(heard, (at) => (heard[at] ?? 0) < loudest - MOST_BELOW)
  const slope = Math.min(LIVELIEST, Math.max(CALMEST, usual.spread / spread))
  return energy.map((value, at) => (silent[at] === 1 ? NaN : line.slope * (usual.mean + slope * (value - mean)) + line.start))
}

/** What is so far below the loudest of a reading, in nats, is its silence. */
const MOST_BELOW = 9.2
