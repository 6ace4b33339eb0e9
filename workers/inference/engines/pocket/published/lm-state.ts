import { MynaError } from '../../../../../src/shared/protocol/errors'
import { floats, type TensorValue } from '../../../../runtime/tensor'
import type { VoiceState } from '../language-model/speech-model'
import { initialTensor, type StateEntry } from './bundle'

/** The states of one run of the language model, fed to its next call. */
export interface LmState {
  readonly capacity: number
  readonly positions: number
  readonly feeds: Readonly<Record<string, TensorValue>>
}

export type Manifest = readonly StateEntry[]

/** Caches are [2, 1, positions, heads, width]. */
export const CAPACITY_AXIS = 2

/** The KV caches among the states, one per layer. */
export function cacheEntries(manifest: Manifest): Manifest {
  return manifest.filter((entry) => entry.key === 'cache')
}

/** Positions that the published graph takes. */
export function declaredCapacity(manifest: Manifest): number {
  const capacity = cacheEntries(manifest)[0]?.shape[CAPACITY_AXIS]
  if (capacity === undefined) throw new MynaError('model-invalid', 'the bundle lists no KV cache')
  return capacity
}

/** A state that starts with `voice`, or empty without one. */
export function startState(manifest: Manifest, voice: VoiceState | null): LmState {
  const capacity = declaredCapacity(manifest)
  const positions = voice?.positions ?? 0
  if (positions > capacity) throw new MynaError('position-budget-exceeded', `${positions} positions do not fit into ${capacity}`)
  const feeds: Record<string, TensorValue> = {}
  let cacheIndex = 0
  for (const entry of manifest) {
    const isCache = entry.key === 'cache'
    const tensor = initialTensor(entry)
    if (isCache) copyRows(voice?.caches[cacheIndex++], positions, floats(tensor), capacity)
    if (entry.key === 'step' && tensor.type === 'int64') tensor.data.fill(BigInt(positions))
    feeds[entry.input_name] = tensor
  }
  return { capacity, positions, feeds }
}

/** The state after a call that added `count` positions; tensors that the call did not give back stay. */
export function advanceState(manifest: Manifest, state: LmState, outputs: Readonly<Record<string, TensorValue>>, count: number): LmState {
  const feeds = { ...state.feeds }
  for (const { input_name, output_name } of manifest) {
    const output = outputs[output_name]
    if (output !== undefined) feeds[input_name] = output
  }
  return { ...state, positions: state.positions + count, feeds }
}

/** Names of the outputs that have to be carried: all but the empty ones, which pass through unchanged. */
export function carriedOutputs(manifest: Manifest): readonly string[] {
  return manifest.filter((entry) => !entry.shape.includes(0)).map((entry) => entry.output_name)
}

/** Copies the written rows out of a state. */
export function voiceStateOf(manifest: Manifest, { feeds, positions, capacity }: LmState): VoiceState {
  const caches = cacheEntries(manifest).map((entry) => {
    const full = floats(feeds[entry.input_name])
    const half = full.length / 2
    const written = (half / capacity) * positions
    const rows = new Float32Array(2 * written)
    rows.set(full.subarray(0, written))
    rows.set(full.subarray(half, half + written), written)
    return rows
  })
  return { positions, caches }
}

function copyRows(rows: Float32Array | undefined, positions: number, cache: Float32Array, capacity: number): void {
  if (rows === undefined) return
  const half = cache.length / 2
  const written = (half / capacity) * positions
  if (rows.length !== 2 * written) throw new MynaError('model-mismatch', `${rows.length} cached values, ${2 * written} expected`)
  cache.set(rows.subarray(0, written))
  cache.set(rows.subarray(written), half)
}
