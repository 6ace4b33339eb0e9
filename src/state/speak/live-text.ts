import type { SpeakEvent } from '../../shared/protocol/engine'
import type { TakeScript } from '../../shared/protocol/records'
import type { TakeSentence } from '../../shared/protocol/take-check'
import type { WrittenSentence } from '../../shared/text/written-words'

/** The text of a reading that is being made, as it is said. */
export interface LiveText {
  readonly language: string
  readonly sampleRate: number
  /** Sentences of which there is sound, the unfinished one included. One that has not changed is the same object. */
  readonly sentences: readonly TakeSentence[]
  /** Those that follow. */
  readonly ahead: readonly string[]
  /** What the person wrote of each, those that follow included. */
  readonly written: readonly (WrittenSentence | null)[]
  /** Whose passages the sentences are; absent where one voice says all of it plainly. */
  readonly script?: TakeScript
}

export interface LiveTextBuilder {
  take(event: Extract<SpeakEvent, { type: 'audio' }>): void
  /** As it is now. */
  text(): LiveText
}

/**
 * @param plan all sentences in order
 * @param kept those of a continued reading that were there before
 * @param planPassages place of each sentence's passage in the script; empty where there is none
 */
export function createLiveText(
  plan: readonly string[], kept: readonly TakeSentence[], facts: Pick<LiveText, 'language' | 'sampleRate' | 'written' | 'script'>, planPassages: readonly number[] = [],
): LiveTextBuilder {
  const sentences = [...kept]
  let open: number | null = null
  let spoken = kept.length

  return {
    take({ chunkIndex, samples, words, endsChunk }) {
      const before = open === chunkIndex ? sentences.pop() : undefined
      const startSample = before?.startSample ?? sentences.at(-1)?.endSample ?? 0
      const known = words ?? before?.words
      const passage = planPassages[chunkIndex]
      sentences.push({
        text: plan[chunkIndex] ?? '', startSample, endSample: (before?.endSample ?? startSample) + samples.length, ...(known && { words: known }), ...(passage !== undefined && { passage }),
      })
      open = endsChunk ? null : chunkIndex
      spoken = chunkIndex + 1
    },
    text: () => ({ ...facts, sentences: [...sentences], ahead: plan.slice(spoken) }),
  }
}
