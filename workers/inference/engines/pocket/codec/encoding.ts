import { createRandom } from '../../../../../src/shared/audio/random'
import { MynaError, toMynaError } from '../../../../../src/shared/protocol/errors'
import type { LoadKernels } from '../../../../kernels/kernels'
import { createStageClock } from '../../../stage-clock'
import type { EngineCall, EngineContext } from '../../voice-engine'
import type { PocketConfiguration } from '../configuration'
import { openOnCpu, type PartContext, type PartForm } from '../part-opening'
import type { PartFiles, PocketSource } from '../pocket-source'
import { openPublishedEncoder } from '../published/encoder'
import { isQuantised, type Opened } from '../published/graphs'
import { LEAST_FLOAT_SIGNAL, LEAST_SIGNAL, similar, type Result } from '../published/kernel-check'
import { createEncoderBack } from './encoder-back'
import { createEncoderFront, type EncoderFront } from './encoder-front'
import { openEncoderFrontThread } from './encoder-front-thread'
import { createPromptEncoder, type PromptEncoder } from './prompt-encoder'

/** What the encoder is opened with. */
export type EncoderContext = PartContext & Pick<EngineContext, 'pack' | 'spareThread'>

/**
 * Encodes a prompt, see {@link PromptEncoder}, with an encoder that is opened for it and released. When the worker beside
 * this one dies, all is done again in this one. Errors: those of {@link openPromptEncoder}, and of encoding.
 */
export async function encodeOnce(context: EncoderContext, source: PocketSource, samples: Float32Array, call: EngineCall, openThread = openEncoderFrontThread): Promise<Float32Array> {
  const encode = async (on: EncoderContext) => {
    const encoder = await openPromptEncoder(on, source, call, openThread)
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

/**
 * The prompt encoder, in two threads where there is one to spare. It is big and rarely needed: whoever opens it releases it.
 * Always on the CPU: a voice is kept and serves every processor. Errors: `model-missing`, `model-invalid`, `model-mismatch`,
 * `out-of-memory`, `aborted`.
 */
export async function openPromptEncoder(
  context: EncoderContext,
  source: PocketSource,
  { yieldPoint }: Pick<EngineCall, 'yieldPoint'>,
  openThread = openEncoderFrontThread,
): Promise<Opened<PromptEncoder> & { readonly form: PartForm }> {
  const { bundle, configuration } = source
  const part = await source.open('codec-encoder')
  const leastSignal = part.graphs.some(isQuantised) ? LEAST_SIGNAL : LEAST_FLOAT_SIGNAL
  return openOnCpu<PromptEncoder>(context, {
    key: 'encoder',
    kernels: (loadKernels) => openKernelEncoder(loadKernels, configuration, part, context.spareThread ? () => openThread(context.pack) : undefined),
    published: bundle && ((on) => openPublishedEncoder(on, bundle, part.graphs[0])),
    exercise: (encoder) => exerciseEncoder(encoder, configuration.sampleRate, yieldPoint),
    agree: (actual, expected) => similar(actual, expected, leastSignal),
  })
}

/** The encoder on the kernels. Its first half runs in this thread, too, unless another one is given. */
export async function openKernelEncoder(
  loadKernels: LoadKernels,
  configuration: PocketConfiguration,
  part: PartFiles,
  openFront = async (): Promise<Opened<() => EncoderFront>> =>
    ({ value: createEncoderFront(await loadKernels(), part.weights(), configuration.samplesPerFrame), release: () => Promise.resolve() }),
): Promise<Opened<PromptEncoder>> {
  const { codec } = configuration
  if (codec === null) throw new MynaError('model-mismatch', 'the files declare no caches of the encoder’s transformer')
  const opening = openFront()
  // Whoever waits for it is told of its failure.
  opening.catch(() => undefined)
  try {
    const back = createEncoderBack(await loadKernels(), part.weights(), configuration, codec.encoder)
    const front = await opening
    return { value: createPromptEncoder(front.value, back, configuration), release: () => front.release() }
  } catch (thrown) {
    await opening.then((front) => front.release(), () => undefined)
    throw thrown
  }
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
