import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { describe, expect, it } from 'vitest'
import { readOnnxModel } from './onnx-reader'

type Write = (writer: BinaryWriter) => unknown

/** A message field (field numbers of onnx.proto). */
const message = (field: number, write: Write) => (writer: BinaryWriter) => {
  writer.tag(field, WireType.LengthDelimited).fork()
  write(writer)
  writer.join()
}
const text = (field: number, value: string) => (writer: BinaryWriter) => writer.tag(field, WireType.LengthDelimited).string(value)
const all = (...parts: Write[]) => (writer: BinaryWriter) => { parts.forEach((part) => part(writer)) }

function fileOf(...graphParts: Write[]): Uint8Array {
  const writer = new BinaryWriter()
  writer.tag(1, WireType.Varint).int64(8)
  message(7, all(...graphParts))(writer)
  return writer.finish()
}

const read = (data: Uint8Array) => readOnnxModel({ path: 'file', data })
const node = (...parts: Write[]) => message(1, all(text(1, 'x'), text(2, 'y'), text(3, 'n'), text(4, 'Identity'), ...parts))

describe('reading an .onnx file', () => {
  it.each([
    ['weights in another file', fileOf(message(5, message(13, text(1, 'location'))))],
    ['a sparse tensor', fileOf(message(15, text(1, 'values')))],
    ['a graph within a node', fileOf(node(message(5, all(text(1, 'then_branch'), message(6, text(2, 'inner'))))))],
    ['a function', Uint8Array.of(...fileOf(), 0xca, 0x01, 0x00)],
    ['a length past the end', Uint8Array.of(0x3a, 0x7f, 0x0a)],
    ['no graph', Uint8Array.of(0x08, 0x08)],
  ])('gives null for what an edit would lose: %s', (_, data) => {
    expect(read(data)).toBeNull()
  })

  it('takes nodes apart and drops hints and texts', () => {
    const model = read(fileOf(node(text(6, 'a remark')), text(10, 'a text'), message(13, text(1, 'hint'))))
    expect(model?.graph.nodes).toEqual([{ name: 'n', opType: 'Identity', inputs: ['x'], outputs: ['y'], attributes: [], domain: '' }])
  })

  it('gives weights as views of the file', () => {
    const values = Uint8Array.of(1, 2, 3, 4)
    const data = fileOf(message(5, all(text(8, 'w'), (writer) => writer.tag(1, WireType.Varint).int64(4).tag(2, WireType.Varint).int32(3).tag(9, WireType.LengthDelimited).bytes(values))))
    const [tensor] = read(data)?.graph.initializers ?? []
    expect(tensor).toMatchObject({ name: 'w', dims: [4], dataType: 3 })
    expect(tensor?.raw?.buffer).toBe(data.buffer)
    expect(tensor?.raw).toEqual(values)
  })
})
