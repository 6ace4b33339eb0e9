import type { SpeakEvent } from '../protocol/engine'
import type { TakeSentence } from '../protocol/take-check'

/** Notes where each sentence of a reading begins and ends while its sound arrives. */
export interface SentenceMarks {
  take(event: SpeakEvent): void
  /** The sentences of which there is sound, up to `sampleCount`: a reading that was stopped has fewer. */
  sentences(sampleCount: number): readonly TakeSentence[]
}

export function createSentenceMarks(): SentenceMarks {
  let texts: readonly string[] = []
  let total = 0
  const lengths = new Map<number, number>()
  return {
    take(event) {
      if (event.type === 'plan') texts = event.chunks.map(({ text }) => text)
      if (event.type !== 'audio') return
      total += event.samples.length
      lengths.set(event.chunkIndex, (lengths.get(event.chunkIndex) ?? 0) + event.samples.length)
    },
    sentences(sampleCount) {
      let start = 0
      return [...lengths].flatMap(([index, length]): TakeSentence[] => {
        const startSample = start
        start += length
        const endSample = Math.min(start, sampleCount, total)
        return endSample > startSample ? [{ text: texts[index] ?? '', startSample, endSample }] : []
      })
    },
  }
}
