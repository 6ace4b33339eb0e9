import type { ExecutionProvider, PartProcessor } from '../../../../src/shared/protocol/engine'
import { MynaError, toMynaError } from '../../../../src/shared/protocol/errors'
import type { LoadKernels } from '../../../kernels/kernels'
import type { Gpu } from '../../../runtime/gpu'
import type { ResidentGraphs } from '../../../runtime/resident-graphs'
import type { EngineContext } from '../voice-engine'
import { FLOAT_TOLERANCE, ROUNDED_TOLERANCE, type Result } from '../on-gpu/agreement'
import { chooseProcessor } from '../on-gpu/choice'
import { createFallback, type Fallback } from '../on-gpu/fallback'
import { withPlacementCheck, type GpuOpening } from '../on-gpu/placement'
import type { OnGpu } from './on-gpu/speech'
import { withFiles, type PartFiles, type PocketSource } from './pocket-source'
import { isQuantised, type GraphContext } from './published/graphs'
import type { Opened } from '../opened'
import { openIfProven, type Verdict } from './published/kernel-check'

/** What a part of the model is opened with. */
export type PartContext = GraphContext & Pick<EngineContext, 'packKey' | 'loadKernels' | 'verdicts'> & Partial<Pick<EngineContext, 'onProgress' | 'yieldPoint'>> & { readonly gpu?: Gpu | undefined }

/** Goes into the key of remembered verdicts: to be raised with every change of what the kernels compute. */
const KERNEL_VERSION = 4

/** Goes into the key of remembered trials: to be raised with every change of what runs on the GPU or of how it is judged. */
const TRIAL_VERSION = 4

/** How a part runs, in words. */
export type PartForm = 'on kernels' | 'as published' | 'as compiled' | 'as recorded commands'

/** The ways to run a part on the CPU. */
export interface CpuWays<T> {
  /** Names the part in what is remembered of it. */
  readonly key: string
  /** Reads what it is made of. */
  readonly files: () => Promise<PartFiles>
  readonly kernels: (loadKernels: LoadKernels, files: PartFiles) => Promise<Opened<T>>
  /** The graphs that the weights were published in, which the kernels are compared with; null where there are none. */
  readonly published: ((on: GraphContext, files: PartFiles) => Promise<Opened<T>>) | null
  /** Runs either on a fixed input. */
  readonly exercise: (value: T) => Promise<readonly Result[]>
  /** Whether what the kernels gave counts as what the published graphs, quantised or not, did. */
  readonly agree: (actual: readonly Result[], expected: readonly Result[], isQuantised: boolean) => boolean
}

/**
 * Opens a part on kernels; as published where they do not know its structure, or do not compute on this device what its
 * graphs do, which is found out once. Errors: those of the ways.
 */
export function openOnCpu<T>(context: PartContext, ways: CpuWays<T>): Promise<Opened<T> & { readonly form: PartForm }> {
  const { key, published, exercise, agree } = ways
  const { loadKernels } = context
  return withFiles(ways.files, async (files) => {
    const kernels = loadKernels && (() => ways.kernels(loadKernels, files))
    if (published === null) {
      if (!kernels) throw new MynaError('model-missing', 'the kernels, without which this model cannot run')
      return { ...(await kernels()), form: 'on kernels' }
    }
    const plain = () => published(context, files)
    const comparison = { published: plain, exercise, agree: (...results: readonly [readonly Result[], readonly Result[]]) => agree(...results, files.graphs.some(isQuantised)) }
    const opened = kernels && (await openIfProven({ ...comparison, kernels }, verdictOn(context, key)).catch(unlessOutOfReach))
    return opened ? { ...opened, form: 'on kernels' } : { ...(await plain()), form: 'as published' }
  })
}

/** Kernels that cannot be fetched now are no reason not to speak, nor a verdict on them. */
function unlessOutOfReach(thrown: unknown): null {
  if (toMynaError(thrown).code === 'model-missing') return null
  throw thrown
}

/** Whether the kernels need no comparison any more to run a part, named as in {@link CpuWays}: there are no graphs, or they were right. */
export async function isProven(context: PartContext, { bundle }: Pick<PocketSource, 'bundle'>, key: string): Promise<boolean> {
  return context.loadKernels !== undefined && (bundle === null || (await verdictOn(context, key).read()) === true)
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
  /** The ways on a GPU, the preferred one first. */
  readonly onGpu: readonly OnGpu<T>[]
  /** Runs either on the fixed input of a GPU's trial, where that is a shorter one. */
  readonly tryOut?: CpuWays<T>['exercise']
  /** The kernels round this part's weights, which no GPU does. */
  readonly kernelsRound: boolean
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

/** Opens a part on the processor that suits. Errors: those of {@link openOnCpu}, `aborted`. */
export async function openPart<T>(context: PartContext, ways: PartWays<T>): Promise<Placed<T>> {
  const { gpu, packKey } = context
  const { part, kernelsRound, exercise, tryOut = exercise, time, withFallback } = ways
  if (gpu === undefined || ways.onGpu.length === 0) return { ...(await openOnCpu(context, ways)), ...ON_CPU }

  const say = (label: string) => () => { context.onProgress?.({ fraction: 0, label }) }
  const onStep = say(`Trying the GPU: ${part}`)
  let isRounded = true
  const onCpu = async () => {
    const opened = await openOnCpu(context, ways)
    isRounded = kernelsRound || opened.form !== 'on kernels'
    return opened
  }
  let isTrying = true
  const openWith = (open: OnGpu<T>['open'], opening: GpuOpening, onOpened: () => void) => () =>
    open({
      createSession: opening.createSession,
      openResident: async (files) => reporting(await opening.openResident(files, onOpened), () => { if (isTrying) onStep() }),
    })
  const { processor, ...chosen } = await chooseProcessor<T, Opened<T> & { readonly form: PartForm }>({
    part,
    onCpu,
    ways: ways.onGpu.map(({ key, open }) => ({
      key: `${TRIAL_VERSION}/${key}/${packKey}`,
      open: openWith(open, gpu, say('Loading the model')),
      openChecked: openWith(open, withPlacementCheck(gpu), onStep),
    })),
    exercise: tryOut,
    // Known once the CPU has run.
    tolerance: () => (isRounded ? ROUNDED_TOLERANCE : FLOAT_TOLERANCE),
    time,
    onStep,
  }, gpu)
  isTrying = false
  if (processor.on === 'wasm') return { ...chosen, processor, ...ON_CPU }

  const fallback = createFallback(onCpu)
  return {
    value: withFallback(chosen.value, fallback),
    form: chosen.form,
    processor,
    runsOn: () => (fallback.taken ? 'wasm' : 'webgpu'),
    async release() {
      await chosen.release()
      await fallback.release()
    },
  }
}

/** The same graphs, telling of every call: a slow GPU may need minutes for a trial, and silence passes for death. */
function reporting(resident: ResidentGraphs, onCall: () => void): ResidentGraphs {
  const graphs = resident.graphs.map((graph) => ({
    ...graph,
    async run() {
      await graph.run()
      onCall()
    },
  }))
  return { ...resident, graphs }
}
