import { joinSamples } from '../../shared/audio/join'
import type { SpeakEvent } from '../../shared/protocol/engine'
import { movedWords, type TimedWord } from '../../shared/protocol/timed-word'

/** Sound of its own: no take, no place in a reading. */
export interface Speech {
  /** Mono PCM at the engine's rate. */
  readonly samples: Float32Array
  /** In seconds from the first sample on; absent where the engine tells no times. */
  readonly words?: readonly TimedWord[]
}

export interface SpeechGatherer {
  /** Takes what `inference.speak` sends; only its sound matters. */
  readonly take: (event: SpeakEvent) => void
  /** What came so far. */
  readonly speech: () => Speech
}

/** Gathers what an engine says in one request, which may come in several chunks. `sampleRate` is the engine's. */
export function gatherSpeech(sampleRate: number): SpeechGatherer {
  const parts: Float32Array[] = []
  const wordsOf = new Map<number, readonly TimedWord[]>()
  let sampleCount = 0
  let chunkStart = 0
  return {
    take(event) {
      if (event.type !== 'audio') return
      if (event.words) wordsOf.set(event.chunkIndex, movedWords(event.words, chunkStart / sampleRate))
      parts.push(event.samples)
      sampleCount += event.samples.length
      if (event.endsChunk) chunkStart = sampleCount
    },
    speech() {
      const words = [...wordsOf.values()].flat()
      return { samples: joinSamples(parts), ...(words.length > 0 && { words }) }
    },
  }
}
