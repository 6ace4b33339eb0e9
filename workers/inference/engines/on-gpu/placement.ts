import { ELEMENT_TYPE, FIELD, type OnnxGraph, type OnnxNode, type OnnxValue } from '../../../formats/onnx-model'
import { MynaError } from '../../../../src/shared/protocol/errors'
import type { Gpu } from '../../../runtime/gpu'
import type { CreateSession } from '../../../runtime/session'
import { constantTensor, readOnnxModel } from '../../../formats/onnx-reader'
import { protobufFields } from '../../../formats/protobuf-reader'

/** Whatever they read, they give numbers to count with, or yes and no. */
const COUNTING = new Set([
  'Shape', 'Size', 'Equal', 'Less', 'LessOrEqual', 'Greater', 'GreaterOrEqual', 'And', 'Or', 'Not', 'IsNaN', 'NonZero', 'ArgMax', 'ArgMin',
])

/** The ways to open graphs on a GPU. */
export type GpuOpening = Pick<Gpu, 'createSession' | 'openResident'>

/**
 * Opens graphs on the GPU after a look at where the runtime would put their nodes. Errors also:
 * `execution-provider-unsupported` where work on activations would fall back to the CPU, naming it, or a graph has numbers
 * that the GPU cannot compute with.
 */
export function withPlacementCheck(gpu: GpuOpening & Pick<Gpu, 'nodesOnCpu' | 'lacksHalfFloats'>): GpuOpening {
  return {
    async createSession(bytes, options) {
      await checkPlacement(gpu, bytes, options)
      return gpu.createSession(bytes, options)
    },
    async openResident(files, onOpened) {
      for (const { bytes, options } of files) {
        await checkPlacement(gpu, bytes, options)
        onOpened?.()
      }
      return gpu.openResident(files, onOpened)
    },
  }
}

async function checkPlacement({ nodesOnCpu, lacksHalfFloats }: Pick<Gpu, 'nodesOnCpu' | 'lacksHalfFloats'>, ...graph: Parameters<CreateSession>): Promise<void> {
  const model = readOnnxModel({ path: '', data: new Uint8Array(graph[0]) }, true)
  if (lacksHalfFloats && model?.graph.initializers.some(({ dataType }) => dataType === ELEMENT_TYPE.float16)) {
    throw new MynaError('execution-provider-unsupported', 'it has no 16-bit floats')
  }
  const onCpu = await nodesOnCpu(...graph)
  if (model === null || onCpu === null) throw new MynaError('execution-provider-unsupported', 'the runtime does not tell what it leaves to the CPU')
  const misplaced = misplacedNodes(model.graph, onCpu)
  if (misplaced.length === 0) return
  const [first = ''] = misplaced
  throw new MynaError('execution-provider-unsupported', `${misplaced.length} nodes would fall back to the CPU, ${first} among them`)
}

/**
 * Which of the nodes `onCpu` have no business there, by name. A runtime for WebGPU computes shapes and positions on the CPU,
 * which is right: they are integers, and few. Allowed are therefore nodes that give only integers or truth values, and the
 * casts that make positions real; everything else works on activations and is refused, as are names that the graph does
 * not have (the runtime made them, out of what it does not say).
 */
export function misplacedNodes(graph: OnnxGraph, onCpu: readonly string[]): readonly string[] {
  const whole = wholeValues(graph)
  const byName = new Map(graph.nodes.map((node) => [node.name, node]))
  return onCpu.filter((name) => {
    const node = byName.get(name)
    if (node === undefined) return true
    const counts = (names: readonly string[]) => names.every((value) => value === '' || whole.has(value))
    return !counts(node.outputs) && !(node.opType === 'Cast' && counts(node.inputs))
  })
}

/** Names of all values that are integers or truth values. */
function wholeValues({ inputs, initializers, nodes }: OnnxGraph): ReadonlySet<string> {
  const whole = new Set<string>()
  for (const input of inputs) if (isWhole(elementTypeOf(input))) whole.add(input.name)
  for (const { name, dataType } of initializers) if (isWhole(dataType)) whole.add(name)
  // A graph lists its nodes in an order in which they can be computed.
  for (const node of nodes) {
    if (givesWhole(node, whole)) for (const output of node.outputs) whole.add(output)
  }
  return whole
}

function givesWhole(node: OnnxNode, whole: ReadonlySet<string>): boolean {
  if (COUNTING.has(node.opType)) return true
  switch (node.opType) {
    case 'Constant':
      return isWhole(constantTensor(node)?.dataType ?? ELEMENT_TYPE.float32)
    case 'Cast':
      return isWhole(integerAttributeOf(node, 'to'))
    case 'ConstantOfShape':
      return isWhole(filledWith(node))
    case 'Where':
      return whole.has(node.inputs[1] ?? '')
    default:
      return whole.has(node.inputs[0] ?? '')
  }
}

function isWhole(elementType: number): boolean {
  return elementType === ELEMENT_TYPE.int64 || elementType === ELEMENT_TYPE.int32 || elementType === ELEMENT_TYPE.bool
}

/** The type of ConstantOfShape's value: float32 where it has none (onnx, Operators.md). */
function filledWith(node: OnnxNode): number {
  return constantTensor({ ...node, opType: 'Constant' })?.dataType ?? ELEMENT_TYPE.float32
}

/** Field 3 of AttributeProto is its integer (onnx.proto). */
function integerAttributeOf({ attributes }: OnnxNode, name: string): number {
  const encoded = attributes.find((attribute) => attribute.name === name)?.encoded ?? new Uint8Array(0)
  return [...protobufFields(encoded)].find(({ number }) => number === 3)?.value ?? 0
}

/** ValueInfoProto.type → TypeProto.tensor_type (1) → elem_type (1). */
function elementTypeOf({ encoded }: OnnxValue): number {
  let range = { start: 0, end: encoded.length }
  for (const number of [FIELD.value.type, 1]) {
    const inside = [...protobufFields(encoded, range.start, range.end)].find((field) => field.number === number)
    if (inside === undefined) return 0
    range = inside
  }
  return [...protobufFields(encoded, range.start, range.end)].find(({ number }) => number === 1)?.value ?? 0
}
