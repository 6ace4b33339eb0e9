import type { ExecutionProvider, PartProcessor } from '../../../../src/shared/protocol/engine'
import { MynaError, toMynaError } from '../../../../src/shared/protocol/errors'
import type { EngineContext } from '../voice-engine'
import { chooseProcessor } from './on-gpu/choice'
import { createFallback, type Fallback } from './on-gpu/fallback'
import { withPlacementCheck, type GpuOpening } from './on-gpu/placement'
import { openIfProven, openProven, type Alternatives, type Candidate, type Verdict } from './published/kernel-check'
import { readGraph, type GraphContext, type GraphName, type Opened } from './published/graphs'
import { isQuantised } from './quantised-graph'

/** What graphs are chosen with. */
export type ChoiceContext = GraphContext & Pick<EngineContext, 'gpu' | 'packKey' | 'loadKernels' | 'verdicts'> & Partial<Pick<EngineContext, 'onProgress'>>

/** Goes into the key of remembered verdicts: to be raised with every change of what a rewrite makes. */
const REWRITE_VERSION = 1

/** The same for what the kernels compute. */
const KERNEL_VERSION = 1

/** Goes into the key of remembered trials: to be raised with every change of what runs on the GPU or of how it is judged. */
const TRIAL_VERSION = 1

/** Reads a graph. Quantised products fall back to the CPU under WebGPU, and gave wrong results there: they are refused. */
export async function readRunnable(context: ChoiceContext, name: GraphName): Promise<{ readonly bytes: ArrayBuffer; readonly quantised: boolean }> {
  const bytes = await readGraph(context, name)
  const quantised = isQuantised(bytes)
  if (quantised && context.gpu?.use === 'when-right') {
    throw new MynaError('execution-provider-unsupported', `${name} is quantised, which the GPU cannot run: it takes float32 graphs`)
  }
  return { bytes, quantised }
}

/** As {@link Alternatives}, for any processor. */
export interface Ways<T> extends Pick<Alternatives<T>, 'exercise'> {
  /** Names the part in what is remembered of it. */
  readonly key: string
  /** Names it for people. */
  readonly part: string
  /** Some of it is quantised: it runs on the CPU only. */
  readonly quantised: boolean
  readonly plain: (on: GraphContext) => Promise<Opened<T>>
  readonly lean: ((on: GraphContext) => Promise<Opened<T>>) | null
  /** On a GPU, where that is not `lean` or `plain` with its sessions. */
  readonly onGpu?: (on: GraphContext & GpuOpening) => Promise<Opened<T> & { readonly form?: GraphForm }>
  /** On kernels of our own, which are tried first; null where there are none. */
  readonly kernels?: OnKernels<T> | null
  /** Times either: milliseconds per frame. */
  readonly time: (value: T) => Promise<number>
  /** Makes it go on with the fallback when the GPU is lost. */
  readonly withFallback: (value: T, fallback: Fallback<T>) => T
}

/** A part of the model without ONNX Runtime, and when its results count as those of the published graph. */
export interface OnKernels<T> extends Pick<Candidate<T>, 'agree'> {
  readonly open: () => Promise<Opened<T>>
}

/** The ways that need no GPU. */
export type CpuWays<T> = Pick<Ways<T>, 'key' | 'plain' | 'lean' | 'kernels' | 'exercise'>

/** How a part runs, in words. */
export type GraphForm = 'on kernels' | 'rewritten' | 'as published' | 'as compiled' | 'as recorded commands'

/** A part of the model, and where it runs. */
export interface Placed<T> extends Opened<T> {
  readonly form: GraphForm
  /** Absent where no GPU was tried. */
  readonly processor?: PartProcessor
  /** At present: a GPU may be lost. */
  readonly runsOn: () => ExecutionProvider
}

/**
 * Opens a part on kernels or rewritten where that is possible and proven against the published graph, else as published, on
 * the processor that suits.
 */
export async function openBest<T>(context: ChoiceContext, ways: Ways<T>): Promise<Placed<T>> {
  const { gpu, packKey } = context
  const { key, part, quantised, plain, lean, exercise, time, withFallback } = ways
  if (gpu === undefined || quantised) return { ...(await openOnCpu(context, ways)), ...ON_CPU }

  const say = (label: string) => () => { context.onProgress?.({ fraction: 0, label }) }
  const onStep = say(`Trying the GPU: ${part}`)
  let cpuForm: GraphForm = 'as published'
  const onCpu = async () => {
    const opened = await openOnCpu(context, ways)
    cpuForm = opened.form
    return opened
  }
  const onGpu: NonNullable<Ways<T>['onGpu']> = ways.onGpu ?? lean ?? plain
  let gpuForm: GraphForm = lean === null ? 'as published' : 'rewritten'
  const openWith = (opening: GpuOpening, onOpened: () => void) => async () => {
    const openResident: GpuOpening['openResident'] = (files) => opening.openResident(files, onOpened)
    const opened = await onGpu({ files: context.files, createSession: opening.createSession, openResident })
    gpuForm = opened.form ?? gpuForm
    return opened
  }
  const contest = {
    part,
    key: `${TRIAL_VERSION}/${key}/${packKey}`,
    // Kernels may round where a float32 graph does not, and a GPU is not to be blamed for that.
    reference: () => openOnCpu(context, { ...ways, kernels: null }),
    onCpu,
    onGpu: openWith(gpu, say('Loading the model')),
    onGpuChecked: openWith(withPlacementCheck(gpu), onStep),
    exercise,
    time,
    onStep,
  }
  const chosen = await chooseProcessor<T>(contest, gpu)
  const { processor } = chosen
  if (processor.on === 'wasm') return { ...chosen, ...ON_CPU, form: cpuForm }

  const fallback = createFallback(onCpu)
  return {
    value: withFallback(chosen.value, fallback),
    form: gpuForm,
    processor,
    runsOn: () => (fallback.taken ? 'wasm' : 'webgpu'),
    async release() {
      await chosen.release()
      await fallback.release()
    },
  }
}

const ON_CPU = { runsOn: (): ExecutionProvider => 'wasm' }

/** As {@link openBest}, where there is no GPU to be tried. */
export async function openOnCpu<T>(context: ChoiceContext, ways: CpuWays<T>): Promise<Opened<T> & { readonly form: GraphForm }> {
  const { key, plain, lean, exercise } = ways
  const onKernels = await openKernels(context, ways)
  if (onKernels) return { ...onKernels, form: 'on kernels' }
  const alternatives = { plain: () => plain(context), lean: lean && (() => lean(context)), exercise }
  const opened = await openProven(alternatives, verdictOn(context, `rewrite-${REWRITE_VERSION}/${key}`))
  return { value: opened.value, release: () => opened.release(), form: opened.isLean ? 'rewritten' : 'as published' }
}

async function openKernels<T>(context: ChoiceContext, { key, plain, kernels, exercise }: CpuWays<T>): Promise<Opened<T> | null> {
  if (!kernels) return null
  const candidate = { plain: () => plain(context), lean: kernels.open, exercise, agree: kernels.agree }
  try {
    return await openIfProven(candidate, verdictOn(context, `kernels-${KERNEL_VERSION}/${key}`))
  } catch (thrown) {
    // Kernels that cannot be fetched now are no reason not to speak, nor a verdict on them.
    if (toMynaError(thrown).code === 'model-missing') return null
    throw thrown
  }
}

/** The pack's key stands for the bytes of all its files, so a verdict under it is one on these very graphs. */
function verdictOn({ packKey, verdicts }: ChoiceContext, subject: string): Verdict {
  const key = `${subject}/${packKey}`
  return {
    read: () => verdicts?.read(key) ?? Promise.resolve(null),
    write: (proven) => verdicts?.write(key, proven) ?? Promise.resolve(),
  }
}
