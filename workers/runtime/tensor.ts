/** Tensors as engines see them: plain values, so that no engine depends on the runtime's own class. */
export type TensorValue =
  | { readonly type: 'float32'; readonly data: Float32Array; readonly dims: readonly number[] }
  | { readonly type: 'int32'; readonly data: Int32Array; readonly dims: readonly number[] }
  | { readonly type: 'int64'; readonly data: BigInt64Array; readonly dims: readonly number[] }
  | { readonly type: 'bool'; readonly data: Uint8Array; readonly dims: readonly number[] }

function checkSize(length: number, dims: readonly number[]): void {
  const expected = dims.reduce((product, dim) => product * dim, 1)
  if (length !== expected) throw new RangeError(`${length} values cannot fill a tensor of shape [${dims.join(', ')}]`)
}

/** A float32 tensor over `data` (not copied). Throws RangeError when the size does not fit `dims`. */
export function float32(data: Float32Array, dims: readonly number[]): TensorValue {
  checkSize(data.length, dims)
  return { type: 'float32', data, dims }
}

/** An int64 tensor. Throws RangeError when the size does not fit `dims`. */
export function int64(values: Iterable<number | bigint>, dims: readonly number[]): TensorValue {
  const data = BigInt64Array.from([...values].map((value) => BigInt(value)))
  checkSize(data.length, dims)
  return { type: 'int64', data, dims }
}

/** A bool tensor, one byte per value. Throws RangeError when the size does not fit `dims`. */
export function bool(values: Iterable<boolean | number>, dims: readonly number[]): TensorValue {
  const data = Uint8Array.from([...values].map(Number))
  checkSize(data.length, dims)
  return { type: 'bool', data, dims }
}

/** The values of a float32 tensor. Throws TypeError for any other type. */
export function floats(tensor: TensorValue | undefined): Float32Array {
  if (tensor?.type !== 'float32') throw new TypeError(`a float32 tensor was expected, got ${tensor?.type ?? 'nothing'}`)
  return tensor.data
}
