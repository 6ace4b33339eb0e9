import { createRandom } from '../../../../../src/shared/audio/random'
import { MynaError, toMynaError } from '../../../../../src/shared/protocol/errors'
import type { Session } from '../../../../runtime/session'
import { createStageClock } from '../../../stage-clock'
import type { EngineCall, EngineContext } from '../../voice-engine'
import { generateLatents } from '../generation-loop'
import { drawNoise } from '../latent-sampler'
import type { LoadedModel } from '../loaded-model'
import { parseSentencePieceModel } from '../sentencepiece-model'
import { createTokenizer, type Tokenizer } from '../tokenizer'
import { encodePrompt } from '../voice-encoder'
import { openFusedEncoder } from './fused-encoder'
import { parseFusedAssets, parseFusedManifest, readListed, traitsOf, type FusedConfig, type ListedFile } from './fused-files'
import { startFusedRun, type FusedRun } from './fused-run'
import { openFusedStep } from './fused-step'

/**
 * Most positions of one run. The graph knows no limit; this is what the five-graph exports of the same model take, and
 * more than the 660 of a chunk of 50 tokens after half a minute of voice.
 */
const MAX_POSITIONS = 1000

/**
 * Reads, checks, loads and warms up a model of contract C (thewh1teagle/pocket-tts-onnx): language model, flow and one
 * frame of the decoder in one graph, described by manifest.json and assets.json. Errors: `model-missing`,
 * `model-invalid`, `model-mismatch`, `out-of-memory`, and `execution-provider-unsupported` where the GPU was asked for.
 */
export async function loadFusedModel(context: EngineContext): Promise<LoadedModel> {
  if (context.gpu?.use === 'when-right') {
    throw new MynaError('execution-provider-unsupported', 'the one-graph format runs on the CPU only')
  }
  const { files } = context
  const report = (fraction: number) => { context.onProgress({ fraction, label: 'Loading the model' }) }
  report(0)
  const manifest = parseFusedManifest(await files.read('manifest.json'))
  const assets = parseFusedAssets(await readListed(context, manifest.assets))
  const { config } = assets
  const tokenizer = createTokenizer(parseSentencePieceModel(assets.tokenizer))
  if (!files.has(manifest.encoder.file)) throw new MynaError('model-missing', manifest.encoder.file)
  const model = await readListed(context, manifest.model)
  report(0.3)
  const step = await openFusedStep(context, model, config)
  try {
    await warmUp(step, config, tokenizer)
  } catch (thrown) {
    await step.release()
    throw thrown
  }

  const start = (voice: Parameters<typeof startFusedRun>[2], positions: number): FusedRun => {
    if (positions > MAX_POSITIONS) throw new MynaError('position-budget-exceeded', `${positions} positions, ${MAX_POSITIONS} at most`)
    return startFusedRun(step, config, voice, positions)
  }
  return {
    bundle: traitsOf(config),
    tokenizer,
    graphs: 'language model, flow and decoder in one graph, as published',
    executionProviders: ['wasm'],
    encodeVoice: (samples, call) => encodeVoice(context, manifest.encoder, config, samples, call),
    async listen(rows) {
      const run = start(null, rows.length / config.model_dim)
      await run.hear(rows)
      return run.voiceState()
    },
    async *speakChunk({ ids, framesAfterEnd, maxFrames }, voice, { temperature, steps }, random, call) {
      await call.checkpoint()
      const run = start(voice, voice.positions + ids.length + maxFrames)
      await call.timings.time('text-prefill', 0, () => run.read(ids))
      const options = { latentDim: config.latent_dim, temperature, steps, framesAfterEnd, maxFrames }
      const latents = generateLatents(run, random, options, call)
      for (;;) {
        const next = await latents.next()
        if (next.done) return next.value
        yield { frames: 1, samples: Promise.resolve(run.sound()) }
      }
    },
    release: () => step.release(),
  }
}

async function encodeVoice(context: EngineContext, file: ListedFile, config: FusedConfig, samples: Float32Array, call: EngineCall): Promise<Float32Array> {
  const encoder = await openFusedEncoder(context, await readListed(context, file), config)
  const sizes = { samplesPerFrame: config.frame_size, frameRate: config.frame_rate, conditioningDim: config.model_dim }
  try {
    const rows = await encodePrompt(encoder.session, samples, sizes, call)
    const start = encoder.voiceStart()
    const all = new Float32Array(start.length + rows.length)
    all.set(start)
    all.set(rows, start.length)
    return all
  } finally {
    await encoder.session.release()
  }
}

/** The first call of a graph takes up to a second longer than the next ones: better now than in mid-speech. */
async function warmUp(step: Session, config: FusedConfig, tokenizer: Tokenizer): Promise<void> {
  const run = startFusedRun(step, config, null, 2)
  try {
    await run.read([tokenizer.size - 1])
  } catch (thrown) {
    if (toMynaError(thrown).code !== 'inference-failed') throw thrown
    throw new MynaError('model-mismatch', `the text table has no row for the last of the tokenizer's ${tokenizer.size} pieces`, { cause: thrown })
  }
  const sampling = { noise: drawNoise(createRandom(0), config.latent_dim, 0), steps: 1 }
  await run.next(new Float32Array(config.latent_dim).fill(NaN), sampling, createStageClock())
}
