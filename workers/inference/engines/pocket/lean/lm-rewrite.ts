import { leanNames } from '../../../../formats/step-names'
import type { StateEntry } from '../published/bundle'
import { cacheEntries } from '../published/lm-state'
import { nodeFinder, nodePrefix, prune, renameValues } from '../on-gpu/graph-edit'
import type { LeanGraph } from './lean-graph'
import { ELEMENT_TYPE, type OnnxGraph, type OnnxModel, type OnnxNode, type OnnxTensor, type OnnxValue } from '../../../../formats/onnx-model'
import { readOnnxModel } from '../../../../formats/onnx-reader'
import { encodeOnnxModel, newAttribute, newTensor, newValue } from '../../../../formats/onnx-writer'

/** What the rewrite has to know of the bundle. */
export interface LmShape {
  readonly flow_lm_state_manifest: readonly StateEntry[]
  readonly latent_dim: number
}

/** One attention layer: where its new rows come from and where all rows go. */
interface CacheSite {
  readonly cache: number
  readonly newKeys: string
  readonly newValues: string
  readonly keysReader: OnnxNode
  readonly valuesReader: OnnxNode
  readonly rowShape: readonly number[]
}

/**
 * Makes one graph out of the published language model and flow that takes the rows of its KV cache as they are and
 * gives back only the new ones, instead of carrying the whole cache through every frame; that takes one position counter
 * instead of one per layer; and that goes on to the latent itself, by one step of the flow from `noise`. The nodes are found
 * by the names that PyTorch's exporter gives them and quantisation keeps. Returns null when anything is not as expected.
 */
export function rewriteLanguageModel(main: Uint8Array, flow: Uint8Array, bundle: LmShape): LeanGraph | null {
  const weights = [{ path: 'flow_lm_main', data: main }, { path: 'flow_lm_flow', data: flow }] as const
  const [model, velocity] = weights.map((file) => readOnnxModel(file))
  if (!model || !velocity || !sameOperators(model, velocity)) return null
  const caches = cacheEntries(bundle.flow_lm_state_manifest)
  const find = nodeFinder(model.graph)
  const sites: CacheSite[] = []
  for (const [cache, entry] of caches.entries()) {
    const site = findSite(find, entry, cache)
    if (site === null) return null
    sites.push(site)
  }
  if (sites.length === 0) return null

  const joined = withFlow(withRows(withOneStep(model.graph, bundle.flow_lm_state_manifest), sites), velocity.graph)
  const published = (values: readonly OnnxValue[], names: readonly string[]) => values.filter(({ name }) => names.includes(name))
  const inputs = [...published(model.graph.inputs, ['sequence', 'text_embeddings']), ...leanInputs(sites, bundle.latent_dim)]
  const outputs = [...published(model.graph.outputs, ['conditioning', 'eos_logit']), ...leanOutputs(sites, bundle.latent_dim)]
  const graph = prune(joined, inputs, outputs)
  return graph && { model: encodeOnnxModel({ ...model, graph }, 'myna'), weights }
}

function sameOperators(a: OnnxModel, b: OnnxModel): boolean {
  const key = ({ opsets }: OnnxModel) => opsets.map((opset) => opset.join()).sort().join(';')
  return key(a) === key(b)
}

function findSite(find: ReturnType<typeof nodeFinder>, { module, shape }: StateEntry, cache: number): CacheSite | null {
  const prefix = nodePrefix(module)
  const newKeys = find(`${prefix}rope/Reshape_4`, 'Reshape')?.outputs[0]
  const newValues = find(`${prefix}Squeeze_2`, 'Squeeze')?.outputs[0]
  const keysReader = find(`${prefix}Transpose_2`, 'Transpose')
  const valuesReader = find(`${prefix}Transpose_1`, 'Transpose')
  if (newKeys === undefined || newValues === undefined || !keysReader || !valuesReader) return null
  return { cache, newKeys, newValues, keysReader, valuesReader, rowShape: shape.slice(3) }
}

/** All layers count the same positions: one counter serves them. */
function withOneStep(graph: OnnxGraph, manifest: readonly StateEntry[]): OnnxGraph {
  const counters = new Set(manifest.filter(({ key }) => key === 'step').map(({ input_name }) => input_name))
  return { ...graph, nodes: graph.nodes.map((node) => renameValues(node, (name) => (counters.has(name) ? leanNames.step : name))) }
}

/** Attention reads the rows so far with the new ones behind them; the new ones leave the graph under names of their own. */
function withRows(graph: OnnxGraph, sites: readonly CacheSite[]): OnnxGraph {
  const renamed = new Map<string, string>()
  const readers = new Map<string, { readonly joined: string; readonly rows: readonly [past: string, added: string] }>()
  for (const { cache, newKeys, newValues, keysReader, valuesReader } of sites) {
    renamed.set(newKeys, leanNames.newKeys(cache)).set(newValues, leanNames.newValues(cache))
    readers.set(keysReader.name, { joined: `all_keys_${cache}`, rows: [leanNames.keys(cache), leanNames.newKeys(cache)] })
    readers.set(valuesReader.name, { joined: `all_values_${cache}`, rows: [leanNames.values(cache), leanNames.newValues(cache)] })
  }
  const nodes = graph.nodes.flatMap((node): readonly OnnxNode[] => {
    const reader = readers.get(node.name)
    if (reader === undefined) return [renameValues(node, (name) => renamed.get(name) ?? name)]
    const { joined, rows } = reader
    const concat = { name: `/${joined}`, opType: 'Concat', inputs: rows, outputs: [joined], attributes: [newAttribute('axis', 1)], domain: '' }
    return [concat, { ...node, inputs: [joined] }]
  })
  return { ...graph, nodes }
}

/** Appends the flow: from s = 0 to t = 1 in one step, so latent = noise + velocity. */
function withFlow(graph: OnnxGraph, flow: OnnxGraph): OnnxGraph {
  const bound: Readonly<Record<string, string>> = { c: 'conditioning', x: leanNames.noise, s: 'flow/s', t: 'flow/t' }
  const rename = (name: string) => bound[name] ?? `flow/${name}`
  const time = (name: string, value: number): OnnxTensor => newTensor(name, ELEMENT_TYPE.float32, [1, 1], Float32Array.of(value))
  const sum = { name: '/latent', opType: 'Add', inputs: [leanNames.noise, rename('flow_dir')], outputs: [leanNames.latent], attributes: [], domain: '' }
  const nodes = flow.nodes.map((node) => ({ ...renameValues(node, rename), name: `/flow${node.name}` }))
  return {
    ...graph,
    nodes: [...graph.nodes, ...nodes, sum],
    initializers: [
      ...graph.initializers,
      ...flow.initializers.map((tensor) => ({ ...tensor, name: rename(tensor.name) })),
      time('flow/s', 0),
      time('flow/t', 1),
    ],
  }
}

function leanInputs(sites: readonly CacheSite[], latentDim: number): readonly OnnxValue[] {
  return [
    newValue(leanNames.step, ELEMENT_TYPE.int64, [1]),
    newValue(leanNames.noise, ELEMENT_TYPE.float32, [1, latentDim]),
    ...sites.flatMap(({ cache, rowShape }) =>
      [leanNames.keys(cache), leanNames.values(cache)].map((name) => newValue(name, ELEMENT_TYPE.float32, [1, 'positions', ...rowShape])),
    ),
  ]
}

function leanOutputs(sites: readonly CacheSite[], latentDim: number): readonly OnnxValue[] {
  return [
    newValue(leanNames.latent, ELEMENT_TYPE.float32, [1, latentDim]),
    ...sites.flatMap(({ cache, rowShape }) =>
      [leanNames.newKeys(cache), leanNames.newValues(cache)].map((name) => newValue(name, ELEMENT_TYPE.float32, [1, 'added', ...rowShape])),
    ),
  ]
}
