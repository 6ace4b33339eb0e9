import { narrowFloat16 } from '../formats/half-floats'
import { ELEMENT_TYPE } from '../formats/onnx-model'
import type { StoredMatrix } from '../formats/weights'
import type { Matrix, Product } from './graph-builder'
import { storedScales, transposed, turned } from './products'

/** Weights that share one scale; MatMulNBits takes powers of two from 16 on. */
const BLOCK = 32
/** Half of the range of 8 bits: what stands for zero. */
const HALF = 128

/**
 * Products with 8-bit weights and one scale per {@link BLOCK} of them, by ONNX Runtime's MatMulNBits: activations stay float32.
 * Made for GPUs; WebAssembly computes it slowly. The matrix is stored [outputs, blocks, bytes]. One that is kept in 8 bits already
 * stays exactly what it is: all blocks of an output have its scale.
 */
export const blockProduct: Product = (g, x, matrix) => {
  const { name, inputs, outputs } = matrix
  const blocks = Math.ceil(inputs / BLOCK)
  const source = { name, shape: [outputs, inputs] }
  const values = g.declare({
    name: `${name}_blocks`, type: 'uint8', dims: [outputs, blocks, BLOCK], source,
    make: (weights) => packBlocks(weights, matrix),
    makeExact: repackBlocks,
  })
  const scales = g.declare({
    name: `${name}_scale`, type: 'float32', dims: [outputs * blocks], source,
    make: (weights) => blockScales(weights, matrix),
    makeExact: (stored) => repeated(storedScales(stored), blocks),
  })
  return g.op('com.microsoft:MatMulNBits', [x, values, scales], { K: inputs, N: outputs, bits: 8, block_size: BLOCK })
}

/**
 * Products in half precision, stored [inputs, outputs]; what goes in and comes out is float32, so that sums over many
 * layers, norms and attention keep their precision and range.
 */
export const halfProduct: Product = (g, x, matrix) => {
  const weight = g.declare(turned(matrix, '_half', 'float16', (weights) => narrowFloat16(transposed(weights, matrix))))
  const narrow = g.once(`half ${x}`, () => g.op('Cast', [x], { to: ELEMENT_TYPE.float16 }))
  return g.toFloat(g.op('MatMul', [narrow, weight]))
}

/** Calls `each` with every block of W [outputs, inputs]; the last one of a row may be shorter. */
function forEachBlock(weights: Float32Array, { inputs, outputs }: Matrix, each: (block: Float32Array, index: number) => void): void {
  const blocks = Math.ceil(inputs / BLOCK)
  for (let row = 0; row < outputs; row++) {
    for (let block = 0; block < blocks; block++) {
      const start = row * inputs + block * BLOCK
      each(weights.subarray(start, Math.min(start + BLOCK, (row + 1) * inputs)), row * blocks + block)
    }
  }
}

/** The weight of largest magnitude becomes the lowest number, of which there is one more than of positive ones. */
function blockScales(weights: Float32Array, matrix: Matrix): Float32Array {
  const scales = new Float32Array(matrix.outputs * Math.ceil(matrix.inputs / BLOCK))
  forEachBlock(weights, matrix, (block, index) => {
    const largest = block.reduce((most, weight) => (Math.abs(weight) > Math.abs(most) ? weight : most), 0)
    scales[index] = largest === 0 ? 1 : largest / -HALF
  })
  return scales
}

/** Numbers are stored with half of their range added. */
function packBlocks(weights: Float32Array, matrix: Matrix): Uint8Array {
  const scales = blockScales(weights, matrix)
  const packed = new Uint8Array(scales.length * BLOCK).fill(HALF)
  forEachBlock(weights, matrix, (block, index) => {
    const scale = scales[index] ?? 1
    block.forEach((weight, i) => { packed[index * BLOCK + i] = Math.min(2 * HALF - 1, Math.max(0, Math.round(weight / scale) + HALF)) })
  })
  return packed
}

/** The numbers of a matrix that is kept in 8 bits, in blocks. */
function repackBlocks({ inputs, outputs, values, inputsFirst }: StoredMatrix): Uint8Array {
  const padded = Math.ceil(inputs / BLOCK) * BLOCK
  const packed = new Uint8Array(outputs * padded).fill(HALF)
  for (let row = 0; row < outputs; row++) {
    for (let input = 0; input < inputs; input++) packed[row * padded + input] = (values[inputsFirst ? input * outputs + row : row * inputs + input] ?? 0) + HALF
  }
  return packed
}

/** Every value `times` times. */
function repeated(values: Float32Array, times: number): Float32Array {
  return Float32Array.from({ length: values.length * times }, (_, i) => values[Math.floor(i / times)] ?? 0)
}
