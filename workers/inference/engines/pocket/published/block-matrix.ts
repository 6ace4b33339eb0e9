import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { OnnxGraph, OnnxNode, OnnxTensor } from '../../../../formats/onnx-model'
import { protobufFields } from '../../../../formats/protobuf-reader'
import { float32Values } from '../../../../formats/onnx-values'
import type { StoredMatrix } from '../../../../formats/weights'

/** AttributeProto: its integer (onnx.proto). */
const INTEGER = 3

/**
 * Widens a matrix of ONNX Runtime's MatMulNBits: `packed` [outputs, blocks, bytes], numbers of 4 or 8 bits with half of their
 * range added, of two in a byte the first in the lower half; one of `scales` for each block. Errors: `model-invalid`.
 */
export function blockMatrix(packed: OnnxTensor, scales: OnnxTensor, graphs: readonly OnnxGraph[]): StoredMatrix {
  const node = graphs.flatMap(({ nodes }) => nodes).find(({ opType, inputs }) => opType === 'MatMulNBits' && inputs[1] === packed.name)
  const [inputs, outputs, bits, blockSize] = ['K', 'N', 'bits', 'block_size'].map((name) => (node ? integerOf(node, name) : 0)) as [number, number, number, number]
  const blocks = Math.ceil(inputs / blockSize)
  const steps = float32Values(scales)
  const { raw } = packed
  if (!(bits === 4 || bits === 8) || raw?.length !== (outputs * blocks * blockSize * bits) / 8 || steps?.length !== outputs * blocks) {
    throw new MynaError('model-invalid', `${packed.name} is no matrix of 4- or 8-bit blocks`)
  }
  const half = 2 ** (bits - 1)
  const perByte = 8 / bits
  const values = new Float32Array(outputs * inputs)
  for (let row = 0; row < outputs; row++) {
    for (let column = 0; column < inputs; column++) {
      const block = row * blocks + Math.floor(column / blockSize)
      const place = block * blockSize + (column % blockSize)
      const stored = ((raw[Math.floor(place / perByte)] ?? 0) >> (bits * (place % perByte))) & (2 * half - 1)
      values[row * inputs + column] = (stored - half) * (steps[block] ?? NaN)
    }
  }
  return { outputs, inputs, values, inputsFirst: false, scales: new Float32Array(0) }
}

function integerOf({ attributes }: OnnxNode, name: string): number {
  const encoded = attributes.find((attribute) => attribute.name === name)?.encoded
  return (encoded && [...protobufFields(encoded)].find(({ number }) => number === INTEGER)?.value) ?? 0
}
