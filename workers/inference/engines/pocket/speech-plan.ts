import type { PocketBundle } from './bundle'
import { chunkText } from './chunking'
import { maxFramesFor } from './generation-loop'
import { prepareText } from './text-preparation'
import type { Tokenizer } from './tokenizer'

/** One chunk, ready to be spoken. */
export interface PlannedChunk {
  readonly text: string
  readonly ids: readonly number[]
  readonly framesAfterEnd: number
  readonly maxFrames: number
  readonly estimatedSeconds: number
  /** A word had to be cut to keep the chunk under the model's limit. */
  readonly cutsWord: boolean
}

/** Characters per second of unhurried speech: 150 words a minute of six characters, spaces included. */
const CHARACTERS_PER_SECOND = 15

/** Cuts a text into chunks of at most the bundle's `max_token_per_chunk` tokens and prepares each of them. */
export function planSpeech(text: string, tokenizer: Tokenizer, bundle: PocketBundle): readonly PlannedChunk[] {
  const prepared = (stretch: string) => {
    const { text: spoken, framesAfterEnd } = prepareText(stretch, bundle)
    return { spoken, framesAfterEnd, ids: tokenizer.encode(spoken) }
  }
  const chunks = chunkText(text, bundle.max_token_per_chunk, (stretch) => prepared(stretch).ids.length)
  return chunks.map(({ text: stretch, cutsWord }) => {
    const { spoken, framesAfterEnd, ids } = prepared(stretch)
    const maxFrames = maxFramesFor(ids.length, bundle.frame_rate)
    const estimatedSeconds = Math.min(spoken.length / CHARACTERS_PER_SECOND, maxFrames / bundle.frame_rate)
    return { text: spoken, ids, framesAfterEnd, maxFrames, estimatedSeconds, cutsWord }
  })
}
