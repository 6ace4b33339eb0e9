import type { TimedWord } from '../../../../../src/shared/protocol/timed-word'
import type { FollowedHeads, TextWeights } from '../language-model/text-attention'
import type { PlannedChunk } from '../text/speech-plan'
import type { Tokenizer } from '../text/tokenizer'
import type { TextFollower } from './text-follower'
import { tokenPath } from './word-path'

/** Follows the words of one chunk while it is spoken. */
export interface ChunkWords {
  /** What is to be read of each frame; null where nothing is. */
  readonly heads: FollowedHeads | null
  note(weights: readonly TextWeights[]): void
  /** Words that have been reached, from the chunk's first sample on; undefined where that is not known. */
  sofar(): readonly TimedWord[] | undefined
  /** All words, and what the follower learns of the chunk. */
  finish(): readonly TimedWord[] | undefined
}

/** @param frameSeconds of a frame of latents */
export function createChunkWords({ text, ids }: Pick<PlannedChunk, 'text' | 'ids'>, tokenizer: Pick<Tokenizer, 'decode'>, follower: TextFollower, frameSeconds: number): ChunkWords {
  const heads = follower.heads()
  const frames: (readonly TextWeights[])[] = []
  const texts = saidWords(text)
  const owners = ids.map((_, token) => Math.max(0, saidWords(tokenizer.decode(ids.slice(0, token + 1))).length - 1))

  function times(isWhole: boolean): readonly TimedWord[] | undefined {
    const followed = follower.heads()
    const [place] = followed === null || followed === 'all' ? [] : followed
    if (!place || frames.length === 0) return undefined
    const weights = frames.flatMap((all) => all.filter(({ layer, head }) => layer === place.layer && head === place.head).map((row) => row.weights))
    const said = Array.from(tokenPath(weights), (token) => owners[token] ?? 0)
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
    note(weights) {
      frames.push(weights)
    },
    sofar: () => times(false),
    finish() {
      if (heads === 'all') follower.learn(frames)
      return times(true)
    },
  }
}

/** As the page counts them: what has a letter or a digit. */
function saidWords(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
}
