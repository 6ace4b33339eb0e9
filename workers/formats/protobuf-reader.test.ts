import { describe, expect, it } from 'vitest'
import { protobufFields, protobufNumbers } from './protobuf-reader'

const invalid = expect.objectContaining({ code: 'model-invalid' }) as unknown

describe('walking a protobuf message', () => {
  it.each([
    ['a number that does not end', [0x08, 0xff]],
    ['a number of more than 64 bits', [0x08, ...Array.from({ length: 11 }, () => 0xff)]],
    ['a payload past the end', [0x0a, 0x03, 1, 2]],
    ['four bytes that are two', [0x0d, 1, 2]],
    ['an unknown wire type', [0x0f]],
    ['field number 0', [0x00, 0x01]],
  ])('refuses %s', (_, bytes) => {
    expect(() => [...protobufFields(Uint8Array.from(bytes))]).toThrow(invalid)
  })

  it('refuses packed numbers that do not end', () => {
    expect(() => protobufNumbers(Uint8Array.of(1, 0x80))).toThrow(invalid)
  })

  it('tells number, value and place of every field, inside a range of the bytes', () => {
    // Field 1 = 300, field 2 = three bytes, field 3 = a float, field 4 = a double; a byte that does not belong before and after.
    const bytes = Uint8Array.of(9, 0x08, 0xac, 0x02, 0x12, 0x03, 7, 8, 9, 0x1d, 0, 0, 0, 0, 0x21, 0, 0, 0, 0, 0, 0, 0, 0, 9)
    expect([...protobufFields(bytes, 1, bytes.length - 1)]).toEqual([
      { number: 1, value: 300, start: 2, end: 4 },
      { number: 2, value: 0, start: 6, end: 9 },
      { number: 3, value: 0, start: 10, end: 14 },
      { number: 4, value: 0, start: 15, end: 23 },
    ])
  })

  it('reads a varint and a packed list alike', () => {
    expect(protobufNumbers(Uint8Array.of(0xac, 0x02))).toEqual([300])
    expect(protobufNumbers(Uint8Array.of(1, 0xac, 0x02, 3))).toEqual([1, 300, 3])
  })
})
