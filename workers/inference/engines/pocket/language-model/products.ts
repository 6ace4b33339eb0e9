import type { KernelMemory } from '../../../../kernels/kernel-memory'
import type { StoredMatrix } from '../../../../formats/weights'

/** A matrix, and what its outputs start from, made ready to multiply by. */
export interface Product {
  /** Values in a row of results: the outputs, filled up to a multiple of 4. */
  readonly stride: number
  /**
   * to = start + matrix · from, for each of `rows` rows of `from`, which lie close; with `accumulate` on top of what was
   * there. Addresses of float32 values in the kernels' memory.
   */
  apply(from: number, rows: number, to: number, accumulate?: boolean): void
}

/** Makes products out of stored matrices. */
export interface Products {
  /** `start` is null for zeros. Errors: `model-invalid` for sizes that cannot be computed, `out-of-memory`. */
  load(matrix: StoredMatrix, start: Float32Array | null): Product
}

/** Copies a vector into the kernels' memory and gives its address. Errors: `out-of-memory`. */
export function placeVector(memory: KernelMemory, vector: Float32Array): number {
  const address = memory.allocate(4 * vector.length)
  memory.float32(address, vector.length).set(vector)
  return address
}
