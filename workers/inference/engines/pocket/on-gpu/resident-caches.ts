import { MynaError } from '../../../../../src/shared/protocol/errors'
import { fixedNames } from '../../../../formats/step-names'
import { valueCount, type ResidentGraph, type ResidentGraphs } from '../../../../runtime/resident-graphs'
import type { VoiceState } from '../language-model/speech-model'

/** The KV caches of a language model where its graphs run. */
export interface ResidentCaches {
  /** Puts the rows of a state at the start. */
  restore(state: VoiceState): void
  /** Appends the first `added` rows that `graph` just made, at `position`. */
  append(graph: ResidentGraph, position: number, added: number): void
  /** Reads the first `positions` rows. */
  save(positions: number): Promise<VoiceState>
  /** Throws `model-mismatch` where a state has not the rows that it says. */
  check(state: VoiceState): void
}

/** The caches that `step` takes, and whatever graph shares its inputs. `layers` is the layer of each cache of a voice, in order. */
export function createResidentCaches(memory: Pick<ResidentGraphs, 'write' | 'copy' | 'read'>, step: ResidentGraph, layers: readonly number[]): ResidentCaches {
  const caches = layers.map((layer) => {
    const [keys, values] = [step.input(fixedNames.keys(layer)), step.input(fixedNames.values(layer))]
    return { keys, values, rowLength: valueCount(keys) / (keys.dims[1] ?? 1), newKeys: fixedNames.newKeys(layer), newValues: fixedNames.newValues(layer) }
  })
  return {
    restore(state) {
      for (const [cache, { keys, values }] of caches.entries()) {
        const rows = state.caches[cache] ?? new Float32Array(0)
        const half = rows.length / 2
        memory.write(keys, rows.subarray(0, half))
        memory.write(values, rows.subarray(half))
      }
    },
    append(graph, position, added) {
      for (const { keys, values, rowLength, newKeys, newValues } of caches) {
        memory.copy({ tensor: graph.output(newKeys), at: 0, count: added * rowLength }, keys, position * rowLength)
        memory.copy({ tensor: graph.output(newValues), at: 0, count: added * rowLength }, values, position * rowLength)
      }
    },
    async save(positions) {
      if (positions === 0) return { positions, caches: caches.map(() => new Float32Array(0)) }
      const stretches = caches.flatMap(({ keys, values, rowLength }) => [keys, values].map((tensor) => ({ tensor, at: 0, count: positions * rowLength })))
      const read = await memory.read(stretches)
      return { positions, caches: caches.map((_, cache) => joined(read[2 * cache], read[2 * cache + 1])) }
    },
    check({ positions, caches: rows }) {
      for (const [cache, { rowLength }] of caches.entries()) {
        const length = rows[cache]?.length ?? 0
        if (length !== 2 * positions * rowLength) throw new MynaError('model-mismatch', `${length} cached values, ${2 * positions * rowLength} expected`)
      }
    },
  }
}

function joined(keys: Float32Array = new Float32Array(0), values: Float32Array = new Float32Array(0)): Float32Array {
  const rows = new Float32Array(keys.length + values.length)
  rows.set(keys)
  rows.set(values, keys.length)
  return rows
}
