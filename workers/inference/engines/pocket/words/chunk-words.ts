import type { TimedWord } from '../../../../../src/shared/protocol/timed-word'
import type { FollowedHeads, TextHead, TextWeights } from '../language-model/text-attention'
import type { PlannedChunk } from '../text/speech-plan'
import type { Tokenizer } from '../text/tokenizer'
import type { TextFollower } from './text-follower'
import { tokenPath } from './word-path'

/** Words at a chunk's end that must be missing before they are spoken again. */
const FEWEST_MISSING = 2

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
  /**
   * The words behind the last that was reached, from the first of them on; null where fewer than two are missing, for a last short word
   * may go by unseen, and where the head was not known when the chunk began.
   */
  missing(): { readonly index: number; readonly text: string } | null
}

/** @param frameSeconds of a frame of latents */
export function createChunkWords({ text, ids }: Pick<PlannedChunk, 'text' | 'ids'>, tokenizer: Pick<Tokenizer, 'decode'>, follower: TextFollower, frameSeconds: number): ChunkWords {
  const heads = follower.heads()
  const frames: (readonly TextWeights[])[] = []
  const texts = saidWords(text)
  const owners = ids.map((_, token) => Math.max(0, saidWords(tokenizer.decode(ids.slice(0, token + 1))).length - 1))

  function saidOf(place: TextHead): readonly number[] {
    const weights = frames.flatMap((all) => all.filter(({ layer, head }) => layer === place.layer && head === place.head).map((row) => row.weights))
    return Array.from(tokenPath(weights), (token) => owners[token] ?? 0)
  }

  function times(isWhole: boolean): readonly TimedWord[] | undefined {
    const followed = follower.heads()
    const [place] = followed === null || followed === 'all' ? [] : followed
    if (!place || frames.length === 0) return undefined
    const said = saidOf(place)
    const reached = isWhole ? texts.length : Math.min(texts.length, Math.max(...said) + 1)
    let end = 0
    return texts.slice(0, reached).map((word, index) => {
      const first = said.indexOf(index)
      const start = first === -1 ? end : first * frameSeconds
      end = first === -1 ? end : (said.lastIndexOf(index) + 1) * frameSeconds
      return { text: word, startSeconds: start, endSeconds: end }
    })
  }

  return {
    heads,
    frameSeconds,
    note(weights) {
      frames.push(weights)
    },
    sofar: () => times(false),
    finish() {
      if (heads === 'all') follower.learn(frames)
      return times(true)
    },
    missing() {
      const [place] = heads === null || heads === 'all' ? [] : heads
      if (!place || frames.length === 0) return null
      const index = Math.max(...saidOf(place)) + 1
      return index > texts.length - FEWEST_MISSING ? null : { index, text: texts.slice(index).join(' ') }
    },
  }
}

/** As the page counts them: what has a letter or a digit. */
function saidWords(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
}
