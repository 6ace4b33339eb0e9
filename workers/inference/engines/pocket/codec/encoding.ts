import { createRandom } from '../../../../../src/shared/audio/random'
import type { ExecutionProvider, PartProcessor } from '../../../../../src/shared/protocol/engine'
import { MynaError, toMynaError } from '../../../../../src/shared/protocol/errors'
import type { LoadKernels } from '../../../../kernels/kernels'
import { createStageClock } from '../../../stage-clock'
import type { EngineCall, EngineContext } from '../../voice-engine'
import type { PocketConfiguration } from '../configuration'
import { ENCODER_FRAMES, encodeWithFallback, encoderWays } from '../on-gpu/encoder'
import { openPart, type PartContext, type Placed } from '../part-opening'
import type { PartFiles, PocketSource } from '../pocket-source'
import { openPublishedEncoder } from '../published/encoder'
import { unowned, type Opened } from '../../opened'
import { LEAST_PLAIN_SIGNAL, LEAST_SIGNAL, similar } from '../published/kernel-check'
import { codecProducts } from './codec-products'
import { createEncoderBack } from './encoder-back'
import { createEncoderFront, type EncoderFront } from './encoder-front'
import { openEncoderFrontThread } from './encoder-front-thread'
import { createPromptEncoder, type PromptEncoder } from './prompt-encoder'

/** What the encoder is opened with. */
export type EncoderContext = PartContext & Pick<EngineContext, 'pack' | 'spareThread'>

/** What a prompt became, and where. */
export interface EncodedPrompt {
  readonly rows: Float32Array
  readonly on: ExecutionProvider
  /** Undefined where no GPU was tried. */
  readonly processor: PartProcessor | undefined
}

/**
 * Encodes a prompt, see {@link PromptEncoder}, with an encoder that is opened for it and released. When the worker beside
 * this one dies, all is done again in this one. Errors: those of {@link openPromptEncoder}, and of encoding.
 */
export async function encodeOnce(context: EncoderContext, source: PocketSource, samples: Float32Array, call: EngineCall, openThread = openEncoderFrontThread): Promise<EncodedPrompt> {
  const encode = async (on: EncoderContext) => {
    const encoder = await openPromptEncoder(on, source, call, openThread)
    try {
      const rows = await encoder.value.encode(samples, call)
      return { rows, on: encoder.runsOn(), processor: encoder.processor }
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
 * The prompt encoder, in two threads where there is one to spare, or on a GPU where that is faster, whatever was asked for: it
 * is big, and serves one prompt. Whoever opens it releases it. Errors: `model-missing`, `model-invalid`, `model-mismatch`,
 * `out-of-memory`, `aborted`.
 */
export async function openPromptEncoder(
  context: EncoderContext,
  source: PocketSource,
  { yieldPoint }: Pick<EngineCall, 'yieldPoint'>,
  openThread = openEncoderFrontThread,
): Promise<Placed<PromptEncoder>> {
  const { bundle, configuration } = source
  const gpu = context.gpu?.isSoftware === true ? undefined : context.gpu
  // Another thread reads the convolutions itself, and where there are no graphs nothing else needs them here.
  const isHalved = context.spareThread && bundle === null && gpu === undefined
  const files = () => source.read('codec-encoder', isHalved ? 'transformer' : undefined)
  return openPart<PromptEncoder>({ ...context, gpu: gpu && { ...gpu, use: 'when-faster' } }, {
    key: 'encoder',
    part: 'voice encoder',
    files,
    kernels: (loadKernels, part) => openKernelEncoder(loadKernels, configuration, part, context.spareThread ? { openFront: () => openThread(context.pack) } : {}),
    published: bundle && ((on, { graphs }) => openPublishedEncoder(on, bundle, graphs[0])),
    onGpu: gpu ? encoderWays({ ...context, gpu }, { configuration, files }) : [],
    kernelsRound: false,
    exercise: async (encoder) => [{ values: await encodeClip(encoder, CLIP_SECONDS * configuration.sampleRate, yieldPoint), tolerance: 0 }],
    time: async (encoder) => {
      const startedAt = performance.now()
      await encodeClip(encoder, ENCODER_FRAMES * configuration.samplesPerFrame, yieldPoint)
      return (performance.now() - startedAt) / ENCODER_FRAMES
    },
    withFallback: encodeWithFallback,
    agree: (actual, expected, isQuantised) => similar(actual, expected, isQuantised ? LEAST_SIGNAL : LEAST_PLAIN_SIGNAL),
  })
}

/** The encoder on the kernels. Its first half runs in this thread, too, unless another one is given. */
export async function openKernelEncoder(
  loadKernels: LoadKernels,
  configuration: PocketConfiguration,
  part: PartFiles,
  { openFront: openGiven, products = codecProducts }: { readonly openFront?: () => Promise<Opened<() => EncoderFront>>; readonly products?: typeof codecProducts } = {},
): Promise<Opened<PromptEncoder>> {
  const { codec } = configuration
  if (codec === null) throw new MynaError('model-mismatch', 'the files declare no caches of the encoder’s transformer')
  const openFront = openGiven ?? (async () => {
    const kernels = await loadKernels()
    return unowned(createEncoderFront(kernels, part.weights(), configuration.samplesPerFrame, products(kernels)))
  })
  const opening = openFront()
  // Whoever waits for it is told of its failure.
  opening.catch(() => undefined)
  try {
    const kernels = await loadKernels()
    const back = createEncoderBack(kernels, part.weights(), configuration, codec.encoder, products(kernels))
    const front = await opening
    return { value: createPromptEncoder(front.value, back, configuration), release: () => front.release() }
  } catch (thrown) {
    await opening.then((front) => front.release(), () => undefined)
    throw thrown
  }
}

/** Longer than the 250 positions that attention looks back, 200 of them a second, and no whole number of frames. */
const CLIP_SECONDS = 1.7

/** The rows of a clip of so many samples: noise that swells from nothing to the level of speech. */
function encodeClip(encoder: PromptEncoder, samples: number, yieldPoint: EngineCall['yieldPoint']): Promise<Float32Array> {
  const random = createRandom(3)
  const length = Math.round(samples)
  const clip = Float32Array.from({ length }, (_, i) => 0.2 * (i / length) * random.normal())
  return encoder.encode(clip, { yieldPoint, onProgress: () => undefined, timings: createStageClock() })
}
