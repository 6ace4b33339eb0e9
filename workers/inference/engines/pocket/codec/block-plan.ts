/** Frames of the next blocks of one chunk. */
export interface BlockPlan {
  /** Frames of the block to be collected now. */
  next(): number
  /** Tells that a block has become sound, and how long it was decoded. */
  decoded(frames: number, decodeMs: number): void
}

/** How a chunk goes. */
export interface Pace {
  /** Frames of the block before; 0 at the start. */
  readonly previousFrames: number
  /** Frames that became sound since the first block did; null before that. */
  readonly framesSinceFirst: number | null
  /** Seconds since the first block became sound. */
  readonly elapsedSeconds: number
  /** Seconds that the latest block took in the decoder, per frame. */
  readonly decodeSeconds: number
}

/** The longest block: what rings of 448 positions can take, see `lean/decoder-rewrite.ts`. */
const MOST_FRAMES = 12
/** A block cannot be interrupted, and a cancel shall take effect within 100 ms. */
const DECODE_BUDGET_SECONDS = 0.09
/**
 * The blocks before anything was measured, the last number for all of them: the shortest way to the first sound, then what
 * costs less per frame, since the player waits for a few frames anyway.
 */
const FIRST_FRAMES = [1, 2] as const
/** The share of the lead that may be spent on making one block, so that a slower moment does not eat all of it. */
const LEAD_SHARE = 0.5

/**
 * Frames of the next block by the measured pace. The first ones are short, for the shortest way to the first sound. While
 * sound is made faster than it is heard, a block may take a share of the lead that was gained, since its first frame waits
 * for its last. Where it is made more slowly, the player has to bank it anyway, and longer blocks cost less per frame. In
 * both cases blocks double at most, for the measurement is young, and end where decoding one would delay a cancel.
 */
export function pacedBlockFrames({ previousFrames, framesSinceFirst, elapsedSeconds, decodeSeconds }: Pace, secondsPerFrame: number): number {
  if (framesSinceFirst === null || framesSinceFirst === 0) return previousFrames === 0 ? FIRST_FRAMES[0] : FIRST_FRAMES[1]
  const cost = elapsedSeconds / framesSinceFirst
  const lead = framesSinceFirst * secondsPerFrame - elapsedSeconds
  const affordable = cost < secondsPerFrame ? Math.floor((LEAD_SHARE * lead) / cost) : MOST_FRAMES
  const interruptible = Math.floor(DECODE_BUDGET_SECONDS / decodeSeconds)
  return Math.max(1, Math.min(affordable, interruptible, 2 * previousFrames, MOST_FRAMES))
}

/** Sizes blocks by {@link pacedBlockFrames}. `now` gives milliseconds; it is a parameter for tests. */
export function createPacedPlan(secondsPerFrame: number, now: () => number = () => performance.now()): BlockPlan {
  let previousFrames = 0
  let framesSinceFirst: number | null = null
  let firstAt = 0
  let decodeSeconds = 0
  return {
    next() {
      const elapsedSeconds = (now() - firstAt) / 1000
      previousFrames = pacedBlockFrames({ previousFrames, framesSinceFirst, elapsedSeconds, decodeSeconds }, secondsPerFrame)
      return previousFrames
    },
    decoded(frames, decodeMs) {
      decodeSeconds = decodeMs / 1000 / frames
      if (framesSinceFirst === null) {
        framesSinceFirst = 0
        firstAt = now()
      } else {
        framesSinceFirst += frames
      }
    },
  }
}

/**
 * The last number is for all further blocks. Measured on the full-size graphs with one thread, a frame in blocks of 1, 4
 * and 12 takes 29, 23 and 22 ms: more than three would delay a cancel beyond 100 ms.
 */
const FIXED_FRAMES = [1, 2, 3] as const

/**
 * Blocks for graphs that compute slightly different samples in other blocks, as quantised ones do, which scale their
 * activations per call: sizes that depend on nothing, so that the same seed gives the same samples again.
 */
export function createFixedPlan(frames: readonly number[] = FIXED_FRAMES): BlockPlan {
  let block = 0
  return {
    next: () => frames[Math.min(block++, frames.length - 1)] ?? 1,
    decoded: () => undefined,
  }
}
