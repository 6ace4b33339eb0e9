import { env, pipeline, Tensor, type AutomaticSpeechRecognitionPipeline } from '@huggingface/transformers'
import { MynaError, toMynaError } from '../../src/shared/protocol/errors'
import type { Heard } from '../../src/shared/protocol/transcription'
import { likeliestLanguage, readGenerationConfig, type GenerationConfig } from './generation-config'
import { createKeptModelCache, KEPT_MODELS, type KeptFiles } from './kept-model-cache'
import type { LoadTranscriber } from './transcription-service'
import { wordsInside, type WordChunk } from './timed-words'

/** Seconds that one look of Whisper takes in (Radford et al. 2022, section 2.2); longer sound is heard in stretches. */
const WINDOW_SECONDS = 30
const OVERLAP_SECONDS = 5
/** Hz, ibid. */
const WHISPER_SAMPLE_RATE = 16_000
/** Fast speech has about five tokens a second; twice that, and some for short sounds, ends a model that runs in circles. */
const TOKENS_PER_SECOND = 10
const TOKENS_AT_LEAST = 24

const MODEL = 'whisper'

/**
 * Loads Whisper through transformers.js with the files of a kept pack, on the runtime that this realm has started. It
 * can reach no network: whatever is not kept is not there. Errors: those of reading the files, `model-invalid`,
 * `out-of-memory`.
 */
export const loadWhisper: LoadTranscriber = async (files) => {
  const config = readGenerationConfig(await files.read('generation_config.json'))
  const whisper = await openPipeline(files)
  return {
    async hear(samples, language) {
      const seconds = samples.length / WHISPER_SAMPLE_RATE
      const spoken = knownLanguage(language, config) ?? (await findLanguage(whisper, samples, config))
      const answers = await whisper(samples, {
        language: spoken,
        task: 'transcribe',
        return_timestamps: 'word',
        max_new_tokens: Math.ceil(TOKENS_AT_LEAST + TOKENS_PER_SECOND * Math.min(seconds, WINDOW_SECONDS)),
        ...(seconds > WINDOW_SECONDS && { chunk_length_s: WINDOW_SECONDS, stride_length_s: OVERLAP_SECONDS }),
      })
      const chunks = [answers].flat().flatMap((answer) => (answer.chunks ?? []) as readonly WordChunk[])
      const words = wordsInside(chunks, seconds)
      return { text: words.map(({ text }) => text).join(' '), language: spoken, words } satisfies Heard
    },
    release: async () => {
      await whisper.dispose()
    },
  }
}

async function openPipeline(files: KeptFiles): Promise<AutomaticSpeechRecognitionPipeline> {
  const cache = createKeptModelCache(MODEL, files)
  env.allowRemoteModels = false
  env.allowLocalModels = true
  env.localModelPath = KEPT_MODELS
  env.useBrowserCache = false
  env.useWasmCache = false
  env.useCustomCache = true
  env.customCache = cache
  env.fetch = () => Promise.resolve(new Response(null, { status: 404 }))
  try {
    return await pipeline('automatic-speech-recognition', MODEL, { dtype: 'q8', device: 'wasm' })
  } catch (thrown) {
    throw cache.failure() ?? toMynaError(thrown, 'model-invalid')
  }
}

function knownLanguage(language: string | null, { languageTokens }: GenerationConfig): string | null {
  const primary = language?.toLowerCase().split('-')[0]
  return primary !== undefined && languageTokens.has(primary) ? primary : null
}

/** Asks the decoder for the token behind the first one: that is how Whisper names a language (ibid., section 2.3). */
async function findLanguage(
  { processor, model }: AutomaticSpeechRecognitionPipeline,
  samples: Float32Array,
  config: GenerationConfig,
): Promise<string> {
  const window = samples.subarray(0, WINDOW_SECONDS * WHISPER_SAMPLE_RATE)
  const { input_features } = (await processor(window)) as { readonly input_features: Tensor }
  const decoder_input_ids = new Tensor('int64', [BigInt(config.startToken)], [1, 1])
  const { logits } = (await model({ input_features, decoder_input_ids })) as { readonly logits: Tensor }
  if (!(logits.data instanceof Float32Array)) throw new MynaError('model-mismatch', `logits of type ${logits.type}`)
  return likeliestLanguage(logits.data, config)
}
