import type { ExecutionProvider, PartProcessor } from '../../../../src/shared/protocol/engine'
import { MynaError, toMynaError } from '../../../../src/shared/protocol/errors'
import type { LoadKernels } from '../../../kernels/kernels'
import type { EngineContext } from '../voice-engine'
import { chooseProcessor } from './on-gpu/choice'
import { createFallback, type Fallback } from './on-gpu/fallback'
import { withPlacementCheck, type GpuOpening } from './on-gpu/placement'
import type { GraphContext, Opened } from './published/graphs'
import { openIfProven, type Result, type Verdict } from './published/kernel-check'

/** What a part of the model is opened with. */
export type PartContext = GraphContext & Pick<EngineContext, 'gpu' | 'packKey' | 'loadKernels' | 'verdicts'> & Partial<Pick<EngineContext, 'onProgress'>>

/** Goes into the key of remembered verdicts: to be raised with every change of what the kernels compute. */
const KERNEL_VERSION = 1

/** Goes into the key of remembered trials: to be raised with every change of what runs on the GPU or of how it is judged. */
const TRIAL_VERSION = 1

/** How a part runs, in words. */
export type PartForm = 'on kernels' | 'as published' | 'as compiled' | 'as recorded commands'

/** The ways to run a part on the CPU. */
export interface CpuWays<T> {
  /** Names the part in what is remembered of it. */
  readonly key: string
  readonly kernels: (loadKernels: LoadKernels) => Promise<Opened<T>>
  /** The graphs that the weights were published in, which the kernels are compared with; null where there are none. */
  readonly published: ((on: GraphContext) => Promise<Opened<T>>) | null
  /** Runs either on a fixed input. */
  readonly exercise: (value: T) => Promise<readonly Result[]>
  /** Whether what the kernels gave counts as what the published graphs did. */
  readonly agree: (actual: readonly Result[], expected: readonly Result[]) => boolean
}

/**
 * Opens a part on kernels; as published where they do not know its structure, or do not compute on this device what its
 * graphs do, which is found out once. Errors: those of the ways.
 */
export async function openOnCpu<T>(context: PartContext, { key, kernels, published, exercise, agree }: CpuWays<T>): Promise<Opened<T> & { readonly form: PartForm }> {
  const { loadKernels } = context
  if (published === null) {
    if (!loadKernels) throw new MynaError('model-missing', 'the kernels, without which this model cannot run')
    return { ...(await kernels(loadKernels)), form: 'on kernels' }
  }
  const plain = () => published(context)
  const opened = loadKernels && (await openIfProven({ published: plain, kernels: () => kernels(loadKernels), exercise, agree }, verdictOn(context, key)).catch(unlessOutOfReach))
  return opened ? { ...opened, form: 'on kernels' } : { ...(await plain()), form: 'as published' }
}

/** Kernels that cannot be fetched now are no reason not to speak, nor a verdict on them. */
function unlessOutOfReach(thrown: unknown): null {
  if (toMynaError(thrown).code === 'model-missing') return null
  throw thrown
}

/** The pack's key stands for the bytes of all its files, so a verdict under it is one on these very graphs. */
function verdictOn({ packKey, verdicts }: PartContext, subject: string): Verdict {
  const key = `kernels-${KERNEL_VERSION}/${subject}/${packKey}`
  return {
    read: () => verdicts?.read(key) ?? Promise.resolve(null),
    write: (proven) => verdicts?.write(key, proven) ?? Promise.resolve(),
  }
}

/** The ways to run a part on either processor. */
export interface PartWays<T> extends CpuWays<T> {
  /** Names it for people. */
  readonly part: string
  /** Its graphs are quantised: they run on the CPU only. */
  readonly quantised: boolean
  /** On a GPU, where that is not its published graphs. */
  readonly onGpu?: (on: GraphContext & GpuOpening) => Promise<Opened<T> & { readonly form?: PartForm }>
  /** Times either: milliseconds per frame. */
  readonly time: (value: T) => Promise<number>
  /** Makes it go on with the fallback when the GPU is lost. */
  readonly withFallback: (value: T, fallback: Fallback<T>) => T
}

/** A part of the model, and where it runs. */
export interface Placed<T> extends Opened<T> {
  readonly form: PartForm
  /** Absent where no GPU was tried. */
  readonly processor?: PartProcessor
  /** At present: a GPU may be lost. */
  readonly runsOn: () => ExecutionProvider
}

const ON_CPU = { runsOn: (): ExecutionProvider => 'wasm' }

/**
 * Opens a part on the processor that suits. Errors: those of {@link openOnCpu}, and `execution-provider-unsupported` for
 * quantised graphs that are to run on the GPU, which rounded them wrongly.
 */
export async function openPart<T>(context: PartContext, ways: PartWays<T>): Promise<Placed<T>> {
  const { gpu, packKey } = context
  const { key, part, quantised, published, exercise, time, withFallback } = ways
  if (quantised && gpu?.use === 'when-right') {
    throw new MynaError('execution-provider-unsupported', `${part} is quantised, which the GPU cannot run: it takes float32 graphs`)
  }
  const openOnGpu = ways.onGpu ?? published
  if (gpu === undefined || quantised || openOnGpu === null) return { ...(await openOnCpu(context, ways)), ...ON_CPU }

  const say = (label: string) => () => { context.onProgress?.({ fraction: 0, label }) }
  const onStep = say(`Trying the GPU: ${part}`)
  let cpuForm: PartForm = 'as published'
  const onCpu = async () => {
    const opened = await openOnCpu(context, ways)
    cpuForm = opened.form
    return opened
  }
  let gpuForm: PartForm = 'as published'
  const openWith = (opening: GpuOpening, onOpened: () => void) => async () => {
    const openResident: GpuOpening['openResident'] = (files) => opening.openResident(files, onOpened)
    const opened: Opened<T> & { readonly form?: PartForm } = await openOnGpu({ files: context.files, createSession: opening.createSession, openResident })
    gpuForm = opened.form ?? gpuForm
    return opened
  }
  const contest = {
    part,
    key: `${TRIAL_VERSION}/${key}/${packKey}`,
    // Kernels may round where a float32 graph does not, and a GPU is not to be blamed for that.
    reference: async () => (published ? published(context) : openOnCpu(context, ways)),
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
