import { COMPILER_VERSION, compileGraphs, type PlannedGraph } from '../../../compiler/parts'
import type { Gpu } from '../../../runtime/gpu'
import type { FixedGraphFile } from '../../../runtime/resident-graphs'
import type { EngineContext } from '../voice-engine'

/** What compiling needs. */
export interface CompileContext extends Pick<EngineContext, 'packKey' | 'yieldPoint'>, Partial<Pick<EngineContext, 'onProgress'>> {
  readonly gpu: Pick<Gpu, 'graphs'>
}

/** A part of a model: how it is kept, what people call it, and what it is made of, which is asked for only where none is kept. */
export interface CompiledPart<S> {
  readonly key: string
  readonly label: string
  readonly plan: () => Promise<CompilePlan<S>>
}

/** Graphs to be made, and sizes that their host has to know. */
export interface CompilePlan<S> {
  readonly sizes: S
  readonly graphs: readonly PlannedGraph[]
  /** Gives back what their weights are read from, where that is much. */
  readonly drop?: () => void
}

/** Graphs that a GPU can open, by their files' names. */
export interface CompiledGraphs<S> {
  readonly sizes: S
  readonly graphs: ReadonlyMap<string, FixedGraphFile>
}

/** Beside the graphs' files: what their host has to know of them. */
const FACTS = 'facts.json'

interface Facts<S> {
  readonly sizes: S
  readonly graphs: readonly (Pick<FixedGraphFile, 'inputs' | 'outputs'> & { readonly path: string; readonly weightsIn: string | null })[]
}

/**
 * The graphs of a part, as they were kept or compiled now and kept for the next time, if there is room. Errors: those of `plan`
 * and of reading weights, `aborted`, after which nothing of it is kept.
 */
export async function readOrCompile<S>({ packKey, gpu, yieldPoint, onProgress }: CompileContext, { key, label, plan }: CompiledPart<S>): Promise<CompiledGraphs<S>> {
  const kept = await gpu.graphs?.read(packKey, key, COMPILER_VERSION)
  if (kept) return opened(kept)
  const { sizes, graphs, drop } = await plan()
  let told = -1
  const compiled = await compileGraphs(graphs, {
    yieldPoint: () => yieldPoint?.() ?? Promise.resolve(),
    onProgress(fraction) {
      const percent = Math.floor(100 * fraction)
      if (percent > told) onProgress?.({ fraction, label: `Compiling for the GPU: ${label}` })
      told = percent
    },
  }).finally(() => drop?.())
  const facts = { sizes, graphs: graphs.map(({ path, weightsIn, shapes }) => ({ path, weightsIn, ...shapes })) }
  const files = new Map([...compiled, [FACTS, new TextEncoder().encode(JSON.stringify(facts)).buffer]])
  await gpu.graphs?.write(packKey, key, COMPILER_VERSION, files)
  return opened(files)
}

/** `files` are those of one call of {@link readOrCompile}, whose hashes were compared. */
function opened<S>(files: ReadonlyMap<string, ArrayBuffer>): CompiledGraphs<S> {
  const bytesOf = (path: string) => files.get(path) ?? new ArrayBuffer(0)
  const { sizes, graphs } = JSON.parse(new TextDecoder().decode(bytesOf(FACTS))) as Facts<S>
  return {
    sizes,
    graphs: new Map(graphs.map(({ path, weightsIn, inputs, outputs }) => {
      const options = weightsIn === null ? {} : { options: { externalData: [{ path: weightsIn, data: new Uint8Array(bytesOf(weightsIn)) }] } }
      return [path, { bytes: bytesOf(path), inputs, outputs, ...options }]
    })),
  }
}
