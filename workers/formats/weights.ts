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

/**
 * Weights of a language model and its flow, by their names in Kyutai's checkpoint. Both throw `model-invalid` where there
 * is none of that name, or one that is kept in an unknown way.
 */
export interface WeightSource {
  /** `name` without the `.weight` at its end. */
  matrix(name: string): StoredMatrix
  vector(name: string): Float32Array
  /** Whether there is a vector of that name. */
  has(name: string): boolean
}
