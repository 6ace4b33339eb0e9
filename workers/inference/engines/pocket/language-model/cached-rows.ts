import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Kernels } from '../../../../kernels/kernels'
import type { VoiceState } from './speech-model'
import type { SpeechShape } from '../configuration'

/** Where the cached rows of one layer lie: addresses of [heads, capacity, headWidth]. */
export interface LayerRows {
  readonly keys: number
  readonly values: number
}

/**
 * The KV caches in the kernels' memory. There is room for one run: whoever wants to run another first saves what is there.
 * They are the last thing in that memory, so that they can grow in place.
 */
export interface CachedRows {
  /** Positions that there is room for. */
  readonly capacity: number
  /** By layer, from the first on. */
  readonly layers: readonly LayerRows[]
  /** Makes room for so many positions; what was there is lost. Errors: `out-of-memory`. */
  reserve(positions: number): void
  save(positions: number): VoiceState
  /** Errors: `model-mismatch` for a state with other caches. Room must have been made. */
  restore(state: VoiceState): void
}

type Shape = Pick<SpeechShape, 'cacheLayers'> & { readonly lm: Pick<SpeechShape['lm'], 'keyHeads' | 'headWidth'> }

/** Room is made for a multiple of so many positions, so that the next sentence mostly finds it. */
const CAPACITY_GRAIN = 64

/** Positions that are copied at a time when a state is restored. */
const PART_POSITIONS = 64

export function createCachedRows({ memory, run }: Pick<Kernels, 'memory' | 'run'>, { lm: { keyHeads: heads, headWidth }, cacheLayers: layers }: Shape): CachedRows {
  const rowLength = heads * headWidth
  const part = memory.allocate(4 * PART_POSITIONS * rowLength)
  const start = memory.used
  let capacity = 0
  let rows: readonly LayerRows[] = []

  /** The rows of the cache at `address`, packed: [positions, heads, headWidth]. */
  function pack(address: number, positions: number, packed: Float32Array): void {
    const cache = memory.float32(address, capacity * rowLength)
    for (let head = 0; head < heads; head++) {
      for (let position = 0; position < positions; position++) {
        const start = (head * capacity + position) * headWidth
        packed.set(cache.subarray(start, start + headWidth), position * rowLength + head * headWidth)
      }
    }
  }

  /** Puts packed rows at the beginning of the cache at `address`. */
  function unpack(packed: Float32Array, address: number): void {
    for (let at = 0; at < packed.length; at += PART_POSITIONS * rowLength) {
      const rows = packed.subarray(at, at + PART_POSITIONS * rowLength)
      memory.float32(part, rows.length).set(rows)
      run.storeRows(part, rowLength, rows.length / rowLength, heads, headWidth, address, capacity, at / rowLength)
    }
  }

  const cacheOf = (cache: number): LayerRows => {
    const layer = rows[layers[cache] ?? -1]
    if (layer === undefined) throw new MynaError('internal', `no rows for cache ${cache}`)
    return layer
  }

  return {
    get capacity() {
      return capacity
    },
    get layers() {
      return rows
    },
    reserve(positions) {
      if (positions <= capacity) return
      const wanted = Math.ceil(positions / CAPACITY_GRAIN) * CAPACITY_GRAIN
      memory.rewind(start)
      capacity = 0
      const taken = layers.map(() => ({ keys: memory.allocate(4 * wanted * rowLength), values: memory.allocate(4 * wanted * rowLength) }))
      capacity = wanted
      rows = taken
    },
    save: (positions) => ({
      positions,
      caches: layers.map((_, cache) => {
        const packed = new Float32Array(2 * positions * rowLength)
        const { keys, values } = cacheOf(cache)
        pack(keys, positions, packed.subarray(0, packed.length / 2))
        pack(values, positions, packed.subarray(packed.length / 2))
        return packed
      }),
    }),
    restore({ positions, caches }) {
      for (const cache of layers.keys()) {
        const packed = caches[cache]
        const length = 2 * positions * rowLength
        if (packed?.length !== length) throw new MynaError('model-mismatch', `${packed?.length ?? 0} cached values, ${length} expected`)
        const { keys, values } = cacheOf(cache)
        unpack(packed.subarray(0, length / 2), keys)
        unpack(packed.subarray(length / 2), values)
      }
    },
  }
}
