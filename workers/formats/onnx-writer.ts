import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { FIELD, type OnnxAttribute, type OnnxModel, type OnnxNode, type OnnxTensor, type OnnxValue } from './onnx-model'

/** Smaller tensors stay in the model: they may be shapes or axes, which the runtime wants to see while it loads. */
const SMALLEST_OUTSIDE = 1024

/** TensorProto.DataLocation EXTERNAL. */
const EXTERNAL = 1

/**
 * The bytes of an .onnx file whose weights stay where they are: a tensor that is a view of a weight file is written as
 * a reference to its place there, so the result is small, whatever the model's size. The runtime must be given the weight
 * files under their paths.
 */
export function encodeOnnxModel(model: OnnxModel, producer: string): Uint8Array<ArrayBuffer> {
  const { head, tail } = frameOnnxModel(model, producer, [])
  const file = new Uint8Array(head.length + tail.length)
  file.set(head)
  file.set(tail, head.length)
  return file
}

/** A constant whose values come later. */
export type LaterTensor = Pick<OnnxTensor, 'name' | 'dataType' | 'dims'> & { readonly sizeBytes: number }

/** An .onnx file around values that come later: `head`, then for each tensor what introduces it and its values, then `tail`. */
export interface OnnxFrame {
  readonly head: Uint8Array
  readonly introductions: readonly Uint8Array[]
  readonly tail: Uint8Array
}

/** All of an .onnx file but the values of `later`, which follow the graph's other constants: no model has to fit into memory. */
export function frameOnnxModel({ irVersion, opsets, graph }: OnnxModel, producer: string, later: readonly LaterTensor[]): OnnxFrame {
  const introductions = later.map(introduction)
  const first = new BinaryWriter()
  for (const node of graph.nodes) writeNode(first, node)
  first.tag(FIELD.graph.name, WireType.LengthDelimited).string(graph.name ?? 'main_graph')
  for (const tensor of graph.initializers) writeTensor(first, tensor)
  const start = first.finish()
  const last = new BinaryWriter()
  for (const { encoded } of graph.inputs) last.tag(FIELD.graph.input, WireType.LengthDelimited).bytes(encoded)
  for (const { encoded } of graph.outputs) last.tag(FIELD.graph.output, WireType.LengthDelimited).bytes(encoded)
  const end = last.finish()
  const between = later.reduce((sum, { sizeBytes }, i) => sum + sizeBytes + (introductions[i]?.length ?? 0), 0)

  const head = new BinaryWriter()
  head.tag(FIELD.model.irVersion, WireType.Varint).int64(irVersion)
  head.tag(FIELD.model.producerName, WireType.LengthDelimited).string(producer)
  head.tag(FIELD.model.graph, WireType.LengthDelimited).uint32(start.length + between + end.length).raw(start)
  const tail = new BinaryWriter().raw(end)
  for (const opset of opsets) tail.tag(FIELD.model.opset, WireType.LengthDelimited).bytes(opset)
  return { head: head.finish(), introductions, tail: tail.finish() }
}

/** A constant up to its values, which are its last field. */
function introduction({ name, dataType, dims, sizeBytes }: LaterTensor): Uint8Array {
  const fields = new BinaryWriter()
  for (const dim of dims) fields.tag(FIELD.tensor.dims, WireType.Varint).int64(dim)
  fields.tag(FIELD.tensor.dataType, WireType.Varint).int32(dataType)
  fields.tag(FIELD.tensor.name, WireType.LengthDelimited).string(name)
  fields.tag(FIELD.tensor.rawData, WireType.LengthDelimited).uint32(sizeBytes)
  const bytes = fields.finish()
  return new BinaryWriter().tag(FIELD.graph.initializer, WireType.LengthDelimited).uint32(bytes.length + sizeBytes).raw(bytes).finish()
}

function writeNode(writer: BinaryWriter, { name, opType, inputs, outputs, attributes, domain }: OnnxNode): void {
  writer.tag(FIELD.graph.node, WireType.LengthDelimited).fork()
  for (const input of inputs) writer.tag(FIELD.node.input, WireType.LengthDelimited).string(input)
  for (const output of outputs) writer.tag(FIELD.node.output, WireType.LengthDelimited).string(output)
  writer.tag(FIELD.node.name, WireType.LengthDelimited).string(name)
  writer.tag(FIELD.node.opType, WireType.LengthDelimited).string(opType)
  for (const { encoded } of attributes) writer.tag(FIELD.node.attribute, WireType.LengthDelimited).bytes(encoded)
  if (domain !== '') writer.tag(FIELD.node.domain, WireType.LengthDelimited).string(domain)
  writer.join()
}

function writeTensor(writer: BinaryWriter, { name, dataType, dims, raw, encoded, file }: OnnxTensor): void {
  writer.tag(FIELD.graph.initializer, WireType.LengthDelimited).fork()
  if (encoded !== null && (raw === null || file === null || raw.length < SMALLEST_OUTSIDE)) {
    // Of a repeated or renamed field the last value counts (protobuf.dev, "last one wins"): the name may have changed.
    writer.raw(encoded).tag(FIELD.tensor.name, WireType.LengthDelimited).string(name).join()
    return
  }
  for (const dim of dims) writer.tag(FIELD.tensor.dims, WireType.Varint).int64(dim)
  writer.tag(FIELD.tensor.dataType, WireType.Varint).int32(dataType)
  writer.tag(FIELD.tensor.name, WireType.LengthDelimited).string(name)
  if (raw !== null && file === null) writer.tag(FIELD.tensor.rawData, WireType.LengthDelimited).bytes(raw)
  else if (raw !== null && file !== null) writePlace(writer, { location: file.path, offset: raw.byteOffset - file.data.byteOffset, length: raw.length })
  writer.join()
}

function writePlace(writer: BinaryWriter, { location, offset, length }: TensorPlace): void {
  for (const [key, value] of Object.entries({ location, offset, length })) {
    writer.tag(FIELD.tensor.externalData, WireType.LengthDelimited).fork()
    writer.tag(1, WireType.LengthDelimited).string(key).tag(2, WireType.LengthDelimited).string(String(value)).join()
  }
  writer.tag(FIELD.tensor.dataLocation, WireType.Varint).int32(EXTERNAL)
}

/** Where a tensor's values lie: bytes `offset` to `offset + length` of the file that the runtime knows as `location`. */
export interface TensorPlace {
  readonly location: string
  readonly offset: number
  readonly length: number
}

/** A tensor whose values lie in another file. */
export function newPlacedTensor(name: string, dataType: number, dims: readonly number[], place: TensorPlace): OnnxTensor {
  const writer = new BinaryWriter()
  for (const dim of dims) writer.tag(FIELD.tensor.dims, WireType.Varint).int64(dim)
  writer.tag(FIELD.tensor.dataType, WireType.Varint).int32(dataType)
  writePlace(writer, place)
  return { name, dataType, dims, raw: null, encoded: writer.finish(), file: null }
}

/** A tensor with values of its own. `values` is not copied. */
export function newTensor(name: string, dataType: number, dims: readonly number[], values: ArrayBufferView): OnnxTensor {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return { name, dataType, dims, raw, encoded: null, file: null }
}

/** An input or output; a dimension given as text may vary. */
export function newValue(name: string, dataType: number, dims: readonly (number | string)[]): OnnxValue {
  const writer = new BinaryWriter()
  writer.tag(FIELD.value.name, WireType.LengthDelimited).string(name)
  // TypeProto.tensor_type 1 { elem_type 1, shape 2 { dim 1 { dim_value 1 | dim_param 2 } } }
  writer.tag(FIELD.value.type, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).fork()
  writer.tag(1, WireType.Varint).int32(dataType).tag(2, WireType.LengthDelimited).fork()
  for (const dim of dims) {
    writer.tag(1, WireType.LengthDelimited).fork()
    if (typeof dim === 'number') writer.tag(1, WireType.Varint).int64(dim)
    else writer.tag(2, WireType.LengthDelimited).string(dim)
    writer.join()
  }
  return { name, encoded: writer.join().join().join().finish() }
}

/** AttributeProto.AttributeType */
const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, ints: 7 }

/** What an attribute can hold. A plain number is a whole one (INT); a FLOAT is given as `{ float }`. */
export type AttributeValue = number | string | readonly number[] | { readonly float: number }

/** An attribute of a node. */
export function newAttribute(name: string, value: AttributeValue): OnnxAttribute {
  const writer = new BinaryWriter()
  writer.tag(FIELD.attribute.name, WireType.LengthDelimited).string(name)
  const type = writeAttributeValue(writer, value)
  writer.tag(FIELD.attribute.type, WireType.Varint).int32(type)
  return { name, encoded: writer.finish() }
}

/** Returns the type written. */
function writeAttributeValue(writer: BinaryWriter, value: AttributeValue): number {
  if (typeof value === 'number') {
    // Zero is what a reader takes where nothing is written (protobuf.dev, field presence); so is the empty domain below.
    if (value !== 0) writer.tag(FIELD.attribute.int, WireType.Varint).int64(value)
    return ATTRIBUTE_TYPE.int
  }
  if (typeof value === 'string') {
    writer.tag(FIELD.attribute.string, WireType.LengthDelimited).string(value)
    return ATTRIBUTE_TYPE.string
  }
  if ('float' in value) {
    writer.tag(FIELD.attribute.float, WireType.Bit32).float(value.float)
    return ATTRIBUTE_TYPE.float
  }
  for (const item of value) writer.tag(FIELD.attribute.ints, WireType.Varint).int64(item)
  return ATTRIBUTE_TYPE.ints
}

/** Which operators a graph is written in: those of `domain` in this version. The empty domain is ONNX's own. */
export function newOperatorSet(domain: string, version: number): Uint8Array {
  const writer = new BinaryWriter()
  if (domain !== '') writer.tag(1, WireType.LengthDelimited).string(domain)
  return writer.tag(2, WireType.Varint).int64(version).finish()
}
