import type { StateEntry } from './bundle'
import { protobufFields } from './protobuf-reader'

/**
 * The published language model declares caches of 1000 positions and copies them whole at every step, but none of its
 * operators depends on that number: only declared shapes say it. With a symbolic dimension there instead, a cache just
 * large enough for one chunk can be fed, and a step takes about half the time.
 *
 * Rewrites those shapes in place (`dim_value: capacity` → `dim_param: "c"`, the same length in bytes), in the inputs and
 * outputs that carry caches and in the shape hints inside the graph; weights and nodes are never touched. Returns an
 * undo, or null, having changed nothing, when the file does not declare every cache as the bundle says.
 *
 * Field numbers: ModelProto.graph 7; GraphProto.input 11, output 12, value_info 13 (onnx.proto).
 */
export function relaxCapacity(model: Uint8Array, caches: readonly StateEntry[]): (() => void) | null {
  const graph = [...protobufFields(model)].find((field) => field.number === 7)
  const capacity = caches[0]?.shape[CAPACITY_AXIS]
  const before = capacity === undefined ? null : encodedDimension(capacity)
  if (graph === undefined || before === null) return null

  const carriers = new Set(caches.flatMap((cache) => [cache.input_name, cache.output_name]))
  const hits: number[] = []
  for (const field of protobufFields(model, graph.start, graph.end)) {
    if (field.number < 11 || field.number > 13) continue
    const { name, dimensions } = valueInfo(model, field.start, field.end)
    const matching = dimensions.filter(({ start, end }) => sameBytes(model.subarray(start, end), before))
    if (carriers.has(name)) {
      if (matching.length !== 1 || matching[0] !== dimensions[CAPACITY_AXIS]) return null
      carriers.delete(name)
    } else if (field.number !== 13) continue
    hits.push(...matching.map(({ start }) => start))
  }
  if (carriers.size > 0) return null
  for (const hit of hits) model.set(SYMBOLIC_DIMENSION, hit)
  return () => {
    for (const hit of hits) model.set(before, hit)
  }
}

/** Caches are [2, 1, positions, heads, width]. */
export const CAPACITY_AXIS = 2

/** Dimension.dim_param (field 2, length-delimited) = "c". */
const SYMBOLIC_DIMENSION = Uint8Array.of(0x12, 0x01, 0x63)

/** Dimension.dim_value (field 1, varint) of a size that takes two bytes, so that the symbolic form is as long. */
function encodedDimension(size: number): Uint8Array | null {
  return size >= 2 ** 7 && size < 2 ** 14 ? Uint8Array.of(0x08, (size & 0x7f) | 0x80, size >> 7) : null
}

interface Range {
  readonly start: number
  readonly end: number
}

/** Name and dimensions of a ValueInfoProto: type 2 → tensor_type 1 → shape 2 → dim 1. */
function valueInfo(model: Uint8Array, start: number, end: number): { readonly name: string; readonly dimensions: readonly Range[] } {
  const inside = (ranges: readonly Range[], number: number) =>
    ranges.flatMap((range) => [...protobufFields(model, range.start, range.end)].filter((field) => field.number === number))
  const whole = [{ start, end }]
  const [name] = inside(whole, 1)
  return {
    name: name ? new TextDecoder().decode(model.subarray(name.start, name.end)) : '',
    dimensions: inside(inside(inside(inside(whole, 2), 1), 2), 1),
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
