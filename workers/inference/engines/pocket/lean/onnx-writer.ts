import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { FIELD, type OnnxModel, type OnnxNode, type OnnxTensor, type OnnxValue } from './onnx-model'

/** Smaller tensors stay in the model: they may be shapes or axes, which the runtime wants to see while it loads. */
const SMALLEST_OUTSIDE = 1024

/** TensorProto.DataLocation EXTERNAL. */
const EXTERNAL = 1

/**
 * The bytes of an .onnx file whose weights stay where they are: a tensor that is a view of a weight file is written as
 * a reference to its place there, so the result is small, whatever the model's size. The runtime must be given the weight
 * files under their paths.
 */
export function encodeOnnxModel({ irVersion, opsets, graph }: OnnxModel, producer: string): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter()
  writer.tag(FIELD.model.irVersion, WireType.Varint).int64(irVersion)
  writer.tag(FIELD.model.producerName, WireType.LengthDelimited).string(producer)
  for (const opset of opsets) writer.tag(FIELD.model.opset, WireType.LengthDelimited).bytes(opset)
  writer.tag(FIELD.model.graph, WireType.LengthDelimited).fork()
  for (const node of graph.nodes) writeNode(writer, node)
  writer.tag(FIELD.graph.name, WireType.LengthDelimited).string('main_graph')
  for (const tensor of graph.initializers) writeTensor(writer, tensor)
  for (const { encoded } of graph.inputs) writer.tag(FIELD.graph.input, WireType.LengthDelimited).bytes(encoded)
  for (const { encoded } of graph.outputs) writer.tag(FIELD.graph.output, WireType.LengthDelimited).bytes(encoded)
  return writer.join().finish()
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
  writer.tag(FIELD.graph.initializer, WireType.LengthDelimited)
  if (raw === null || file === null || raw.length < SMALLEST_OUTSIDE) {
    // Of a repeated or renamed field the last value counts (protobuf.dev, "last one wins"): the name may have changed.
    writer.fork().raw(encoded).tag(FIELD.tensor.name, WireType.LengthDelimited).string(name).join()
    return
  }
  writer.fork()
  for (const dim of dims) writer.tag(FIELD.tensor.dims, WireType.Varint).int64(dim)
  writer.tag(FIELD.tensor.dataType, WireType.Varint).int32(dataType)
  writer.tag(FIELD.tensor.name, WireType.LengthDelimited).string(name)
  const place = { location: file.path, offset: raw.byteOffset - file.data.byteOffset, length: raw.length }
  for (const [key, value] of Object.entries(place)) {
    writer.tag(FIELD.tensor.externalData, WireType.LengthDelimited).fork()
    writer.tag(1, WireType.LengthDelimited).string(key).tag(2, WireType.LengthDelimited).string(String(value)).join()
  }
  writer.tag(FIELD.tensor.dataLocation, WireType.Varint).int32(EXTERNAL).join()
}

/** A tensor with values of its own. */
export function newTensor(name: string, dataType: number, dims: readonly number[], values: Float32Array | BigInt64Array): OnnxTensor {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  const writer = new BinaryWriter()
  for (const dim of dims) writer.tag(FIELD.tensor.dims, WireType.Varint).int64(dim)
  writer.tag(FIELD.tensor.dataType, WireType.Varint).int32(dataType)
  writer.tag(FIELD.tensor.rawData, WireType.LengthDelimited).bytes(raw)
  return { name, dataType, dims, raw, encoded: writer.finish(), file: null }
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

/** An attribute with a whole number (AttributeProto: i 3, type 20 = INT 2). */
export function integerAttribute(name: string, value: number): { readonly name: string; readonly encoded: Uint8Array } {
  const writer = new BinaryWriter()
  writer.tag(FIELD.attribute.name, WireType.LengthDelimited).string(name)
  writer.tag(3, WireType.Varint).int64(value).tag(20, WireType.Varint).int32(2)
  return { name, encoded: writer.finish() }
}
