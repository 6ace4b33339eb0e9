import type { TimedWord } from '../../../../../src/shared/protocol/timed-word'
import type { FollowedHeads, TextWeights } from '../language-model/text-attention'
import type { PlannedChunk } from '../text/speech-plan'
import type { Tokenizer } from '../text/tokenizer'
import { sharedWeights, type TextFollower } from './text-follower'
import { createWordWatch, type WordWatch } from './word-watch'
import { tokenPath } from './word-path'

/** Words at a chunk's end that must be missing before they are spoken again. */
const FEWEST_MISSING = 2

/** The words of a chunk from one on that are to be said again; none behind a loop at its end. */
export interface LostWords {
  readonly index: number
  readonly text: string
}

/** Follows the words of one chunk while it is spoken. */
export interface ChunkWords {
  /** What is to be read of each frame; null where nothing is. */
  readonly heads: FollowedHeads | null
  /** Seconds of a frame of latents. */
  readonly frameSeconds: number
  note(weights: readonly TextWeights[]): void
  /** Words that have been reached, from the chunk's first sample on; undefined where that is not known. */
  sofar(): readonly TimedWord[] | undefined
  /** All words, and what the follower learns of the chunk. */
  finish(): readonly TimedWord[] | undefined
  /** Where the model has left words out by now, or says some for the second time; null where all is well, or nobody can tell. */
  astray(): LostWords | null
  /**
   * At the end of the chunk: the first words that were left out, and all behind them; null where there are none, for a last short word
   * may go by unseen, and where the heads were not proven when the chunk began.
   */
  missing(): LostWords | null
}

/** @param frameSeconds of a frame of latents */
export function createChunkWords({ text, ids }: Pick<PlannedChunk, 'text' | 'ids'>, tokenizer: Pick<Tokenizer, 'decode'>, follower: TextFollower, frameSeconds: number): ChunkWords {
  const heads = follower.heads()
  const frames: (readonly TextWeights[])[] = []
  const texts = saidWords(text)
  const owners = ids.map((_, token) => Math.max(0, saidWords(tokenizer.decode(ids.slice(0, token + 1))).length - 1))
  const watch: WordWatch | null = follower.isProven() ? createWordWatch(owners) : null

  /** The word of each frame; empty where nothing was read. */
  function path(): readonly number[] {
    const followed = follower.heads()
    if (followed === null || followed === 'all' || frames.length === 0) return []
    return Array.from(tokenPath(frames.map((all) => sharedWeights(all, followed))), (token) => owners[token] ?? 0)
  }

  function times(isWhole: boolean): readonly TimedWord[] | undefined {
    const said = path()
    if (said.length === 0) return undefined
    const reached = isWhole ? texts.length : Math.min(texts.length, Math.max(...said) + 1)
    let end = 0
    return texts.slice(0, reached).map((word, index) => {
      const first = said.indexOf(index)
      const start = first === -1 ? end : first * frameSeconds
      end = first === -1 ? end : (said.lastIndexOf(index) + 1) * frameSeconds
      return { text: word, startSeconds: start, endSeconds: end }
    })
  }

  const lostFrom = (index: number): LostWords => ({ index, text: texts.slice(index).join(' ') })

  return {
    heads,
    frameSeconds,
    note(weights) {
      frames.push(weights)
      if (watch && heads !== null && heads !== 'all') watch.note(sharedWeights(weights, heads))
    },
    sofar: () => times(false),
    finish() {
      if (heads !== null) follower.learn(frames)
      return times(true)
    },
    astray() {
      const index = watch?.astray() ?? null
      return index === null ? null : lostFrom(index)
    },
    missing() {
      if (!watch || frames.length === 0) return null
      const index = watch.skipped() ?? watch.reached() + 1
      return index > texts.length - FEWEST_MISSING ? null : lostFrom(index)
    },
  }
}

/** As the page counts them: what has a letter or a digit. */
function saidWords(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
}
