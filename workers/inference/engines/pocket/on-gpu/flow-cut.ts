import type { InferenceSession } from 'onnxruntime-web/wasm'
import { ELEMENT_TYPE, type OnnxGraph, type OnnxNode, type OnnxValue, type WeightFile } from '../../../../formats/onnx-model'
import { readOnnxModel } from '../../../../formats/onnx-reader'
import { encodeOnnxModel, newValue } from '../../../../formats/onnx-writer'
import { leanNames } from '../../../../formats/step-names'
import type { PocketBundle } from '../published/bundle'

/** A graph cut out of another one: a small model, and the file that its weights still lie in. */
export interface CutGraph {
  readonly model: Uint8Array<ArrayBuffer>
  readonly weights: readonly WeightFile[]
}

/** How a session over the graph is made. The weights may be dropped after creation. */
export function weightOptions({ weights }: CutGraph): InferenceSession.SessionOptions {
  return { externalData: weights.map(({ path, data }) => ({ path, data })) }
}

/** Names in the fused graph, and those of the published flow's inputs. */
const flowInputs: Readonly<Record<string, string>> = { conditioning: 'c', s: 's', t: 't', [leanNames.noise]: 'x' }

/** The flow alone, as it is published: c, s, t and x → flow_dir. Null where the graph is not a compiled one. */
export function cutFlow(file: Uint8Array, { latent_dim: latent, conditioning_dim: width }: Pick<PocketBundle, 'latent_dim' | 'conditioning_dim'>): CutGraph | null {
  const source = { path: 'flow_lm_step', data: file }
  const model = readOnnxModel(source)
  if (model === null) return null
  const rename = (name: string) => flowInputs[name] ?? name
  const nodes = model.graph.nodes.filter(({ outputs }) => !outputs.includes('conditioning')).map((node) => renameValues(node, rename))
  const initializers = model.graph.initializers.filter(({ name }) => !(name in flowInputs))
  const inputs = Object.entries({ c: [1, width], s: [1, 1], t: [1, 1], x: [1, latent] }).map(([name, dims]) => newValue(name, ELEMENT_TYPE.float32, dims))
  const graph = prune({ ...model.graph, nodes, initializers }, inputs, [newValue('flow_dir', ELEMENT_TYPE.float32, [1, latent])])
  return graph && { model: encodeOnnxModel({ ...model, graph }, 'myna'), weights: [source] }
}

/** The same node with the names of its values passed through `rename`. */
function renameValues(node: OnnxNode, rename: (name: string) => string): OnnxNode {
  // An empty name is an input that is left out.
  const renamed = (name: string) => (name === '' ? '' : rename(name))
  return { ...node, inputs: node.inputs.map(renamed), outputs: node.outputs.map(renamed) }
}

/**
 * The part of a graph that computes `outputs` from `inputs`. Gives null when that needs a value which neither an input,
 * nor a node, nor a constant provides, or when a value is provided twice.
 */
export function prune(graph: OnnxGraph, inputs: readonly OnnxValue[], outputs: readonly OnnxValue[]): OnnxGraph | null {
  const makers = new Map<string, OnnxNode>()
  const given = new Set([...inputs, ...graph.initializers].map(({ name }) => name))
  for (const node of graph.nodes) {
    for (const output of node.outputs) {
      if (output === '') continue
      if (makers.has(output) || given.has(output)) return null
      makers.set(output, node)
    }
  }

  const needed = new Set<string>()
  const live = new Set<OnnxNode>()
  const open = outputs.map(({ name }) => name)
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === '' || needed.has(name)) continue
    needed.add(name)
    const maker = makers.get(name)
    if (maker === undefined) {
      if (!given.has(name)) return null
    } else if (!live.has(maker)) {
      live.add(maker)
      open.push(...maker.inputs)
    }
  }
  return {
    nodes: graph.nodes.filter((node) => live.has(node)),
    initializers: graph.initializers.filter(({ name }) => needed.has(name)),
    inputs,
    outputs,
  }
}
