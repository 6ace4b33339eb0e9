import type { SpokenSegment } from '../../../../../src/shared/text/normaliser/pause-tags'
import { holdsWords } from '../../../../../src/shared/text/sentences'
import { CHARACTERS_PER_SECOND } from '../../../../../src/shared/text/speech-length'
import type { PocketConfiguration } from '../configuration'
import { chunkText } from './chunking'
import { maxFramesFor } from '../language-model/generation-loop'
import type { TextRules } from './speaking-rules'
import { prepareText } from './text-preparation'
import type { Tokenizer } from './tokenizer'

/** One chunk, ready to be spoken. */
export interface PlannedChunk {
  readonly text: string
  readonly ids: readonly number[]
  readonly framesAfterEnd: number
  readonly maxFrames: number
  readonly estimatedSeconds: number
  /** Silence that was asked for after it; 0 leaves it to the mark that the chunk ends with. */
  readonly pauseSeconds: number
  /** A word had to be cut to keep the chunk under the model's limit. */
  readonly cutsWord: boolean
}

/** What of a configuration matters to a text. */
export type TextTraits = TextRules & Pick<PocketConfiguration, 'maxTokensPerChunk' | 'frameRate'>

/**
 * Cuts a text into chunks of at most the model's `maxTokensPerChunk` tokens and prepares each of them. A pause before
 * the first word is left out, and so are chunks of marks alone, of which the model would make any sound.
 */
export function planSpeech(segments: readonly SpokenSegment[], tokenizer: Tokenizer, configuration: TextTraits): readonly PlannedChunk[] {
  return segments.flatMap((segment) => {
    const chunks = chunkText(prepareText(segment.text, configuration).text, configuration.maxTokensPerChunk, tokenizer).filter(({ text }) => holdsWords(text))
    return chunks.map(({ text: stretch, cutsWord }, index) => {
      const { seconds, ...planned } = planStretch(stretch, tokenizer, configuration)
      const pauseSeconds = index === chunks.length - 1 ? segment.pauseSeconds : 0
      return { ...planned, estimatedSeconds: seconds + pauseSeconds, pauseSeconds, cutsWord }
    })
  })
}

/** A stretch of text that is spoken in one go, prepared as the model wants it; `seconds` is how long it may take. */
export function planStretch(
  stretch: string, tokenizer: Pick<Tokenizer, 'encode'>, configuration: TextRules & Pick<TextTraits, 'frameRate'>,
): Pick<PlannedChunk, 'text' | 'ids' | 'framesAfterEnd' | 'maxFrames'> & { readonly seconds: number } {
  const { text, framesAfterEnd } = prepareText(stretch, configuration)
  const ids = tokenizer.encode(text)
  const maxFrames = maxFramesFor(ids.length, configuration.frameRate)
  const seconds = Math.min(text.length / CHARACTERS_PER_SECOND, maxFrames / configuration.frameRate)
  return { text, ids, framesAfterEnd, maxFrames, seconds }
}
