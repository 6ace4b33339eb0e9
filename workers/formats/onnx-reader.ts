import { MynaError } from '../../src/shared/protocol/errors'
import { protobufFields, protobufNumbers } from './protobuf-reader'
import { FIELD, type OnnxAttribute, type OnnxModel, type OnnxNode, type OnnxTensor, type OnnxValue, type WeightFile } from './onnx-model'

/** A message holds what this reader does not know how to keep. */
const unknownContent = (what: string) => new MynaError('model-invalid', what)

/**
 * Takes an .onnx file apart without copying a weight: everything of size is a view of `file.data`, which must not change
 * while the result is in use. Shape hints of inner values and texts about the graph are dropped. Gives null where the
 * bytes are no such file, or hold what an edit could not keep (functions, sparse tensors, graphs within nodes, and weights
 * in another file unless `weightsElsewhere`: their `raw` is null then).
 */
export function readOnnxModel(file: WeightFile, weightsElsewhere = false): OnnxModel | null {
  try {
    return readModel(file, weightsElsewhere)
  } catch (thrown) {
    if (thrown instanceof MynaError && thrown.code === 'model-invalid') return null
    throw thrown
  }
}

function readModel(file: WeightFile, weightsElsewhere: boolean): OnnxModel {
  let irVersion = 0
  const opsets: Uint8Array[] = []
  let graphBytes: Uint8Array | null = null
  for (const { number, bytes, value } of fieldsOf(file.data)) {
    if (number === FIELD.model.irVersion) irVersion = value
    else if (number === FIELD.model.opset) opsets.push(bytes)
    else if (number === FIELD.model.graph && graphBytes === null) graphBytes = bytes
    // Fields 3 to 6 and 14 (producer, domain, texts, metadata) say nothing about what is computed.
    else if (number > 6 && number !== 14) throw unknownContent(`model field ${number}`)
  }
  if (graphBytes === null) throw unknownContent('no graph')

  const graph = { nodes: [] as OnnxNode[], initializers: [] as OnnxTensor[], inputs: [] as OnnxValue[], outputs: [] as OnnxValue[] }
  for (const { number, bytes } of fieldsOf(graphBytes)) {
    if (number === FIELD.graph.node) graph.nodes.push(readNode(bytes))
    else if (number === FIELD.graph.initializer) graph.initializers.push(readTensor(bytes, file, weightsElsewhere))
    else if (number === FIELD.graph.input) graph.inputs.push({ name: nameOf(bytes, FIELD.value.name), encoded: bytes })
    else if (number === FIELD.graph.output) graph.outputs.push({ name: nameOf(bytes, FIELD.value.name), encoded: bytes })
    else if (![FIELD.graph.name, FIELD.graph.docString, FIELD.graph.valueInfo].some((known) => known === number)) {
      throw unknownContent(`graph field ${number}`)
    }
  }
  return { irVersion, opsets, graph }
}

function readNode(encoded: Uint8Array): OnnxNode {
  const inputs: string[] = []
  const outputs: string[] = []
  const attributes: OnnxAttribute[] = []
  let [name, opType, domain] = ['', '', '']
  for (const { number, bytes } of fieldsOf(encoded)) {
    if (number === FIELD.node.input) inputs.push(text(bytes))
    else if (number === FIELD.node.output) outputs.push(text(bytes))
    else if (number === FIELD.node.name) name = text(bytes)
    else if (number === FIELD.node.opType) opType = text(bytes)
    else if (number === FIELD.node.domain) domain = text(bytes)
    else if (number === FIELD.node.attribute) attributes.push(readAttribute(bytes))
    else if (number !== FIELD.node.docString) throw unknownContent(`node field ${number}`)
  }
  return { name, opType, inputs, outputs, attributes, domain }
}

function readAttribute(encoded: Uint8Array): OnnxAttribute {
  for (const { number } of fieldsOf(encoded)) {
    // Fields 6 and 11 are graphs, which may use values of the outer one by name.
    if (number === 6 || number === 11) throw unknownContent('a graph within a node')
  }
  return { name: nameOf(encoded, FIELD.attribute.name), encoded }
}

function readTensor(encoded: Uint8Array, file: WeightFile | null, weightsElsewhere = false): OnnxTensor {
  const dims: number[] = []
  let [name, dataType, raw] = ['', 0, null as Uint8Array | null]
  for (const { number, bytes, value } of fieldsOf(encoded)) {
    if (number === FIELD.tensor.dims) dims.push(...protobufNumbers(bytes))
    else if (number === FIELD.tensor.dataType) dataType = value
    else if (number === FIELD.tensor.name) name = text(bytes)
    else if (number === FIELD.tensor.rawData) raw = bytes
    else if (number === FIELD.tensor.externalData && !weightsElsewhere) throw unknownContent('weights in another file')
  }
  return { name, dataType, dims, raw, encoded, file }
}

/** The value of a Constant node that holds a tensor, else null. */
export function constantTensor(node: OnnxNode): OnnxTensor | null {
  const attribute = node.attributes.find(({ name }) => name === 'value')
  if (node.opType !== 'Constant' || attribute === undefined) return null
  for (const { number, bytes } of fieldsOf(attribute.encoded)) {
    if (number === FIELD.attribute.tensor) return readTensor(bytes, null)
  }
  return null
}

/** The int64 values of a tensor, else null. */
export function int64Values({ raw, dataType }: OnnxTensor): BigInt64Array | null {
  if (raw === null || dataType !== 7 || raw.length % 8 !== 0) return null
  return new BigInt64Array(Uint8Array.from(raw).buffer)
}

function* fieldsOf(bytes: Uint8Array) {
  for (const { number, value, start, end } of protobufFields(bytes)) yield { number, value, bytes: bytes.subarray(start, end) }
}

function nameOf(message: Uint8Array, field: number): string {
  for (const { number, bytes } of fieldsOf(message)) {
    if (number === field) return text(bytes)
  }
  return ''
}

const utf8 = new TextDecoder()

function text(bytes: Uint8Array): string {
  return utf8.decode(bytes)
}
