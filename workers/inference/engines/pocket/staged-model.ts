import { createRandom } from '../../../../src/shared/audio/random'
import { MynaError, toMynaError } from '../../../../src/shared/protocol/errors'
import { createStageClock } from '../../stage-clock'
import type { EngineContext } from '../voice-engine'
import { createFixedPlan, createPacedPlan } from './codec/block-plan'
import { parseBundle, type PocketBundle } from './published/bundle'
import { speakChunk } from './chunk-speaker'
import { encodeOnce } from './codec/encoding'
import { drawNoise } from './published/latent-sampler'
import type { LoadedModel } from './loaded-model'
import { openModelGraphs, type ModelGraphs } from './pocket-model'
import { readNumpyFile } from '../../../formats/numpy-file'
import { parseSentencePieceModel } from './text/sentencepiece-model'
import type { SpeechModel } from './language-model/speech-model'
import { createTokenizer, type Tokenizer } from './text/tokenizer'

/**
 * Reads, checks, loads and warms up a bundle of contract A (KevinAHM/pocket-tts-onnx): a graph per stage, described by
 * bundle.json. Errors: `model-missing`, `model-invalid`, `model-mismatch`, `out-of-memory`, and
 * `execution-provider-unsupported` for quantised graphs that are to run on the GPU.
 */
export async function loadStagedModel(context: EngineContext): Promise<LoadedModel> {
  const { files } = context
  const bundle = parseBundle(await files.read('bundle.json'))
  const tokenizer = createTokenizer(parseSentencePieceModel(await files.read(bundle.tokenizer_file)))
  const voiceStart = bundle.insert_bos_before_voice ? await readVoiceStart(context, bundle) : new Float32Array(0)
  const graphs = await openModelGraphs(context, bundle)
  try {
    await warmUp(graphs, tokenizer, bundle)
  } catch (thrown) {
    await graphs.release()
    throw thrown
  }
  const { speech, startDecoder, sameInAnyBlocks, forms, quantised, processors } = graphs
  const planBlocks = () => (sameInAnyBlocks ? createPacedPlan(1 / bundle.frame_rate) : createFixedPlan())
  return {
    bundle,
    tokenizer,
    get graphs() {
      return `language model ${forms.speech}, decoder ${forms.decoder}${graphs.decodesApart ? ', in a thread of its own' : ''}`
    },
    executionProviders: quantised ? ['wasm'] : ['wasm', 'webgpu'],
    ...(processors.length > 0 && { processors }),
    processorOf: (stage) => graphs.processorOf(stage),
    encodeVoice: async (samples, call) => joined(voiceStart, await encodeOnce(context, bundle, samples, call)),
    async listen(rows, { yieldPoint }) {
      const run = speech.start(null, rows.length / bundle.conditioning_dim)
      // One call for all of it: the quantised graph scales its activations per call, so splitting would change the voice.
      await run.prefill(rows, yieldPoint)
      const heard = await run.voiceState()
      run.end()
      return heard
    },
    speakChunk: (chunk, voice, settings, random, call) =>
      speakChunk({ speech, decoder: startDecoder(), blocks: planBlocks(), latentDim: bundle.latent_dim }, chunk, voice, settings, random, call),
    release: () => graphs.release(),
  }
}

async function readVoiceStart({ files }: EngineContext, bundle: PocketBundle): Promise<Float32Array> {
  const { shape, values } = readNumpyFile(await files.read(bundle.bos_before_voice_file))
  if (values.length === bundle.conditioning_dim) return values
  throw new MynaError('model-mismatch', `${bundle.bos_before_voice_file} has shape [${shape.join(', ')}]`)
}

function joined(start: Float32Array, rows: Float32Array): Float32Array {
  const all = new Float32Array(start.length + rows.length)
  all.set(start)
  all.set(rows, start.length)
  return all
}

/** The first call of a graph takes up to a second longer than the next ones: better now than in mid-speech. */
async function warmUp({ speech, startDecoder }: ModelGraphs, tokenizer: Tokenizer, { latent_dim: latentDim }: PocketBundle): Promise<void> {
  const embeddings = await embedLastPiece(speech, tokenizer)
  const run = speech.start(null, 2)
  await run.prefill(embeddings)
  const sampling = { noise: drawNoise(createRandom(0), latentDim, 0), steps: 1 }
  const frame = await run.next(new Float32Array(latentDim).fill(NaN), sampling, createStageClock())
  const decoder = startDecoder()
  await decoder.decode(await frame.latent())
  decoder.finish()
}

async function embedLastPiece(model: SpeechModel, tokenizer: Tokenizer): Promise<Float32Array> {
  try {
    return await model.embed([tokenizer.size - 1])
  } catch (thrown) {
    if (toMynaError(thrown).code !== 'inference-failed') throw thrown
    throw new MynaError('model-mismatch', `the text table has no row for the last of the tokenizer's ${tokenizer.size} pieces`, { cause: thrown })
  }
}
