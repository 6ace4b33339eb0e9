import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Kernels } from '../../../../kernels/kernels'
import type { Product, Products } from './products'
import type { StoredMatrix } from '../../../../formats/weights'

/** Inputs are read 16 at a time, outputs computed 4 at a time. */
const INPUT_GRAIN = 16
const OUTPUT_GRAIN = 4
/** Weights of one output that lie together; see assembly/int8-product.ts. */
const RUN = 8

/**
 * Products with int8 weights and activations of 13 to 16 bits: each row of activations is scaled so that no sum can leave
 * int32, so the shorter a sum, the finer its activations. Weights that come in float32 are rounded to int8, with a scale per output.
 *
 * @param most the longest row and the largest number of rows that will be multiplied at once
 */
export function createInt8Products({ run, memory }: Kernels, most: { readonly inputs: number; readonly rows: number }): Products {
  const activations = memory.allocate(2 * most.inputs * most.rows)
  const activationScales = memory.allocate(4 * most.rows)

  return {
    load(matrix, start): Product {
      const { inputs, outputs } = matrix
      if (inputs % INPUT_GRAIN !== 0 || inputs > most.inputs) throw new MynaError('model-invalid', `a matrix with ${inputs} inputs`)
      const stride = Math.ceil(outputs / OUTPUT_GRAIN) * OUTPUT_GRAIN
      const weights = memory.allocate(stride * inputs)
      const scales = memory.allocate(4 * stride)
      const starts = memory.allocate(4 * stride)
      const rounded = asInt8(matrix)
      pack(rounded.values, matrix, memory.int8(weights, stride * inputs))
      memory.float32(scales, outputs).set(rounded.scales)
      if (start !== null) memory.float32(starts, outputs).set(start)
      const range = largestActivation(inputs)
      return {
        stride,
        apply(from, rows, to, accumulate = false) {
          run.quantiseGroups(from, rows, inputs, inputs, range, activations, inputs, activationScales, 1)
          run.multiplyInt8(activations, activationScales, weights, scales, starts, to, rows, outputs, inputs, accumulate ? 1 : 0)
        },
      }
    },
  }
}

/** The largest int16 for which `inputs` products with int8 values add up to less than 2^31. */
export function largestActivation(inputs: number): number {
  return Math.min(2 ** 15 - 1, Math.floor((2 ** 31 - 1) / (128 * inputs)))
}

/** An int8 matrix as the file has it, or the nearest one to a float32 matrix. */
function asInt8(matrix: StoredMatrix): { readonly values: Int8Array; readonly scales: Float32Array } {
  const { outputs, values, scales } = matrix
  if (values instanceof Int8Array) return { values, scales: scales.length === outputs ? scales : new Float32Array(outputs).fill(scales[0] ?? 0) }
  return rounded(values, matrix)
}

/** Symmetric: an output's largest weight becomes 127. Loops, since callbacks take 26 s for the 75 million weights of the largest model. */
function rounded(values: Float32Array, { inputs, outputs, inputsFirst }: StoredMatrix): { readonly values: Int8Array; readonly scales: Float32Array } {
  const [outputStep, inputStep] = inputsFirst ? [1, outputs] : [inputs, 1]
  const whole = new Int8Array(values.length)
  const scales = new Float32Array(outputs)
  for (let output = 0; output < outputs; output++) {
    const start = output * outputStep
    const end = start + inputs * inputStep
    let largest = 0
    for (let at = start; at < end; at += inputStep) largest = Math.max(largest, Math.abs(values[at] ?? NaN))
    scales[output] = largest / 127
    const scale = (scales[output] ?? 0) || 1
    for (let at = start; at < end; at += inputStep) whole[at] = Math.round((values[at] ?? 0) / scale)
  }
  return { values: whole, scales }
}

/** Writes a matrix in the kernels' order, along the file's own order, so that each of its cache lines is read once. */
function pack(values: Int8Array, { inputs, outputs, inputsFirst }: StoredMatrix, packed: Int8Array): void {
  const [outputStep, inputStep] = inputsFirst ? [1, outputs] : [inputs, 1]
  for (let block = 0; block < inputs; block += RUN) {
    for (let o = 0; o < outputs; o++) {
      const place = o % OUTPUT_GRAIN
      const to = (o - place) * inputs + block * OUTPUT_GRAIN + place * RUN
      const from = o * outputStep + block * inputStep
      for (let i = 0; i < RUN; i++) packed[to + i] = values[from + i * inputStep] ?? 0
    }
  }
}
