import { createRandom } from '../../../../../src/shared/audio/random'
import { toMynaError } from '../../../../../src/shared/protocol/errors'
import { createStageClock } from '../../../stage-clock'
import type { EngineCall, EngineContext } from '../../voice-engine'
import { openOnCpu, type ChoiceContext, type GraphForm } from '../best-graph'
import type { PocketBundle } from '../published/bundle'
import { codecOnKernels } from '../kernel/codec-agreement'
import { openEncoderFrontApart } from './encoder-front-thread'
import { openKernelEncoder } from '../kernel/codec-graphs'
import type { Result } from '../published/kernel-check'
import { openGraph, readGraph, type GraphContext, type Opened } from '../published/graphs'
import { isQuantised } from '../quantised-graph'
import { encodePrompt, encoderSizes, type PromptEncoder } from '../published/encoder'

/** What the encoder is opened with. */
export type EncoderContext = ChoiceContext & Pick<EngineContext, 'pack' | 'spareThread'>

/**
 * The prompt encoder, on kernels where the graph is known and proven, in two threads where there is one to spare. It is big
 * and rarely needed: whoever opens it releases it. Always on the CPU: a voice is kept and serves every processor. Errors: `model-missing`, `model-invalid`,
 * `model-mismatch`, `out-of-memory`, `aborted`.
 */
export async function openPromptEncoder(
  context: EncoderContext,
  bundle: PocketBundle,
  { yieldPoint }: Pick<EngineCall, 'yieldPoint'>,
  openApart = openEncoderFrontApart,
): Promise<Opened<PromptEncoder> & { readonly form: GraphForm }> {
  const file = await readGraph(context, 'mimi_encoder')
  return openOnCpu<PromptEncoder>(context, {
    key: 'encoder',
    plain: (on) => openPublishedEncoder(on, bundle, file),
    lean: null,
    kernels: codecOnKernels(context, isQuantised(file), (loadKernels) =>
      openKernelEncoder(loadKernels, bundle, file, context.spareThread ? () => openApart({ pack: context.pack, bundle }) : undefined)),
    exercise: (encoder) => exerciseEncoder(encoder, bundle.sample_rate, yieldPoint),
  })
}

/**
 * Encodes a prompt, see {@link PromptEncoder}, with an encoder that is opened for it and released. When the worker beside
 * this one dies, all is done again in this one. Errors: those of {@link openPromptEncoder}, and of encoding.
 */
export async function encodeOnce(context: EncoderContext, bundle: PocketBundle, samples: Float32Array, call: EngineCall, openApart = openEncoderFrontApart): Promise<Float32Array> {
  const encode = async (on: EncoderContext) => {
    const encoder = await openPromptEncoder(on, bundle, call, openApart)
    try {
      return await encoder.value.encode(samples, call)
    } finally {
      await encoder.release()
    }
  }
  try {
    return await encode(context)
  } catch (thrown) {
    if (toMynaError(thrown).code !== 'worker-crashed') throw thrown
    return encode({ ...context, spareThread: false })
  }
}

/** The encoder as published. */
export async function openPublishedEncoder(context: GraphContext, bundle: PocketBundle, file: ArrayBuffer): Promise<Opened<PromptEncoder>> {
  const session = await openGraph(context, 'mimi_encoder', bundle, file)
  const sizes = encoderSizes(bundle)
  return { value: { encode: (samples, call) => encodePrompt(session, samples, sizes, call) }, release: () => session.release() }
}

/** Longer than the 250 positions that attention looks back, 200 of them a second, and no whole number of frames. */
const CLIP_SECONDS = 1.7

/** The rows of a fixed clip: noise that swells from nothing to the level of speech. */
async function exerciseEncoder(encoder: PromptEncoder, sampleRate: number, yieldPoint: EngineCall['yieldPoint']): Promise<readonly Result[]> {
  const random = createRandom(3)
  const length = Math.round(CLIP_SECONDS * sampleRate)
  const clip = Float32Array.from({ length }, (_, i) => 0.2 * (i / length) * random.normal())
  const values = await encoder.encode(clip, { yieldPoint, onProgress: () => undefined, timings: createStageClock() })
  return [{ values, tolerance: 0 }]
}
