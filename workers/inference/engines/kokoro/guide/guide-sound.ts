import { energyOf } from '../learning/fit-item'
import { trackPitch } from '../learning/pitch-track'
import { SAMPLES_PER_FRAME } from '../network/sound-decoder'
import { findPauses, pausesFrom, type Cut } from './pauses'

/** Samples for each value of pitch and energy. */
const HOP = SAMPLES_PER_FRAME / 2
/** Measured at a time, and beside it on either side: what is held of a long recording does not grow with it, and a stop arrives. */
const PIECE = 80 * SAMPLES_PER_FRAME
const MARGIN = 8 * SAMPLES_PER_FRAME

/** A recording that is to be followed, its long pauses made short. All of it but `samples` has 80 values a second. */
export interface GuideSound {
  /** Mono at 24 kHz, whole frames. */
  readonly samples: Float32Array
  /** Hz, 0 where there is no voice. */
  readonly pitch: Float32Array
  /** Logarithm of the size of the mel spectrum, without that of the noise. */
  readonly energy: Float32Array
  /** 1 in pauses. */
  readonly silent: Uint8Array
  /** What was taken out of its pauses, in order. */
  readonly cuts: readonly Cut[]
}

/**
 * Measures a recording, mono at 24 kHz. What lies before its first and behind its last word is left out. Null where nothing in it stands out from
 * silence. Errors: those of `yieldPoint`.
 */
export async function readGuide(recording: Float32Array, yieldPoint: () => Promise<void>): Promise<GuideSound | null> {
  const values = 2 * Math.floor(recording.length / SAMPLES_PER_FRAME)
  const [pitch, energy] = [new Float32Array(values), new Float32Array(values)]
  for (let from = 0; from < values * HOP; from += PIECE) {
    const start = Math.max(0, from - MARGIN)
    const piece = recording.subarray(start, from + PIECE + MARGIN)
    const [first, count] = [(from - start) / HOP, Math.min(PIECE / HOP, values - from / HOP)]
    pitch.set(padded(trackPitch(piece), first, count), from / HOP)
    await yieldPoint()
    energy.set(padded(energyOf(piece), first, count), from / HOP)
    await yieldPoint()
  }
  const silence = findPauses(energy)
  if (!silence) return null
  const { kept, cuts } = pausesFrom(silence.silent)
  const pick = <A extends Float32Array | Uint8Array>(all: A) => all.filter((_, at) => kept[at >> 1]) as A
  return {
    samples: samplesOf(recording, kept),
    pitch: pick(pitch),
    energy: pick(energy.map((value) => withoutNoise(value, silence.floor))),
    silent: pick(silence.silent),
    cuts,
  }
}

/** `count` values from `first` on; zeros where there are fewer, behind the end of a recording. */
function padded(values: ArrayLike<number>, first: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, at) => values[first + at] ?? 0)
}

function samplesOf(recording: Float32Array, kept: Uint8Array): Float32Array {
  const samples = new Float32Array(kept.reduce((sum, is) => sum + is, 0) * SAMPLES_PER_FRAME)
  let at = 0
  kept.forEach((is, frame) => {
    if (is === 0) return
    samples.set(recording.subarray(frame * SAMPLES_PER_FRAME, (frame + 1) * SAMPLES_PER_FRAME), at)
    at += SAMPLES_PER_FRAME
  })
  return samples
}

/** No more is taken of a value than this share leaves. */
const LEAST_LEFT = 0.1

/** What is left of an energy, a logarithm, when that of the noise is taken away. */
function withoutNoise(energy: number, floor: number): number {
  return energy + Math.log(Math.max(LEAST_LEFT, 1 - Math.exp(floor - energy)))
}
