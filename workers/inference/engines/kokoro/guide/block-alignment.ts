import { joinSamples } from '../../../../../src/shared/audio/join'
import { energyOf } from '../learning/fit-item'
import type { SentenceReading } from '../network/starter-network'
import { followReading, type FollowedPath, type KnownReading, type PausedReading } from './followed-reading'
import { runsOf } from './pauses'
import { isGap } from './token-times'

/** What is so far below the loudest of a reading, in nats, for so many windows is its silence. */
const MOST_BELOW = 8
const LEAST_SILENCE = 5
/** Windows beside a gap between words in which a pause may be. */
const AROUND = 4

/** A sentence as the network reads it. */
export interface ReadSentence {
  /** Boundaries included. */
  readonly ids: readonly number[]
  readonly own: SentenceReading
}

/** Aligns sentences that follow each other with a stretch of a recording: see {@link followReading}, whose errors and `expected` these are. */
export function alignBlock(block: readonly ReadSentence[], stretch: PausedReading, expected: number | null, yieldPoint: () => Promise<void>): Promise<FollowedPath> {
  const samples = joinSamples(block.map(({ own }) => own.samples))
  return followReading({ samples, silent: silenceOf(samples), gaps: gapsOf(block) } satisfies KnownReading, stretch, expected, yieldPoint)
}

function silenceOf(samples: Float32Array): Uint8Array {
  const energy = energyOf(samples)
  const limit = energy.reduce((most, value) => Math.max(most, value), -Infinity) - MOST_BELOW
  const silent = new Uint8Array(energy.length)
  for (const { from, to } of runsOf(energy.map((value) => (value < limit ? 1 : 0)))) if (to - from >= LEAST_SILENCE) silent.fill(1, from, to)
  return silent
}

function gapsOf(block: readonly ReadSentence[]): Uint8Array {
  const gaps = new Uint8Array(2 * block.reduce((sum, { own }) => sum + own.durations.reduce((a, b) => a + b, 0), 0))
  let at = 0
  for (const { ids, own } of block) {
    own.durations.forEach((frames, i) => {
      if (isGap(ids[i] ?? 0) || i === 0 || i === ids.length - 1) gaps.fill(1, Math.max(0, 2 * at - AROUND), 2 * (at + frames) + AROUND)
      at += frames
    })
  }
  return gaps
}
