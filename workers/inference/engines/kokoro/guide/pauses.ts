/** Values of energy, 80 a second, two for each frame. */
const PER_SECOND = 80
/** Shares of all values, sorted, at which noise and speech are taken to be. */
const [NOISE_PLACE, SPEECH_PLACE] = [0.05, 0.95]
/** A recording in which speech is no further above the noise has no pauses that could be found, and no speech where it is hardly above it: nats (10 dB are 2.3). */
const LEAST_RANGE = 2.8
const NO_SPEECH = 0.7
/** Where between noise and speech silence ends; never more than this below speech. */
const SILENCE_SHARE = 0.27
const MOST_BELOW = 9.2
/** What is heard for no longer within a pause, and is no louder between noise and speech, is a breath or a click. */
const LONGEST_BREATH = 0.15 * PER_SECOND
const BREATH_SHARE = 0.6
/** A shorter one is part of a word. */
const LEAST_PAUSE = 0.16 * PER_SECOND
/** What is kept of a pause at either end, in frames, and how much of what lies before the first and behind the last word. */
const KEPT_FRAMES = 6
const EDGE_FRAMES = 3

/** Frames that were taken out of a pause. */
export interface Cut {
  /** Frames that are kept before it. */
  readonly at: number
  readonly frames: number
}

/** Where nobody speaks: 1 in `silent`, and the energy of what is heard there. Null where nothing stands out from the rest. */
export function findPauses(energy: Float32Array): { readonly silent: Uint8Array; readonly floor: number } | null {
  const sorted = energy.toSorted()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  const [floor, speech] = [at(NOISE_PLACE), at(SPEECH_PLACE)]
  const range = speech - floor
  if (sorted.length === 0 || range < NO_SPEECH) return null
  const silent = new Uint8Array(energy.length)
  if (range < LEAST_RANGE) return { silent, floor: -Infinity }
  const limit = Math.max(floor + SILENCE_SHARE * range, speech - MOST_BELOW)
  for (const { from, to } of runsOf(energy.map((value) => (value < limit ? 1 : 0)))) if (to - from >= LEAST_PAUSE || from === 0 || to === energy.length) silent.fill(1, from, to)
  for (const { from, to } of runsOf(silent.map((is) => 1 - is))) {
    const loudest = energy.subarray(from, to).reduce((most, value) => Math.max(most, value), -Infinity)
    if (to - from <= LONGEST_BREATH && loudest < floor + BREATH_SHARE * range) silent.fill(1, from, to)
  }
  return { silent, floor }
}

/** Which frames to keep so that no pause is long, of 1 and 0, and what is taken out between the first and the last word. */
export function pausesFrom(silent: Uint8Array): { readonly kept: Uint8Array; readonly cuts: readonly Cut[] } {
  const frames = silent.length >> 1
  const kept = new Uint8Array(frames).fill(1)
  const cuts: Cut[] = []
  let removed = 0
  for (const { from, to } of runsOf(silent)) {
    const [isFirst, isLast] = [from === 0, to === silent.length]
    const start = isFirst ? 0 : Math.ceil(from / 2) + (isLast ? EDGE_FRAMES : KEPT_FRAMES)
    const end = isLast ? frames : Math.floor(to / 2) - (isFirst ? EDGE_FRAMES : KEPT_FRAMES)
    if (end <= start) continue
    kept.fill(0, start, end)
    if (!isFirst && !isLast) cuts.push({ at: start - removed, frames: end - start })
    removed += end - start
  }
  return { kept, cuts }
}

/** Places [from, to) without a gap. */
export interface Run {
  readonly from: number
  readonly to: number
}

/** Runs of what is not 0. */
export function runsOf(flags: ArrayLike<number>): readonly Run[] {
  const runs: Run[] = []
  let from = -1
  for (let at = 0; at <= flags.length; at++) {
    const is = at < flags.length && flags[at] !== 0
    if (is && from < 0) from = at
    if (!is && from >= 0) {
      runs.push({ from, to: at })
      from = -1
    }
  }
  return runs
}
