import type { StoredMatrix } from '../formats/weights'
import type { DeclaredWeight, GraphBuilder, Matrix, Product, Value } from './graph-builder'

/** Products in float32. The matrix is stored [inputs, outputs], which its name's suffix says. */
export const plainProduct: Product = (g, x, matrix) =>
  g.op('MatMul', [x, g.declare(turned(matrix, '_T', 'float32', (values) => transposed(values, matrix)))])

/** Products in float32 with a matrix that is only stored in 8 bits: the runtime widens it once, when it loads the graph. */
export const packedProduct: Product = (g, x, matrix) => {
  const { values, scale } = quantisedMatrix(g, matrix)
  return g.op('MatMul', [x, g.once(`wide ${matrix.name}`, () => g.op('Mul', [g.toFloat(values), scale]))])
}

/** Where latents enter and leave, and where the end is told: small matrices that 8 bits would save nothing on. */
const EDGES = new Set([
  'flow_lm.input_linear.weight',
  'flow_lm.z_proj.weight',
  'flow_lm.out_eos.weight',
  'flow_lm.speaker_proj_weight',
  'flow_lm.flow_net.input_proj.weight',
  'flow_lm.flow_net.final_layer.linear.weight',
])

/** The time embedding depends on the number of steps only: the runtime computes it once, when it loads the graph. */
const LOAD_TIME = /^flow_lm\.flow_net\.time_embed\./

/** A product everywhere but at the edges and where it is computed once. */
export function inside(product: Product): Product {
  return (g, x, matrix) => {
    if (EDGES.has(matrix.name)) return plainProduct(g, x, matrix)
    return (LOAD_TIME.test(matrix.name) ? packedProduct : product)(g, x, matrix)
  }
}

/**
 * Declares a matrix as int8 [inputs, outputs] and the scale [outputs] that its values are multiples of: those that it is kept
 * in where it is kept so.
 */
function quantisedMatrix(g: GraphBuilder, matrix: Matrix): { readonly values: Value; readonly scale: Value } {
  const rounded = (weights: Float32Array) => {
    const scales = rowScales(weights, matrix)
    return Int8Array.from(transposed(weights, matrix), (weight, i) => Math.round(weight / (scales[i % matrix.outputs] ?? 1)))
  }
  const values = g.declare({
    ...turned(matrix, '_quantized', 'int8', rounded),
    makeExact: (stored) => (stored.inputsFirst ? stored.values : transposed(stored.values, matrix)),
  })
  const source = { name: matrix.name, shape: [matrix.outputs, matrix.inputs] }
  const scale = g.declare({ name: `${matrix.name}_scale`, type: 'float32', dims: [matrix.outputs], source, make: (weights) => rowScales(weights, matrix), makeExact: storedScales })
  return { values, scale }
}

/** The scale of each output of a matrix that is kept in 8 bits. */
export function storedScales({ outputs, scales }: StoredMatrix): Float32Array {
  return scales.length === outputs ? scales : new Float32Array(outputs).fill(scales[0] ?? NaN)
}

/** What the largest weight of each row of [outputs, inputs] is divided by to become 127; 1 for a row of zeros. */
function rowScales(weights: Float32Array, { inputs, outputs }: Pick<Matrix, 'inputs' | 'outputs'>): Float32Array {
  const scales = new Float32Array(outputs)
  for (let row = 0; row < outputs; row++) {
    let largest = 0
    for (let i = row * inputs; i < (row + 1) * inputs; i++) largest = Math.max(largest, Math.abs(weights[i] ?? 0))
    scales[row] = largest === 0 ? 1 : largest / 127
  }
  return scales
}

/** Declares a matrix that is stored [inputs, outputs]. */
export function turned({ name, inputs, outputs }: Matrix, suffix: string, type: DeclaredWeight['type'], make: DeclaredWeight['make']): DeclaredWeight {
  return { name: `${name}${suffix}`, type, dims: [inputs, outputs], source: { name, shape: [outputs, inputs] }, make }
}

/** W [outputs, inputs] → Wᵀ [inputs, outputs]. */
export function transposed<T extends Float32Array | Int8Array>(values: T, { inputs, outputs }: Pick<Matrix, 'inputs' | 'outputs'>): T {
  const result = values.slice() as T
  for (let row = 0; row < outputs; row++) {
    for (let column = 0; column < inputs; column++) result[column * outputs + row] = values[row * inputs + column] ?? 0
  }
  return result
}
