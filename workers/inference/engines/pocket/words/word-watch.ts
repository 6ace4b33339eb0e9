import { tokenPath } from './word-path'

/** Watches, frame by frame, whether a chunk is said word by word from its beginning to its end. */
export interface WordWatch {
  /** Takes the shares of attention of one frame, one for each token. */
  note(weights: Float32Array): void
  /** The word from which on a chunk is to be said again: the first that was left out, or the one behind those that are said twice. Null where all is well. */
  astray(): number | null
  /** The first of the words that were left out so far; null where there are none. */
  skipped(): number | null
  /** The last word that was said; -1 before the first. */
  reached(): number
}

/**
 * Words that are left out at once: single ones go by unseen though they are said, an article in one frame. Of the published models 0.16
 * words in a hundred are not seen (pocket-tts-timestamped), so that three in a row are not by chance.
 */
const FEWEST_SKIPPED = 3
/** A word on whose tokens less attention lay, summed over its frames, was passed over on the way to another. */
const LEAST_ATTENTION = 0.3
/** Frames for which attention has to be behind a gap, or on words that were said before: half a second and more. */
const FRAMES_BEHIND_GAP = 6
const FRAMES_IN_LOOP = 9
/** Words that a look may go back by: a head looks at what it has just said, too. */
const MOST_BACK = 2

/** @param owners the word of each token */
export function createWordWatch(owners: readonly number[]): WordWatch {
  const frames: Float32Array[] = []
  let seen: { readonly frames: number; readonly words: readonly number[]; readonly attention: readonly number[] } = { frames: 0, words: [], attention: [] }
  let furthest = -1

  /** The word of each frame, and how much attention lay on each word in its frames. */
  function look() {
    if (seen.frames === frames.length) return seen
    const path = tokenPath(frames)
    const attention: number[] = []
    const words = Array.from(path, (token, frame) => {
      const word = owners[token] ?? 0
      attention[word] = (attention[word] ?? 0) + (frames[frame]?.[token] ?? 0)
      return word
    })
    seen = { frames: frames.length, words, attention }
    return seen
  }

  const wasSaid = (word: number) => (look().attention[word] ?? 0) >= LEAST_ATTENTION

  function reached(): number {
    const { attention } = look()
    for (let word = attention.length - 1; word >= 0; word--) if (wasSaid(word)) return word
    return -1
  }

  /** The first of several words in a row that were passed over, before one that was said. */
  function skipped(): number | null {
    let first = 0
    for (let word = 0; word <= reached(); word++) {
      if (!wasSaid(word)) continue
      if (word - first >= FEWEST_SKIPPED) return first
      first = word + 1
    }
    return null
  }

  /** Whether attention has been for a while on words that were said before. */
  function isLooping(): boolean {
    const latest = frames.slice(-FRAMES_IN_LOOP)
    return latest.length === FRAMES_IN_LOOP && latest.every((row) => (owners[row.indexOf(Math.max(...row))] ?? 0) < furthest - MOST_BACK)
  }

  return {
    note(weights) {
      // Where it had come before it went back: afterwards the path makes sense of a loop as well as it can.
      if (frames.length % FRAMES_BEHIND_GAP === 0 && frames.length > 0) furthest = Math.max(furthest, reached())
      frames.push(weights)
    },
    astray() {
      if (isLooping()) return furthest + 1
      const gap = skipped()
      if (gap === null) return null
      const { words } = look()
      return words.length - words.findIndex((word) => word > gap) >= FRAMES_BEHIND_GAP ? gap : null
    },
    skipped,
    reached,
  }
}
