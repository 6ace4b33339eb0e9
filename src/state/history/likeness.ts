import { SHORTEST_TELLING_SECONDS } from '../../shared/audio/likeness-floor'
import { speakerSimilarity } from '../../shared/audio/speaker-similarity'
import { isAbort } from '../../shared/protocol/errors'
import type { AppServices } from '../app-services'

/** How alike a sentence is to the prompt; null where it is too short to tell, or cannot be compared. Samples are copied. */
export type Likeness = (samples: Float32Array) => Promise<number | null>

/** Rejects only with `aborted`. */
export function createLikeness(
  analysis: AppServices['analysis'],
  prompt: Float32Array | null,
  sampleRate: number,
  signal: AbortSignal,
): Likeness {
  return async (samples) => {
    if (!prompt || samples.length < SHORTEST_TELLING_SECONDS * sampleRate) return null
    try {
      return speakerSimilarity(await analysis.embedSpeech({ samples: samples.slice(), sampleRate }, signal), prompt)
    } catch (thrown) {
      if (isAbort(thrown)) throw thrown
      // The likeness of the whole take is measured by the same encoder, and tells its failure.
      return null
    }
  }
}
