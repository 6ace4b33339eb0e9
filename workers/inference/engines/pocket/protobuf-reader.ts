import { MynaError } from '../../../../src/protocol/errors'

/** One field of a protobuf message, as a range of the bytes it lies in. */
export interface ProtobufField {
  readonly number: number
  /** Value of a varint field (exact below 2^53), else 0. */
  readonly value: number
  /** Payload, half open; of a varint field its own bytes. */
  readonly start: number
  readonly end: number
}

const VARINT = 0
const FIXED_64 = 1
const LENGTH_DELIMITED = 2
const FIXED_32 = 5

/**
 * Walks the fields of a message without copying (wire format: protobuf.dev/programming-guides/encoding). Throws
 * `model-invalid` when the bytes end inside a field or a wire type is unknown.
 */
export function* protobufFields(bytes: Uint8Array, start = 0, end = bytes.length): Generator<ProtobufField, void, undefined> {
  let at = start

  function varint(): number {
    let value = 0
    // 64 bits take ten groups of seven at most.
    for (let group = 0; group < 10; group++) {
      const byte = at < end ? bytes[at++] : undefined
      if (byte === undefined) throw new MynaError('model-invalid', 'the file ends inside a number')
      value += (byte & 0x7f) * 2 ** (7 * group)
      if (byte < 0x80) return value
    }
    throw new MynaError('model-invalid', 'a number has more than 64 bits')
  }

  function payloadEnd(wireType: number): number {
    switch (wireType) {
      case FIXED_64:
        return at + 8
      case LENGTH_DELIMITED: {
        const length = varint()
        return at + length
      }
      case FIXED_32:
        return at + 4
      default:
        throw new MynaError('model-invalid', `wire type ${wireType} is unknown`)
    }
  }

  while (at < end) {
    const tag = varint()
    const number = Math.floor(tag / 8)
    const wireType = tag % 8
    if (wireType === VARINT) {
      const from = at
      yield { number, value: varint(), start: from, end: at }
      continue
    }
    const to = payloadEnd(wireType)
    if (to > end) throw new MynaError('model-invalid', `field ${number} reaches past the end`)
    yield { number, value: 0, start: at, end: to }
    at = to
  }
}
