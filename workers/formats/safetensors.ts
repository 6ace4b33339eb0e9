import * as v from 'valibot'
import { MynaError } from '../../src/shared/protocol/errors'

/** Where a tensor lies in a .safetensors file. */
export interface TensorEntry {
  /** The format's name of the element type, e.g. `F32`, `BF16`. */
  readonly dtype: string
  readonly shape: readonly number[]
  /** Bytes of the file, half open. */
  readonly start: number
  readonly end: number
}

/** The file begins with this many bytes that tell how long its JSON header is. */
export const LENGTH_BYTES = 8
/** The format's own limit (huggingface/safetensors, MAX_HEADER_SIZE). */
const MOST_HEADER_BYTES = 100_000_000

const size = v.pipe(v.number(), v.integer(), v.minValue(0))
const entrySchema = v.object({ dtype: v.string(), shape: v.array(size), data_offsets: v.tuple([size, size]) })

/** Length of the JSON header, from the first {@link LENGTH_BYTES} bytes. Throws `model-invalid` where that cannot be. */
export function headerLength(bytes: ArrayBuffer, fileSize: number): number {
  if (bytes.byteLength < LENGTH_BYTES) throw new MynaError('model-invalid', 'too short for a .safetensors file')
  const length = Number(new DataView(bytes).getBigUint64(0, true))
  if (length < 2 || length > MOST_HEADER_BYTES || LENGTH_BYTES + length > fileSize) {
    throw new MynaError('model-invalid', 'not a .safetensors file, or one that is cut off')
  }
  return length
}

/** The tensors of a .safetensors file by name, from its JSON header. Throws `model-invalid`. */
export function parseHeader(header: ArrayBuffer, fileSize: number): ReadonlyMap<string, TensorEntry> {
  const dataStart = LENGTH_BYTES + header.byteLength
  const tensors = new Map<string, TensorEntry>()
  for (const [name, value] of Object.entries(parseJson(header))) {
    if (name === '__metadata__') continue
    const { success, output } = v.safeParse(entrySchema, value)
    if (!success) throw new MynaError('model-invalid', `the header says nothing sensible about ${name}`)
    const { dtype, shape, data_offsets: [from, to] } = output
    if (to < from || dataStart + to > fileSize) throw new MynaError('model-invalid', `${name} lies outside of the file: it is cut off`)
    tensors.set(name, { dtype, shape, start: dataStart + from, end: dataStart + to })
  }
  return tensors
}

function parseJson(header: ArrayBuffer): object {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header))
    if (typeof json === 'object' && json !== null) return json
  } catch (thrown) {
    throw new MynaError('model-invalid', 'the header of the .safetensors file is no JSON', { cause: thrown })
  }
  throw new MynaError('model-invalid', 'the header of the .safetensors file is no object')
}

/**
 * Reads tensors of a whole file by name, as copies of their bytes. Errors: those of the header; of what it gives, `model-invalid` where `owner`,
 * in words, has no tensor of that name and type.
 */
export function readTensors(file: ArrayBuffer, owner: string): (name: string, dtype: string) => ArrayBuffer {
  const length = headerLength(file.slice(0, LENGTH_BYTES), file.byteLength)
  const entries = parseHeader(file.slice(LENGTH_BYTES, LENGTH_BYTES + length), file.byteLength)
  return (name, dtype) => {
    const entry = entries.get(name)
    if (entry?.dtype !== dtype) throw new MynaError('model-invalid', `${owner} has no ${name} as ${dtype}`)
    return file.slice(entry.start, entry.end)
  }
}
