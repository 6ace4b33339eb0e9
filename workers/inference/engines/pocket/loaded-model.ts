import { createRandom } from '../../../../src/audio/random'
import { MynaError, toMynaError } from '../../../../src/protocol/errors'
import { createStageClock } from '../../stage-clock'
import type { EngineContext } from '../voice-engine'
import { parseBundle, type PocketBundle } from './bundle'
import { drawNoise } from './latent-sampler'
import { openModelGraphs, type ModelGraphs } from './model-graphs'
import { readNumpyFile } from './numpy-file'
import { parseSentencePieceModel } from './sentencepiece-model'
import type { SpeechModel } from './speech-model'
import { createTokenizer, type Tokenizer } from './tokenizer'

/** Everything of a bundle that stays loaded between calls; `graphs.release()` ends it. */
export interface LoadedModel {
  readonly bundle: PocketBundle
  readonly tokenizer: Tokenizer
  /** The row that goes before a voice's own rows; empty where the model was trained without it. */
  readonly voiceStart: Float32Array
  readonly graphs: ModelGraphs
}

/** Reads, checks, loads and warms up a bundle. Errors: `model-missing`, `model-invalid`, `model-mismatch`, `out-of-memory`. */
export async function loadModel(context: EngineContext): Promise<LoadedModel> {
  const { files } = context
  const bundle = parseBundle(await files.read('bundle.json'))
  const tokenizer = createTokenizer(parseSentencePieceModel(await files.read(bundle.tokenizer_file)))
  const voiceStart = bundle.insert_bos_before_voice ? await readVoiceStart(context, bundle) : new Float32Array(0)
  const graphs = await openModelGraphs(context, bundle)
  try {
    const model = { bundle, tokenizer, voiceStart, graphs }
    await warmUp(model)
    return model
  } catch (thrown) {
    await graphs.release()
    throw thrown
  }
}

async function readVoiceStart({ files }: EngineContext, bundle: PocketBundle): Promise<Float32Array> {
  const { shape, values } = readNumpyFile(await files.read(bundle.bos_before_voice_file))
  if (values.length === bundle.conditioning_dim) return values
  throw new MynaError('model-mismatch', `${bundle.bos_before_voice_file} has shape [${shape.join(', ')}]`)
}

/** The first call of a graph takes up to a second longer than the next ones: better now than in mid-speech. */
async function warmUp({ bundle, tokenizer, graphs: { speech, startDecoder } }: LoadedModel): Promise<void> {
  const embeddings = await embedLastPiece(speech, tokenizer)
  const run = speech.start(null, 2)
  await run.prefill(embeddings)
  const sampling = { noise: drawNoise(createRandom(0), bundle.latent_dim, 0), steps: 1 }
  const frame = await run.next(new Float32Array(bundle.latent_dim).fill(NaN), sampling, createStageClock())
  await startDecoder().decode(await frame.latent())
}

async function embedLastPiece(model: SpeechModel, tokenizer: Tokenizer): Promise<Float32Array> {
  try {
    return await model.embed([tokenizer.size - 1])
  } catch (thrown) {
    if (toMynaError(thrown).code !== 'inference-failed') throw thrown
    throw new MynaError('model-mismatch', `the text table has no row for the last of the tokenizer's ${tokenizer.size} pieces`, { cause: thrown })
  }
}
