import type { TensorValue } from '../../../runtime/tensor'
import type { StateEntry } from './published/bundle'

/** Values of a carried tensor before the first call, as its entry in the bundle says. The caller owns the tensor. */
export function initialTensor({ dtype, shape, fill }: StateEntry): TensorValue {
  const size = shape.reduce((product, dim) => product * dim, 1)
  switch (dtype) {
    case 'float32':
      return { type: dtype, data: new Float32Array(size).fill(fill === 'nan' ? NaN : fill === 'ones' ? 1 : 0), dims: shape }
    case 'int64':
      return { type: dtype, data: new BigInt64Array(size).fill(fill === 'ones' ? 1n : 0n), dims: shape }
    case 'bool':
      return { type: dtype, data: new Uint8Array(size).fill(fill === 'ones' ? 1 : 0), dims: shape }
  }
}
