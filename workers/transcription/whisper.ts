import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web/wasm'
import { env, pipeline, Tensor, type AutomaticSpeechRecognitionPipeline } from '@huggingface/transformers'
import { MynaError, toMynaError } from '../../src/shared/protocol/errors'
import type { Heard } from '../../src/shared/protocol/transcription'
import { likeliestLanguage, readGenerationConfig, type GenerationConfig } from './generation-config'
import { hearShortWindows, WINDOW_SECONDS, windowSeconds, type ShortWindowEncoder } from './short-windows'
import { createKeptModelCache, KEPT_MODELS, type KeptFiles } from './kept-model-cache'
import type { LoadTranscriber } from './transcription-service'
import { wordsInside, type WordChunk } from './timed-words'

/** Of stretches of longer sound than one window. */
const OVERLAP_SECONDS = 5
/** Hz, ibid. */
const WHISPER_SAMPLE_RATE = 16_000
/** Of the encoder's input, and for one place of its output (ibid.). */
const FEATURES_PER_SECOND = 100
const FEATURES_PER_PLACE = 2
/** Fast speech has about five tokens a second; twice that, and some for short sounds, ends a model that runs in circles. */
const TOKENS_PER_SECOND = 10
const TOKENS_AT_LEAST = 24

const MODEL = 'whisper'
const ENCODER_FILE = 'onnx/encoder_model_quantized.onnx'

/**
 * Loads Whisper through transformers.js with the files of a kept pack, on the runtime that this realm has started. It
 * can reach no network: whatever is not kept is not there. Errors: those of reading the files, `model-invalid`,
 * `out-of-memory`.
 */
export const loadWhisper: LoadTranscriber = async (files) => {
  const config = readGenerationConfig(await files.read('generation_config.json'))
  const encoder = hearShortWindows(await files.read(ENCODER_FILE))
  const whisper = await openPipeline(encoder ? withFile(files, ENCODER_FILE, encoder.graph) : files)
  if (encoder) givePlaces(whisper, encoder)
  return {
    async hear(samples, language) {
      const seconds = samples.length / WHISPER_SAMPLE_RATE
      if (encoder) setWindow(whisper, windowSeconds(seconds))
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

function setWindow({ processor }: AutomaticSpeechRecognitionPipeline, seconds: number): void {
  const extractor = processor.feature_extractor
  if (!extractor) throw new MynaError('model-invalid', 'Whisper without features')
  Object.assign(extractor.config, { n_samples: seconds * WHISPER_SAMPLE_RATE, nb_max_frames: seconds * FEATURES_PER_SECOND })
}

/** What transformers.js keeps in its tensors. */
interface RuntimeTensor {
  readonly ort_tensor: OrtTensor
}

/** Hands the encoder the vectors of as many places as there are features for: the pipeline knows only of the features. */
function givePlaces({ model }: AutomaticSpeechRecognitionPipeline, encoder: ShortWindowEncoder): void {
  const session = model.sessions['model'] as InferenceSession
  const run: InferenceSession['run'] = (feeds: InferenceSession.FeedsType) => {
    const count = (feeds['input_features']?.dims[2] ?? 0) / FEATURES_PER_PLACE
    const places = new Tensor('float32', encoder.placesOf(count), [count, encoder.width]) as unknown as RuntimeTensor
    return session.run({ ...feeds, [encoder.placesInput]: places.ort_tensor })
  }
  const inputNames = session.inputNames.filter((name) => name !== encoder.placesInput)
  model.sessions['model'] = new Proxy(session, {
    get: (target, name) => {
      if (name === 'run') return run
      if (name === 'inputNames') return inputNames
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

function withFile(files: KeptFiles, path: string, bytes: ArrayBuffer): KeptFiles {
  return { has: (asked) => files.has(asked), read: (asked) => (asked === path ? Promise.resolve(bytes) : files.read(asked)) }
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
