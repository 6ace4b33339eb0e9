import { MynaError } from '../../src/shared/protocol/errors'
import { ELEMENT_TYPE, type ElementType } from '../formats/onnx-model'
import { frameOnnxModel, newOperatorSet, newPlacedTensor, type TensorPlace } from '../formats/onnx-writer'
import type { SourceTensors } from './source-tensors'
import { OPSET, type BuiltGraph, type DeclaredWeight } from './graph-builder'

/** A file that is made while it is written. */
export interface PlannedFile {
  readonly path: string
  readonly sizeBytes: number
  /** The bytes in order, piece by piece; never more than one tensor is in memory. */
  parts(): AsyncIterable<Uint8Array>
}

/** onnx.proto's version that came with the operators used here (ONNX 1.12: IR 8, opset 17). */
const IR_VERSION = 8
const CONTRIBUTED = 'com.microsoft'

const VALUE_BYTES: Readonly<Record<ElementType, number>> = { float32: 4, uint8: 1, int8: 1, int32: 4, int64: 8, bool: 1, float16: 2 }

/** A graph's file, and where in it the weights lie, by their names. */
export interface GraphFile extends PlannedFile {
  readonly places: ReadonlyMap<string, TensorPlace>
}

/**
 * An .onnx file with the weights of `checkpoint` inside, but for those that lie in another graph's file: these are only
 * pointed at, and the runtime has to be given that file under its path. Errors while it is read: those of
 * {@link SourceTensors.read}, and `internal` for a weight that does not become as large as declared.
 */
export function graphFile(path: string, { initializers, ...graph }: BuiltGraph, checkpoint: Pick<SourceTensors, 'read' | 'stored'>, elsewhere: GraphFile['places'] = new Map()): GraphFile {
  const constants = initializers.flatMap((initializer) => ('constant' in initializer ? [initializer.constant] : []))
  const declared = initializers.flatMap((initializer) => ('weight' in initializer ? [initializer.weight] : []))
  const placed = declared.flatMap(({ name, type, dims }) => {
    const place = elsewhere.get(name)
    return place ? [newPlacedTensor(name, ELEMENT_TYPE[type], dims, place)] : []
  })
  const weights = declared.filter(({ name }) => !elsewhere.has(name))
  const opsets = [newOperatorSet('', OPSET)]
  if (graph.nodes.some(({ domain }) => domain === CONTRIBUTED)) opsets.push(newOperatorSet(CONTRIBUTED, 1))
  const later = weights.map((weight) => ({ name: weight.name, dataType: ELEMENT_TYPE[weight.type], dims: weight.dims, sizeBytes: sizeOf(weight) }))
  const { head, introductions, tail } = frameOnnxModel({ irVersion: IR_VERSION, opsets, graph: { ...graph, initializers: [...constants, ...placed] } }, 'myna', later)

  const places = new Map<string, TensorPlace>()
  let offset = head.length
  for (const [i, { name, sizeBytes }] of later.entries()) {
    offset += introductions[i]?.length ?? 0
    places.set(name, { location: path, offset, length: sizeBytes })
    offset += sizeBytes
  }
  return {
    path,
    sizeBytes: offset + tail.length,
    places,
    async *parts() {
      yield head
      for (const [i, weight] of weights.entries()) {
        yield introductions[i] ?? new Uint8Array(0)
        yield await dataOf(weight, checkpoint)
      }
      yield tail
    },
  }
}

/** All tensors of the checkpoint that a graph needs. */
export function tensorsOf({ initializers }: BuiltGraph): readonly DeclaredWeight['source'][] {
  return initializers.flatMap((initializer) => ('weight' in initializer ? [initializer.weight.source] : []))
}

function sizeOf({ dims, type }: Pick<DeclaredWeight, 'dims' | 'type'>): number {
  return dims.reduce((product, dim) => product * dim, VALUE_BYTES[type])
}

async function dataOf(weight: DeclaredWeight, checkpoint: Pick<SourceTensors, 'read' | 'stored'>): Promise<Uint8Array> {
  const { make, makeExact, source: { name, shape } } = weight
  const stored = checkpoint.stored?.(name)
  const data = makeExact && stored ? makeExact(stored) : make(await checkpoint.read(name, shape))
  if (data.byteLength !== sizeOf(weight)) throw new MynaError('internal', `${weight.name} has ${data.byteLength} bytes instead of ${sizeOf(weight)}`)
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}
