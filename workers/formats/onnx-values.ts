import { ELEMENT_TYPE, type OnnxTensor } from './onnx-model'
import { widenFloat16 } from './half-floats'
import { protobufFields, protobufNumbers } from './protobuf-reader'

/** TensorProto: float_data and int32_data, where small tensors may keep their values instead of as raw bytes. */
const FLOAT_DATA = 4
const INT32_DATA = 5

/** The values of a float32, float16 or int8 tensor, in memory of their own; null for other types. */
export function float32Values({ dataType, raw, encoded }: OnnxTensor): Float32Array | null {
  if (dataType === ELEMENT_TYPE.float32) {
    const bytes = raw ?? concatenated(payloads(encoded, FLOAT_DATA))
    return bytes.length % 4 === 0 ? new Float32Array(new Uint8Array(bytes).buffer) : null
  }
  if (dataType === ELEMENT_TYPE.float16) return raw && widenFloat16(new Uint16Array(new Uint8Array(raw).buffer))
  if (dataType !== ELEMENT_TYPE.int8) return null
  if (raw !== null) return Float32Array.from(new Int8Array(raw.buffer, raw.byteOffset, raw.length))
  return Float32Array.from(payloads(encoded, INT32_DATA).flatMap(protobufNumbers))
}

/** The values of an int8 or uint8 tensor as bytes, a view of the file's memory where they lie together there; null for other types. */
export function byteValues({ dataType, raw, encoded }: OnnxTensor): Uint8Array | null {
  if (dataType !== ELEMENT_TYPE.int8 && dataType !== ELEMENT_TYPE.uint8) return null
  return raw ?? Uint8Array.from(payloads(encoded, INT32_DATA).flatMap(protobufNumbers))
}

function payloads(message: Uint8Array | null, field: number): readonly Uint8Array[] {
  if (message === null) return []
  return [...protobufFields(message)].filter(({ number }) => number === field).map(({ start, end }) => message.subarray(start, end))
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}
