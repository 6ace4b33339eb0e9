import type { FollowedHeads, TextHead, TextWeights } from '../language-model/text-attention'

/** Finds, once for a model, the head of its attention that follows the text. */
export interface TextFollower {
  /** What is to be read of the next chunk: every head until one was found; null where none was. */
  heads(): FollowedHeads | null
  /** Takes in what all heads did in a chunk, a list for each frame. Nothing changes once a head was found. */
  learn(frames: readonly (readonly TextWeights[])[]): void
}

/** A chunk of fewer tokens or frames tells nothing. */
const FEWEST_TOKENS = 6
const FEWEST_FRAMES = 12
/** A head that follows the text is far above; of random weights none comes near. */
const LEAST_SCORE = 0.2
/** After so many chunks in which no head followed the text, none will. */
const MOST_CHUNKS = 3
/** In 80 ms nobody says more tokens. */
const MOST_STEP = 2

export function createTextFollower(): TextFollower {
  let found: TextHead | null = null
  let tried = 0

  return {
    heads: () => (found ? [found] : tried < MOST_CHUNKS ? 'all' : null),
    learn(frames) {
      const [first = []] = frames
      if (found || frames.length < FEWEST_FRAMES || (first[0]?.weights.length ?? 0) < FEWEST_TOKENS) return
      tried++
      const scores = first.map((_, place) => followingScore(frames.map((heads) => heads[place]?.weights ?? new Float32Array(0))))
      const best = scores.indexOf(Math.max(...scores))
      const place = first[best]
      if (place && (scores[best] ?? 0) >= LEAST_SCORE) found = { layer: place.layer, head: place.head }
    },
  }
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
  return onward * covered * peak
}
