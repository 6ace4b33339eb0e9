import type { FollowedHeads, TextHead, TextWeights } from '../language-model/text-attention'

/** Knows which heads of a model's attention follow the text, or finds one, once for a model. */
export interface TextFollower {
  /** What is to be read of the next chunk: the heads that are known, every head until one was found; null where none was. */
  heads(): FollowedHeads | null
  /** Whether what is read is known to follow the text: no chunk is said again because of heads that may not. */
  isProven(): boolean
  /** Takes in what the heads did in a whole chunk, a list for each frame. Nothing changes once they are proven. */
  learn(frames: readonly (readonly TextWeights[])[]): void
}

/** What is remembered of a model: the heads that follow its text, none where none does. */
export interface HeadMemory {
  /** Null where nothing is remembered. */
  readonly known: readonly TextHead[] | null
  keep(heads: readonly TextHead[]): void
}

const NO_MEMORY: HeadMemory = { known: null, keep: () => undefined }

/** A chunk of fewer tokens or frames tells nothing. */
const FEWEST_TOKENS = 6
const FEWEST_FRAMES = 12
/** A head that follows the text is far above; of random weights none comes near. */
const LEAST_SCORE = 0.2
/** After so many chunks in which no head followed the text, none will. */
const MOST_CHUNKS = 3
/** In 80 ms nobody says more tokens. */
const MOST_STEP = 2

/**
 * Heads that are named for a model are used from its first chunk on; where they turn out not to follow the text there, for it may
 * be another model of that name, one is looked for. What was found, or that there is none, is remembered.
 */
export function createTextFollower(named: readonly TextHead[] = [], memory: HeadMemory = NO_MEMORY): TextFollower {
  let used: readonly TextHead[] | null = memory.known ?? (named.length > 0 ? named : null)
  let isProven = memory.known !== null
  let tried = 0

  function settle(heads: readonly TextHead[]): void {
    used = heads
    isProven = true
    memory.keep(heads)
  }

  return {
    heads: () => (used === null ? 'all' : used.length === 0 ? null : used),
    isProven: () => isProven,
    learn(frames) {
      const [first = []] = frames
      if (isProven || frames.length < FEWEST_FRAMES || (first[0]?.weights.length ?? 0) < FEWEST_TOKENS) return
      if (used) {
        const score = followingScore(frames.map((heads) => sharedWeights(heads, used ?? [])))
        if (score >= LEAST_SCORE) settle(used)
        else used = null
        return
      }
      tried++
      const scores = first.map((_, place) => followingScore(frames.map((heads) => heads[place]?.weights ?? new Float32Array(0))))
      const best = scores.indexOf(Math.max(...scores))
      const place = first[best]
      if (place && (scores[best] ?? 0) >= LEAST_SCORE) settle([{ layer: place.layer, head: place.head }])
      else if (tried === MOST_CHUNKS) settle([])
    },
  }
}

/** What several heads together look at: their mean. Empty where none of them was read. */
export function sharedWeights(all: readonly TextWeights[], heads: readonly TextHead[]): Float32Array {
  const read = all.filter(({ layer, head }) => heads.some((place) => place.layer === layer && place.head === head))
  return Float32Array.from({ length: read[0]?.weights.length ?? 0 }, (_, token) => read.reduce((sum, { weights }) => sum + (weights[token] ?? 0), 0) / read.length)
}

/**
 * How nearly a head goes through the text from its beginning to its end, 0 to 1: of its moves the share of steps on less that of moves
 * back, times the share of tokens that are looked at, times how much of its attention lies on one token.
 *
 * @param weights of a head, a list for each frame
 */
export function followingScore(weights: readonly Float32Array[]): number {
  const looked = weights.map((row) => row.indexOf(Math.max(...row)))
  const steps = looked.slice(1).map((token, frame) => token - (looked[frame] ?? 0))
  const moves = steps.filter((step) => step !== 0)
  const balance = moves.filter((step) => step > 0 && step <= MOST_STEP).length - moves.filter((step) => step < 0).length
  const onward = Math.max(0, balance / Math.max(1, moves.length))
  const covered = new Set(looked).size / Math.max(1, weights[0]?.length ?? 1)
  const peak = weights.reduce((sum, row) => sum + Math.max(...row), 0) / Math.max(1, weights.length)
  const score = onward * covered * peak
  // What is no number says nothing of the other heads.
  return Number.isNaN(score) ? 0 : score
}
