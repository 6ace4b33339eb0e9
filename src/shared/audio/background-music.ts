import { powerSpectrum } from './power-spectrum'
import { resample } from './resample'

/**
 * Steady tones in a recording: music holds its notes, and in the pauses of a voice, too; a voice glides and pauses, noise has no
 * tones. After "continuous frequency activation" (Seyerlehner, Pohle, Schedl and Widmer, "Automatic music detection in television
 * productions", DAFx 2007): what stands out of a short spectrum is marked, and what stays marked is counted.
 */

const RATE = 16_000
const FRAME = 1024
const HOP = 256
/** Tones are looked for from 94 Hz to 4 kHz: there are few below and above. */
const [LOWEST, HIGHEST] = [6, 256]
/** In pauses below 1.6 kHz: what is higher is too faint there. */
const HIGHEST_IN_PAUSES = LOWEST + 100
/** A bin is compared with the mean of so many on either side. */
const AROUND = 10
/** A bin that stands out by this many decibels is marked: over a voice, and in its pauses. */
const STANDS_OUT_DB = 4
const STANDS_OUT_IN_PAUSES_DB = 6
/** A second of frames. */
const BLOCK = 64
/** The most lasting of these are counted; more notes never sound at once. */
const NOTES = 12
/** A note stands over what lies this near on either side. */
const NOTE_REACH = 5
/** The quietest of all frames are the pauses. */
const PAUSES_SHARE = 0.4
/** A tone that is there after so many frames, an eighth of a second, has lasted. */
const LASTING_FRAMES = 8

/** Seconds from one frame of a {@link ToneSpectrum} to the next. */
export const TONES_STEP_SECONDS = HOP / RATE

/** Frame by frame: by how many decibels each bin stands out, and the power of all. */
export interface ToneSpectrum {
  readonly excess: readonly Float32Array[]
  readonly powers: Float64Array
}

const window = Float64Array.from({ length: FRAME }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME))

/** Prepares mono PCM for {@link soundsLikeMusic}. */
export function toneSpectrum(samples: Float32Array, sampleRate: number): ToneSpectrum {
  const signal = resample(samples, sampleRate, RATE)
  const count = Math.max(0, Math.floor((signal.length - FRAME) / HOP) + 1)
  const powers = new Float64Array(count)
  const excess = Array.from({ length: count }, (_, frame) => {
    const power = powerSpectrum(window.map((weight, i) => weight * (signal[frame * HOP + i] ?? 0)))
    for (let bin = LOWEST; bin < HIGHEST; bin++) powers[frame] = (powers[frame] ?? 0) + (power[bin] ?? 0)
    return excessOf(power)
  })
  return { excess, powers }
}

function excessOf(power: Float64Array): Float32Array {
  // Digital silence has no tones.
  const level = (bin: number) => 10 * Math.log10((power[Math.abs(bin)] ?? 0) + 1e-10)
  const levels = Float64Array.from({ length: HIGHEST + AROUND + 2 }, (_, bin) => level(bin))
  const excess = new Float32Array(HIGHEST - LOWEST)
  let sum = 0
  for (let bin = LOWEST - AROUND; bin <= LOWEST + AROUND; bin++) sum += levels[Math.abs(bin)] ?? 0
  for (let bin = LOWEST; bin < HIGHEST; bin++) {
    excess[bin - LOWEST] = (levels[bin] ?? 0) - sum / (2 * AROUND + 1)
    sum += (levels[bin + AROUND + 1] ?? 0) - (levels[Math.abs(bin - AROUND)] ?? 0)
  }
  return excess
}

/**
 * Measured on ten seconds each of 59 people of LibriSpeech and 38 pieces of music from games: of the people alone 2 % are above
 * 0.22 in pauses and 0.33 over the voice; with music 10 dB below them, three quarters above 0.29 and 0.38.
 */
const SURE = { inPauses: 0.27, over: 0.42 }
const LIKELY = { inPauses: 0.2, over: 0.37 }

/** Whether there is music in frames `from` to `to`, some seconds of them. */
export function soundsLikeMusic({ excess, powers }: ToneSpectrum, from: number, to: number): boolean {
  const inPauses = lastingInPauses(excess.slice(from, to), powers.subarray(from, to))
  if (inPauses > SURE.inPauses) return true
  const over = lastingOverVoice(excess.slice(from, to))
  return over > SURE.over || (inPauses > LIKELY.inPauses && over > LIKELY.over)
}

/** How much likelier a tone is in the quiet frames where it was an eighth of a second before, than anywhere: 0 for chance. */
function lastingInPauses(excess: readonly Float32Array[], powers: Float64Array): number {
  const quiet = powers.slice().sort()[Math.floor(PAUSES_SHARE * powers.length)] ?? 0
  let [before, after, both, places] = [0, 0, 0, 0]
  for (let frame = 0; frame + LASTING_FRAMES < excess.length; frame++) {
    if ((powers[frame] ?? 0) > quiet || (powers[frame + LASTING_FRAMES] ?? 0) > quiet) continue
    for (let bin = 0; bin < HIGHEST_IN_PAUSES - LOWEST; bin++) {
      const isThere = (excess[frame]?.[bin] ?? 0) > STANDS_OUT_IN_PAUSES_DB
      const stays = (excess[frame + LASTING_FRAMES]?.[bin] ?? 0) > STANDS_OUT_IN_PAUSES_DB
      places += 1
      if (isThere) before += 1
      if (stays) after += 1
      if (isThere && stays) both += 1
    }
  }
  return before === 0 ? 0 : both / before - after / places
}

/** How long the twelve longest notes of a second last in it, 0 to 1; the median of all seconds. */
function lastingOverVoice(excess: readonly Float32Array[]): number {
  const blocks: number[] = []
  for (let start = 0; start + BLOCK <= excess.length; start += BLOCK / 2) blocks.push(longestNotes(excess.slice(start, start + BLOCK)))
  return blocks.sort((a, b) => a - b)[blocks.length >> 1] ?? 0
}

function longestNotes(frames: readonly Float32Array[]): number {
  const shares = Float32Array.from({ length: HIGHEST - LOWEST }, (_, bin) => {
    let marked = 0
    for (const frame of frames) if ((frame[bin] ?? 0) > STANDS_OUT_DB) marked += 1
    return marked / frames.length
  })
  const notes: number[] = []
  for (let bin = 1; bin < shares.length - 1; bin++) {
    const share = shares[bin] ?? 0
    if (share < (shares[bin - 1] ?? 0) || share <= (shares[bin + 1] ?? 0)) continue
    const below = Math.min(...shares.subarray(Math.max(0, bin - NOTE_REACH), bin))
    const above = Math.min(...shares.subarray(bin + 1, bin + 1 + NOTE_REACH))
    notes.push(share - Math.max(below, above))
  }
  return notes.sort((a, b) => b - a).slice(0, NOTES).reduce((sum, note) => sum + note, 0) / NOTES
}
