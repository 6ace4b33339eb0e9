import { createRandom } from '../../../../src/audio/random'
import { createStageClock } from '../../stage-clock'
import type { EngineCall } from '../voice-engine'
import { openOnCpu, type ChoiceContext, type GraphForm } from './best-graph'
import type { PocketBundle } from './bundle'
import { codecOnKernels } from './kernel/codec-agreement'
import { openKernelEncoder } from './kernel/codec-graphs'
import type { Result } from './lean/rewrite-check'
import { openGraph, readGraph, type GraphContext, type Opened } from './pocket-sessions'
import { isQuantised } from './quantised-graph'
import { encodePrompt, encoderSizes, type PromptEncoder } from './voice-encoder'

/**
 * The prompt encoder, on kernels where the graph is known and proven. It is big and rarely needed: whoever opens it
 * releases it. Always on the CPU: a voice is kept and serves every processor. Errors: `model-missing`, `model-invalid`,
 * `model-mismatch`, `out-of-memory`, `aborted`.
 */
export async function openPromptEncoder(
  context: ChoiceContext,
  bundle: PocketBundle,
  { checkpoint }: Pick<EngineCall, 'checkpoint'>,
): Promise<Opened<PromptEncoder> & { readonly form: GraphForm }> {
  const file = await readGraph(context, 'mimi_encoder')
  return openOnCpu<PromptEncoder>(context, {
    key: 'encoder',
    plain: (on) => openPublishedEncoder(on, bundle, file),
    lean: null,
    kernels: codecOnKernels(context, isQuantised(file), (loadKernels) => openKernelEncoder(loadKernels, bundle, file)),
    exercise: (encoder) => exerciseEncoder(encoder, bundle.sample_rate, checkpoint),
  })
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
async function exerciseEncoder(encoder: PromptEncoder, sampleRate: number, checkpoint: EngineCall['checkpoint']): Promise<readonly Result[]> {
  const random = createRandom(3)
  const length = Math.round(CLIP_SECONDS * sampleRate)
  const clip = Float32Array.from({ length }, (_, i) => 0.2 * (i / length) * random.normal())
  const values = await encoder.encode(clip, { checkpoint, onProgress: () => undefined, timings: createStageClock() })
  return [{ values, tolerance: 0 }]
}
