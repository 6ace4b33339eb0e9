import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { MynaError } from '../../src/shared/protocol/errors'

/** One field of a protobuf message, as a range of the bytes it lies in. */
export interface ProtobufField {
  readonly number: number
  /** Value of a varint field (exact below 2^53), else 0. */
  readonly value: number
  /** Payload, half open; of a varint field its own bytes. */
  readonly start: number
  readonly end: number
}

/**
 * Walks the fields of a message without copying (wire format: protobuf.dev/programming-guides/encoding). Throws
 * `model-invalid` when the bytes end inside a field or are no protobuf.
 */
export function* protobufFields(bytes: Uint8Array, start = 0, end = bytes.length): Generator<ProtobufField, void, undefined> {
  const reader = new BinaryReader(bytes.subarray(start, end))
  while (reader.pos < reader.len) yield nextField(reader, start)
}

/** The numbers in a varint field's own bytes, or in the payload of a packed one. Throws `model-invalid`. */
export function protobufNumbers(bytes: Uint8Array): readonly number[] {
  const reader = new BinaryReader(bytes)
  const numbers: number[] = []
  while (reader.pos < reader.len) numbers.push(checked(reader, 0, () => Number(reader.int64())))
  return numbers
}

function nextField(reader: BinaryReader, offset: number): ProtobufField {
  return checked(reader, offset, () => {
    const [number, wireType] = reader.tag()
    if (wireType === WireType.Varint) {
      const start = offset + reader.pos
      return { number, value: Number(reader.int64()), start, end: offset + reader.pos }
    }
    const { length } = wireType === WireType.LengthDelimited ? reader.bytes() : reader.skip(wireType, number)
    return { number, value: 0, start: offset + reader.pos - length, end: offset + reader.pos }
  })
}

/** Whatever the reader says against the bytes means that they are no such file. */
function checked<T>(reader: BinaryReader, offset: number, read: () => T): T {
  try {
    return read()
  } catch (thrown) {
    throw new MynaError('model-invalid', `no protobuf at byte ${offset + reader.pos}`, { cause: thrown })
  }
}
