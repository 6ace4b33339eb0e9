import { MynaError } from '../../src/shared/protocol/errors'
import type { Gelu } from './checkpoint/pocket-sizes'

/** A matrix as a file keeps it. Only read; its values are views of the file where they can be. */
export interface StoredMatrix {
  readonly outputs: number
  readonly inputs: number
  /** [inputs, outputs] or [outputs, inputs], as `inputsFirst` says. */
  readonly values: Int8Array | Float32Array
  readonly inputsFirst: boolean
  /** What one step of int8 values is worth: one for all, or one per output. Empty for float32 values. */
  readonly scales: Float32Array
}

/** Any tensor in float32, in C order. Only read. */
export interface StoredTensor {
  readonly dims: readonly number[]
  readonly values: Float32Array
}

/**
 * Weights of a model by their names in its publisher's checkpoint, whatever file they came in. `matrix` and `tensor` throw
 * `model-invalid` where there is none of that name, or one that is kept in an unknown way.
 */
export interface WeightSource {
  /** What their publisher's code computes between them. */
  readonly gelu: Gelu
  /** The shape that the checkpoint's tensor of that whole name has, a matrix's [outputs, inputs]; undefined where there is none. */
  shapeOf(name: string): readonly number[] | undefined
  /** What a linear layer multiplies by; `name` is without the `.weight` at its end. */
  matrix(name: string): StoredMatrix
  /** Any other tensor, by its whole name. */
  tensor(name: string): StoredTensor
}

/** The values of a tensor that has to be of this size. Errors: those of {@link WeightSource}, `model-mismatch`. */
export function vectorOf(weights: WeightSource, name: string, length?: number): Float32Array {
  const { dims, values } = weights.tensor(name)
  if (length === undefined || values.length === length) return values
  throw new MynaError('model-mismatch', `${name} is [${dims.join(', ')}], not ${length} values`)
}

/** A convolution's kernel of three dimensions and how big each is. Errors: those of {@link WeightSource}, `model-mismatch`. */
export function kernelOf(weights: WeightSource, name: string): { readonly dims: readonly [number, number, number]; readonly values: Float32Array } {
  const { dims, values } = weights.tensor(name)
  const [a, b, c] = dims
  if (dims.length === 3 && a && b && c) return { dims: [a, b, c], values }
  throw new MynaError('model-mismatch', `${name} is [${dims.join(', ')}], no convolution over time`)
}

/** The value of a stored matrix at a place. */
export function valueAt({ inputs, outputs, values, inputsFirst, scales }: StoredMatrix): (input: number, output: number) => number {
  const at = inputsFirst ? (input: number, output: number) => values[input * outputs + output] ?? NaN : (input: number, output: number) => values[output * inputs + input] ?? NaN
  const [scale = 1] = scales
  if (scales.length === 0) return at
  return scales.length === 1 ? (input, output) => at(input, output) * scale : (input, output) => at(input, output) * (scales[output] ?? NaN)
}
