import { MynaError } from '../../../../../src/shared/protocol/errors'

/** Weights of the codec, by the names that Kyutai's checkpoint gives them. Everything given is only read. */
export interface CodecWeights {
  /** Any tensor but a linear layer's, e.g. `mimi.decoder.model.0.conv.weight`, in row-major order. Errors: `model-mismatch`. */
  tensor(name: string): CodecTensor
  /** A linear layer's matrix, e.g. `mimi.decoder_transformer.transformer.layers.0.linear1.weight`. Errors: `model-mismatch`. */
  linear(name: string): LinearWeight
}

export interface CodecTensor {
  readonly dims: readonly number[]
  readonly values: Float32Array
}

/** A matrix in whatever order and precision it is stored. */
export interface LinearWeight {
  readonly inputs: number
  readonly outputs: number
  readonly at: (input: number, output: number) => number
}

/** The values of a tensor that has to be of this size. Errors: `model-mismatch`. */
export function valuesOf(weights: CodecWeights, name: string, size: number): Float32Array {
  const { dims, values } = weights.tensor(name)
  if (values.length !== size) throw new MynaError('model-mismatch', `${name} is [${dims.join(', ')}], not ${size} values`)
  return values
}

/** A convolution's kernel of three dimensions and how big each is. Errors: `model-mismatch`. */
export function kernelOf(weights: CodecWeights, name: string): { readonly dims: readonly [number, number, number]; readonly values: Float32Array } {
  const { dims, values } = weights.tensor(name)
  const [a, b, c] = dims
  if (dims.length === 3 && a && b && c) return { dims: [a, b, c], values }
  throw new MynaError('model-mismatch', `${name} is [${dims.join(', ')}], no convolution over time`)
}
