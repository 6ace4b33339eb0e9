import type { DeclaredWeight, Matrix, Product } from './graph-builder'

/** Products in float32, with the matrix stored [inputs, outputs] under its own name. */
export const plainProduct: Product = (g, x, matrix) => {
  const weight = g.once(matrix.name, () => g.declare(turned(matrix, '', 'float32', (values) => transposed(values, matrix))))
  return g.op('MatMul', [x, weight])
}

/** Declares a matrix that is stored [inputs, outputs]. */
export function turned({ name, inputs, outputs }: Matrix, suffix: string, type: DeclaredWeight['type'], make: DeclaredWeight['make']): DeclaredWeight {
  return { name: `${name}${suffix}`, type, dims: [inputs, outputs], source: { name, shape: [outputs, inputs] }, make }
}

/** W [outputs, inputs] → Wᵀ [inputs, outputs]. */
export function transposed(values: Float32Array, { inputs, outputs }: Pick<Matrix, 'inputs' | 'outputs'>): Float32Array {
  const result = new Float32Array(values.length)
  for (let row = 0; row < outputs; row++) {
    for (let column = 0; column < inputs; column++) result[column * outputs + row] = values[row * inputs + column] ?? 0
  }
  return result
}
