import { MynaError } from '../../../src/shared/protocol/errors'
import { widenBfloat16, widenFloat16 } from '../half-floats'
import { headerLength, LENGTH_BYTES, parseHeader, type TensorEntry } from '../safetensors'
import type { WeightSource } from '../weights'
import type { Gelu } from './pocket-sizes'

/** Bytes that are read piece by piece: a `Blob` or `File`. */
export interface ByteSource {
  readonly size: number
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

/** A tensor of the checkpoint. */
export interface CheckpointTensor {
  readonly name: string
  readonly shape: readonly number[]
}

/** The weights that a model was published as. Nothing but what is asked for is read: the file may be larger than memory. */
export interface CheckpointFile extends Pick<WeightSource, 'gelu'> {
  /** Undefined where there is no such tensor. */
  shapeOf(name: string): readonly number[] | undefined
  /** Throws `model-mismatch` for the first tensor that is missing, has another shape, or holds no floating-point numbers, `model-invalid` for one of another length. */
  check(tensors: readonly CheckpointTensor[]): void
  /**
   * Reads these tensors, as they are kept; they are widened to float32 one by one, when they are asked for. Errors: as `check`;
   * `model-invalid` where the file has become shorter; what reading the source throws.
   */
  read(tensors: readonly CheckpointTensor[]): Promise<TensorsInMemory>
}

/** Tensors of a file, which take as much memory as in there. */
export interface TensorsInMemory extends WeightSource {
  /** Takes their memory from under all views of it. */
  drop(): void
}

/** Kyutai's code runs every checkpoint with this one (pocket-tts 4.0.1). */
const GELU: Gelu = 'tanh'

interface FloatType {
  readonly bytes: number
  readonly widen: (data: ArrayBuffer) => Float32Array
}

/** Bytes per value and how to widen the types that checkpoints come in. */
const FLOAT_TYPES: Readonly<Record<string, FloatType>> = {
  F32: { bytes: 4, widen: (data) => new Float32Array(data) },
  F16: { bytes: 2, widen: (data) => widenFloat16(new Uint16Array(data)) },
  BF16: { bytes: 2, widen: (data) => widenBfloat16(new Uint16Array(data)) },
}

/** Opens a .safetensors file, of which only the header is read now. Errors: `model-invalid`. */
export async function openCheckpoint(source: ByteSource): Promise<CheckpointFile> {
  const length = headerLength(await source.slice(0, Math.min(LENGTH_BYTES, source.size)).arrayBuffer(), source.size)
  const header = await source.slice(LENGTH_BYTES, LENGTH_BYTES + length).arrayBuffer()
  const tensors = parseHeader(header, source.size)
  const shapeOf = (name: string) => tensors.get(name)?.shape
  return {
    gelu: GELU,
    shapeOf,
    check(wanted) {
      for (const tensor of wanted) checked(tensors, tensor)
    },
    async read(wanted) {
      const stored = new Map<string, StoredValues>()
      // All at once: hundreds of tensors are small, and each question takes its time. Each in a buffer of its own, which
      // therefore begins where its first value does.
      await Promise.all(wanted.map(async (tensor) => {
        const { start, end, widen } = checked(tensors, tensor)
        const data = await source.slice(start, end).arrayBuffer()
        if (data.byteLength !== end - start) throw new MynaError('model-invalid', `${tensor.name}: the file is cut off`)
        stored.set(tensor.name, { shape: tensor.shape, data, widen })
      }))
      const drop = () => {
        for (const { data } of stored.values()) structuredClone(data, { transfer: [data] })
        stored.clear()
      }
      return { ...weightsOf(stored), drop }
    },
  }
}

function checked(tensors: ReadonlyMap<string, TensorEntry>, { name, shape }: CheckpointTensor): TensorEntry & FloatType {
  const entry = tensors.get(name)
  if (entry === undefined) throw new MynaError('model-mismatch', `the checkpoint has no tensor ${name}`)
  if (shape.join() !== entry.shape.join()) {
    throw new MynaError('model-mismatch', `${name} is [${entry.shape.join(', ')}], [${shape.join(', ')}] was expected`)
  }
  const type = FLOAT_TYPES[entry.dtype]
  if (type === undefined) throw new MynaError('model-mismatch', `${name} holds ${entry.dtype}, not floating-point numbers`)
  const count = shape.reduce((product, dim) => product * dim, 1)
  if (entry.end - entry.start !== count * type.bytes) {
    throw new MynaError('model-invalid', `${name} has ${entry.end - entry.start} bytes for ${count} values of ${entry.dtype}`)
  }
  return { ...entry, ...type }
}

interface StoredValues extends Pick<FloatType, 'widen'> {
  readonly shape: readonly number[]
  readonly data: ArrayBuffer
}

function weightsOf(stored: ReadonlyMap<string, StoredValues>): WeightSource {
  const present = (name: string, found = stored.get(name)) => {
    if (found === undefined) throw new MynaError('model-invalid', `no weight ${name}`)
    return found
  }
  return {
    gelu: GELU,
    shapeOf: (name) => stored.get(name)?.shape,
    matrix(name) {
      // One of the projections is a parameter of its own, whose name does not end like those of layers.
      const { shape, data, widen } = present(name, stored.get(`${name}.weight`) ?? stored.get(name))
      const [outputs, inputs] = shape
      if (shape.length !== 2 || outputs === undefined || inputs === undefined) throw new MynaError('model-invalid', `${name} is [${shape.join(', ')}], no matrix`)
      return { outputs, inputs, values: widen(data), inputsFirst: false, scales: new Float32Array(0) }
    },
    tensor(name) {
      const { shape, data, widen } = present(name)
      return { dims: shape, values: widen(data) }
    },
  }
}
