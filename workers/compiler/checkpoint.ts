import { MynaError } from '../../src/shared/protocol/errors'
import { widenBfloat16, widenFloat16 } from '../formats/half-floats'
import type { StoredMatrix } from '../formats/weights'
import { headerLength, LENGTH_BYTES, parseHeader, type TensorEntry } from '../formats/safetensors'

/** Bytes that are read piece by piece: a `Blob` or `File`, or a file on disk that looks like one. */
export interface ByteSource {
  readonly size: number
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

/** The weights that a model was published as. */
export interface Checkpoint {
  /** Undefined where there is no such tensor. */
  shapeOf(name: string): readonly number[] | undefined
  /**
   * The values of a tensor in float32, in C order; the caller owns them. Errors: `model-mismatch` where it lacks, has
   * another shape or other numbers than floating ones; what reading the source throws.
   */
  read(name: string, shape: readonly number[]): Promise<Float32Array>
  /** The tensor where it is a matrix that is kept in 8 bits, else null. Absent where none is. */
  stored?(name: string): StoredMatrix | null
}

/** Bytes per value and how to widen the types that checkpoints come in. */
const FLOAT_TYPES: Readonly<Record<string, { readonly bytes: number; readonly widen: (data: ArrayBuffer) => Float32Array }>> = {
  F32: { bytes: 4, widen: (data) => new Float32Array(data) },
  F16: { bytes: 2, widen: (data) => widenFloat16(new Uint16Array(data)) },
  BF16: { bytes: 2, widen: (data) => widenBfloat16(new Uint16Array(data)) },
}

/**
 * Opens a .safetensors file. Only its header is read now and of the tensors only those that are asked for, one at a time:
 * the file may be larger than memory. Errors: `model-invalid`.
 */
export async function readCheckpoint(source: ByteSource): Promise<Checkpoint> {
  const length = headerLength(await source.slice(0, Math.min(LENGTH_BYTES, source.size)).arrayBuffer(), source.size)
  const header = await source.slice(LENGTH_BYTES, LENGTH_BYTES + length).arrayBuffer()
  const tensors = parseHeader(header, source.size)
  return {
    shapeOf: (name) => tensors.get(name)?.shape,
    async read(name, shape) {
      const entry = tensors.get(name)
      if (entry === undefined) throw new MynaError('model-mismatch', `the checkpoint has no tensor ${name}`)
      if (shape.join() !== entry.shape.join()) {
        throw new MynaError('model-mismatch', `${name} is [${entry.shape.join(', ')}], [${shape.join(', ')}] was expected`)
      }
      return widen(name, entry, await source.slice(entry.start, entry.end).arrayBuffer())
    },
  }
}

function widen(name: string, { dtype, shape, start, end }: TensorEntry, data: ArrayBuffer): Float32Array {
  const type = FLOAT_TYPES[dtype]
  if (type === undefined) throw new MynaError('model-mismatch', `${name} holds ${dtype}, not floating-point numbers`)
  const count = shape.reduce((product, dim) => product * dim, 1)
  if (end - start !== count * type.bytes || data.byteLength !== end - start) {
    throw new MynaError('model-invalid', `${name} has ${data.byteLength} bytes for ${count} values of ${dtype}`)
  }
  return type.widen(data)
}
