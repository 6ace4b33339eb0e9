import { MynaError } from '../../../../src/protocol/errors'
import type { EngineContext } from '../voice-engine'
import { openOnGpu } from './gpu-check'
import { openProven, type Alternatives, type Verdict } from './lean/rewrite-check'
import { onCpu, readGraph, type GraphContext, type GraphName, type Opened } from './pocket-sessions'
import { isQuantised } from './quantised-graph'

/** What graphs are chosen with. */
export type ChoiceContext = GraphContext & Pick<EngineContext, 'executionProvider' | 'packKey' | 'verdicts'>

/** Goes into the key of remembered verdicts: to be raised with every change of what a rewrite makes. */
const REWRITE_VERSION = 1

/** Reads a graph. Quantised products fall back to the CPU under WebGPU, and gave wrong results there: they are refused. */
export async function readRunnable(context: ChoiceContext, name: GraphName): Promise<{ readonly bytes: ArrayBuffer; readonly quantised: boolean }> {
  const bytes = await readGraph(context, name)
  const quantised = isQuantised(bytes)
  if (quantised && context.executionProvider === 'webgpu') {
    throw new MynaError('execution-provider-unsupported', `${name} is quantised, which the GPU cannot run: it takes float32 graphs`)
  }
  return { bytes, quantised }
}

/** As {@link Alternatives}, for any processor. */
export interface Ways<T> extends Pick<Alternatives<T>, 'exercise'> {
  readonly plain: (on: GraphContext) => Promise<Opened<T>>
  readonly lean: ((on: GraphContext) => Promise<Opened<T>>) | null
}

/** Opens the rewritten graph where there is one, proven against the published one: exactly on the CPU, roughly on the GPU. */
export async function openBest<T>(context: ChoiceContext, graphs: string, { plain, lean, exercise }: Ways<T>): Promise<Opened<T> & { readonly isLean: boolean }> {
  if (context.executionProvider === 'wasm') {
    const alternatives = { plain: () => plain(context), lean: lean && (() => lean(context)), exercise }
    return openProven(alternatives, verdictOn(context, graphs))
  }
  const opened = await openOnGpu({ onCpu: () => plain(onCpu(context)), onGpu: () => (lean ?? plain)(context), exercise })
  return { ...opened, isLean: lean !== null }
}

/** The pack's key stands for the bytes of all its files, so a verdict under it is one on these very graphs. */
function verdictOn({ packKey, verdicts }: ChoiceContext, graphs: string): Verdict {
  const key = `rewrite-${REWRITE_VERSION}/${graphs}/${packKey}`
  return {
    read: () => verdicts?.read(key) ?? Promise.resolve(null),
    write: (proven) => verdicts?.write(key, proven) ?? Promise.resolve(),
  }
}
