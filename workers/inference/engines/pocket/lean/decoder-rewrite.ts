import type { StateEntry } from '../published/bundle'
import { changesInDecoding, RING_AXIS } from '../published/decoder'
import { nodeFinder, nodePrefix, prune } from '../on-gpu/graph-edit'
import type { LeanGraph } from './lean-graph'
import { ELEMENT_TYPE, type OnnxGraph, type OnnxNode, type OnnxTensor, type OnnxValue } from '../../../../formats/onnx-model'
import { constantTensor, int64Values, readOnnxModel } from '../../../../formats/onnx-reader'
import { encodeOnnxModel, newTensor, newValue } from '../../../../formats/onnx-writer'

/**
 * Positions of the smaller ring: a block of 12 frames, the longest that is decoded, adds 192 and its first query sees 249
 * before itself; 448 is the next multiple of 64.
 */
export const LEAN_RING = 448

/** A rewritten decoder and the states that it carries. */
export interface LeanDecoder {
  readonly graph: LeanGraph
  readonly manifest: readonly StateEntry[]
}

/** Node of an attention layer that reads a constant made for the published ring, which input it is, and the constant. */
type RingConstant = readonly [node: string, opType: string, input: number, constant: (capacity: number) => readonly bigint[]]

const size = (capacity: number) => [BigInt(capacity)]
const slots = (capacity: number) => Array.from({ length: capacity }, (_, slot) => BigInt(slot))
const nothing = (capacity: number) => Array.from({ length: capacity }, () => -1n)

/** All uses of the ring's size, by the names that PyTorch's exporter gives the nodes and quantisation keeps. */
const ringConstants: readonly RingConstant[] = [
  ['Mod', 'Mod', 1, size],
  ['Mod_1', 'Mod', 1, size],
  ['Sub_2', 'Sub', 1, size],
  ['Sub_1', 'Sub', 0, slots],
  ['GreaterOrEqual', 'GreaterOrEqual', 0, slots],
  ['Where_2', 'Where', 1, nothing],
]

/**
 * Makes the published codec decoder cheaper: its attention keeps a ring of {@link LEAN_RING} positions instead of 1000,
 * and only the states that decoding changes go in and out. Returns null when anything is not as expected.
 */
export function rewriteDecoder(file: Uint8Array, published: readonly StateEntry[]): LeanDecoder | null {
  const source = { path: 'mimi_decoder', data: file }
  const model = readOnnxModel(source)
  if (model === null) return null
  const carried = published.filter(changesInDecoding)
  const rings = carried.filter(({ key }) => key === 'cache')
  const capacity = rings[0]?.shape[RING_AXIS]
  if (capacity === undefined || capacity <= LEAN_RING || rings.some(({ shape }) => shape[RING_AXIS] !== capacity)) return null

  let graph: OnnxGraph | null = model.graph
  for (const { module } of rings) graph = graph && withSmallerRing(graph, nodePrefix(module), capacity)
  if (graph === null) return null

  const manifest = carried.map((entry) => (entry.key === 'cache' ? { ...entry, shape: entry.shape.with(RING_AXIS, LEAN_RING) } : entry))
  const declared = new Map(manifest.filter(({ key }) => key === 'cache').flatMap(({ input_name, output_name, shape }) => [[input_name, shape], [output_name, shape]]))
  const kept = (values: readonly OnnxValue[], names: readonly string[]) =>
    values
      .filter(({ name }) => names.includes(name))
      .map((value) => {
        const shape = declared.get(value.name)
        return shape === undefined ? value : newValue(value.name, ELEMENT_TYPE.float32, shape)
      })
  const inputs = kept(model.graph.inputs, ['latent', ...manifest.map(({ input_name }) => input_name)])
  const outputs = kept(model.graph.outputs, ['audio_frame', ...manifest.map(({ output_name }) => output_name)])
  const pruned = prune(graph, inputs, outputs)
  return pruned && { graph: { model: encodeOnnxModel({ ...model, graph: pruned }, 'myna'), weights: [source] }, manifest }
}

function withSmallerRing(graph: OnnxGraph, prefix: string, capacity: number): OnnxGraph | null {
  const find = nodeFinder(graph)
  const edited = new Map<OnnxNode, OnnxNode>()
  const constants: OnnxTensor[] = []
  for (const [name, opType, input, make] of ringConstants) {
    const node = find(prefix + name, opType)
    const read = node?.inputs[input]
    const constant = read === undefined ? null : constantOf(graph, read)
    if (!node || constant === null || !holds(constant, make(capacity))) return null
    const replacement = `${prefix}${name}/ring`
    const dims = constant.dims.map((dim) => (dim === capacity ? LEAN_RING : dim))
    constants.push(newTensor(replacement, ELEMENT_TYPE.int64, dims, BigInt64Array.from(make(LEAN_RING))))
    edited.set(node, { ...node, inputs: node.inputs.with(input, replacement) })
  }
  return {
    ...graph,
    nodes: graph.nodes.map((node) => edited.get(node) ?? node),
    initializers: [...graph.initializers, ...constants],
  }
}

function constantOf({ nodes, initializers }: OnnxGraph, name: string): OnnxTensor | null {
  const maker = nodes.find(({ outputs }) => outputs.includes(name))
  return maker ? constantTensor(maker) : (initializers.find((tensor) => tensor.name === name) ?? null)
}

function holds(tensor: OnnxTensor, expected: readonly bigint[]): boolean {
  const values = int64Values(tensor)
  return values?.length === expected.length && expected.every((value, i) => values[i] === value)
}
