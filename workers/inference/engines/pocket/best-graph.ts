import type { ExecutionProvider, PartProcessor } from '../../../../src/protocol/engine'
import { MynaError } from '../../../../src/protocol/errors'
import type { EngineContext } from '../voice-engine'
import { chooseProcessor } from './gpu-choice'
import { createFallback, type Fallback } from './gpu-fallback'
import { openProven, type Alternatives, type Verdict } from './lean/rewrite-check'
import { readGraph, type GraphContext, type GraphName, type Opened } from './pocket-sessions'
import { isQuantised } from './quantised-graph'

/** What graphs are chosen with. */
export type ChoiceContext = GraphContext & Pick<EngineContext, 'gpu' | 'packKey' | 'loadKernels' | 'verdicts'>

/** Goes into the key of remembered verdicts: to be raised with every change of what a rewrite makes. */
const REWRITE_VERSION = 1

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
  /** Times either: milliseconds per frame. */
  readonly time: (value: T) => Promise<number>
  /** Makes it go on with the fallback when the GPU is lost. */
  readonly withFallback: (value: T, fallback: Fallback<T>) => T
}

/** A part of the model, and where it runs. */
export interface Placed<T> extends Opened<T> {
  /** It runs rewritten, not as published. */
  readonly isLean: boolean
  /** Absent where no GPU was tried. */
  readonly processor?: PartProcessor
  /** At present: a GPU may be lost. */
  readonly runsOn: () => ExecutionProvider
}

/** Opens the rewritten graph where there is one and it is proven against the published one, on the processor that suits. */
export async function openBest<T>(context: ChoiceContext, ways: Ways<T>): Promise<Placed<T>> {
  const { gpu, packKey } = context
  const { key, part, quantised, plain, lean, exercise, time, withFallback } = ways
  const openOnCpu = () =>
    openProven({ plain: () => plain(context), lean: lean && (() => lean(context)), exercise }, verdictOn(context, key))
  if (gpu === undefined || quantised) return { ...(await openOnCpu()), ...ON_CPU }

  let cpuIsLean = false
  const onCpu = async () => {
    const opened = await openOnCpu()
    cpuIsLean = opened.isLean
    return opened
  }
  const onGpu = () => (lean ?? plain)({ files: context.files, createSession: gpu.createSession })
  const chosen = await chooseProcessor<T>({ part, key: `${TRIAL_VERSION}/${key}/${packKey}`, onCpu, onGpu, exercise, time }, gpu)
  const { processor } = chosen
  if (processor.on === 'wasm') return { ...chosen, ...ON_CPU, isLean: cpuIsLean }

  const fallback = createFallback(openOnCpu)
  return {
    value: withFallback(chosen.value, fallback),
    isLean: lean !== null,
    processor,
    runsOn: () => (fallback.taken ? 'wasm' : 'webgpu'),
    async release() {
      await chosen.release()
      await fallback.release()
    },
  }
}

const ON_CPU = { runsOn: (): ExecutionProvider => 'wasm' }

/** The pack's key stands for the bytes of all its files, so a verdict under it is one on these very graphs. */
function verdictOn({ packKey, verdicts }: ChoiceContext, graphs: string): Verdict {
  const key = `rewrite-${REWRITE_VERSION}/${graphs}/${packKey}`
  return {
    read: () => verdicts?.read(key) ?? Promise.resolve(null),
    write: (proven) => verdicts?.write(key, proven) ?? Promise.resolve(),
  }
}
