import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { KernelMemory } from '../../../../kernels/kernel-memory'
import type { Kernels } from '../../../../kernels/kernels'
import type { CachedRows } from './cached-rows'
import type { SpeechShape } from '../configuration'
import { placeVector, type Product, type Products } from './products'
import type { AttendedRow } from './text-attention'
import { createRotationTable } from '../../../../kernels/rotation-table'
import { vectorOf, type WeightSource } from '../../../../formats/weights'

/** The transformer of the language model. */
export interface Backbone {
  /** [most rows, width]: what a call starts from is written here, and what comes out of its last layer. */
  readonly rows: number
  /**
   * Adds `count` rows behind `past` positions to the caches; nothing comes out. A part of the work for each turn, so that
   * whoever takes the turns can stop between them.
   */
  fill(count: number, past: number, cached: CachedRows): Generator<void, void, undefined>
  /** As all of `fill`, and computes `rows`. `read` hears of each layer's newest row before it attends, where there is one alone. */
  advance(count: number, past: number, cached: CachedRows, read?: (layer: number, row: AttendedRow) => void): void
}

interface Layer {
  readonly norms: readonly [attention: Norm, feedForward: Norm]
  readonly inProj: Product
  readonly outProj: Product
  readonly linear1: Product
  readonly linear2: Product
}

interface Norm {
  readonly weight: number
  readonly bias: number
}

/** Of the configuration of the official code, for every norm of the transformer. */
export const NORM_EPSILON = 1e-5

/** Loads the layers. Errors: `model-invalid` where weights are missing or have other sizes, `out-of-memory`. */
export function createBackbone({ run, memory }: Kernels, products: Products, weights: WeightSource, shape: SpeechShape, mostRows: number): Backbone {
  const { lm: { width, heads, keyHeads, headWidth }, gelu, maxPositions } = shape
  const layers = loadLayers(memory, products, weights, shape)
  const queries = heads * headWidth
  /** Values of a row of queries, keys and values, side by side. */
  const joint = queries + 2 * keyHeads * headWidth
  const [keysAt, valuesAt] = [4 * queries, 4 * (queries + keyHeads * headWidth)]
  const rotation = createRotationTable(memory, headWidth, mostRows)
  const room = (values: number) => memory.allocate(4 * values)
  const rows = room(mostRows * width)
  const normal = room(mostRows * width)
  const packed = room(mostRows * joint)
  const attended = room(mostRows * queries)
  const hidden = room(mostRows * Math.max(0, ...layers.map(({ linear1 }) => linear1.stride)))
  const scores = room(maxPositions + 3)

  /** Queries, keys and values of a layer, side by side in `packed`, and the latter two in the cache. */
  function project({ norms: [before], inProj }: Layer, count: number, past: number, { keys, values }: { keys: number; values: number }, capacity: number): void {
    run.layerNorm(rows, before.weight, before.bias, normal, count, width, NORM_EPSILON)
    inProj.apply(normal, count, packed)
    run.rotatePairs(packed, joint, count, heads + keyHeads, headWidth, rotation.address)
    run.storeRows(packed + keysAt, joint, count, keyHeads, headWidth, keys, capacity, past)
    run.storeRows(packed + valuesAt, joint, count, keyHeads, headWidth, values, capacity, past)
  }

  function finish({ norms: [, before], outProj, linear1, linear2 }: Layer, count: number, past: number, { keys, values }: { keys: number; values: number }, capacity: number): void {
    run.attendCached(packed, joint, count, heads, heads / keyHeads, headWidth, keys, values, capacity, past, 1 / Math.sqrt(headWidth), scores, attended)
    outProj.apply(attended, count, rows, true)
    run.layerNorm(rows, before.weight, before.bias, normal, count, width, NORM_EPSILON)
    linear1.apply(normal, count, hidden)
    if (gelu === 'tanh') run.geluTanh(hidden, count * linear1.stride)
    else run.gelu(hidden, count * linear1.stride)
    linear2.apply(hidden, count, rows, true)
  }

  function* through(count: number, past: number, cached: CachedRows, wanted: boolean, read?: (layer: number, row: AttendedRow) => void): Generator<void, void, undefined> {
    rotation.fill(past, count)
    for (const [number, layer] of layers.entries()) {
      const place = cached.layers[number]
      if (place === undefined) throw new MynaError('internal', `no cache for layer ${number}`)
      project(layer, count, past, place, cached.capacity)
      read?.(number, { queries: packed, keys: place.keys, capacity: cached.capacity })
      // Whatever the last layer makes of its keys and values, no cache depends on it.
      if (wanted || number < layers.length - 1) finish(layer, count, past, place, cached.capacity)
      yield
    }
  }

  return {
    rows,
    fill: (count, past, cached) => through(count, past, cached, false),
    advance(count, past, cached, read) {
      const turns = through(count, past, cached, true, read)
      while (!turns.next().done);
    },
  }
}

/** On its own, so that nothing that lives on holds the files which the weights are views of. */
function loadLayers(memory: KernelMemory, products: Products, weights: WeightSource, { lm: { width, heads, keyHeads, headWidth, layers } }: SpeechShape): readonly Layer[] {
  const product = (name: string) => products.load(weights.matrix(name), null)
  const norm = (name: string): Norm => ({
    weight: placeVector(memory, vectorOf(weights, `${name}.weight`, width)),
    bias: placeVector(memory, vectorOf(weights, `${name}.bias`, width)),
  })
  return Array.from({ length: layers }, (_, number) => {
    const name = `flow_lm.transformer.layers.${number}`
    const layer: Layer = {
      norms: [norm(`${name}.norm1`), norm(`${name}.norm2`)],
      inProj: product(`${name}.self_attn.in_proj`),
      outProj: product(`${name}.self_attn.out_proj`),
      linear1: product(`${name}.linear1`),
      linear2: product(`${name}.linear2`),
    }
    if (layer.inProj.stride === (heads + 2 * keyHeads) * headWidth && layer.outProj.stride === width && layer.linear2.stride === width) return layer
    throw new MynaError('model-invalid', `${name} has other sizes than the bundle says`)
  })
}
