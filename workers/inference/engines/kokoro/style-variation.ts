import type { Random } from '../../../../src/shared/audio/random'
import type { GivenMelody } from './network/given-melody'
import type { PitchLine } from './pitch-range'

/** How a sentence is to be said. */
export interface Manner {
  /** One row of a style table. */
  readonly style: Float32Array
  /** Pace factor, 1 is the usual pace. */
  readonly speed: number
  /** Where the voice's pitch is not that of the style. */
  readonly pitch?: PitchLine
  /** What stands in place of the network's own melody and lengths: `speed` does not count then. */
  readonly melody?: GivenMelody
  /** What a learned voice adds to the norms (order: `STYLE_NORMS`). */
  readonly deltas?: Float32Array
}

/**
 * Standard deviation that is added to each number of a style. A number differs by 0.13 (standard deviation) between the
 * 28 published English styles: a sixth of that is heard as the same person on another day.
 */
const STYLE_DEVIATION = 0.022
/** Largest change of pace, as a share: repeated readings of one speaker differ about as much. */
const PACE_CHANGE = 0.03

/** Another way to say the same: style and pace a little off, as the random numbers have it. `usual` is left alone. */
export function variedManner(usual: Manner, random: Random): Manner {
  return {
    ...usual,
    style: usual.style.map((value) => value + STYLE_DEVIATION * random.normal()),
    speed: usual.speed * (1 + PACE_CHANGE * (2 * random.uniform() - 1)),
  }
}
