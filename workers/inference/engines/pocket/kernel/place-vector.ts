import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { KernelMemory } from '../../../../kernels/kernel-memory'

/** Copies a vector into the kernels' memory and gives its address. Errors: `model-invalid` when it is not `length` long. */
export function placeVector(memory: KernelMemory, vector: Float32Array, length = vector.length): number {
  if (vector.length !== length) throw new MynaError('model-invalid', `a vector has ${vector.length} values, ${length} expected`)
  const address = memory.allocate(4 * length)
  memory.float32(address, length).set(vector)
  return address
}
