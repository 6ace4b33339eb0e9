import { describe, expect, it } from 'vitest'
import { floats } from '../../../../runtime/tensor'
import type { StateEntry } from './bundle'
import type { VoiceState } from '../language-model/speech-model'
import { carriedOutputs, declaredCapacity, startState, voiceStateOf } from './lm-state'

const entry = (index: number, key: string, dtype: StateEntry['dtype'], shape: number[], fill: StateEntry['fill']): StateEntry => ({
  index, module: 'transformer.layers.0.self_attn', key, dtype, shape, fill, input_name: `state_${index}`, output_name: `out_state_${index}`,
})
const manifestOf = (capacity: number) => [
  entry(0, 'cache', 'float32', [2, 1, capacity, 1, 2], 'nan'),
  entry(1, 'current_end', 'float32', [0], 'empty'),
  entry(2, 'step', 'int64', [1], 'zeros'),
]
const manifest = manifestOf(8)
/** Keys 1, 2 | 3, 4 | 5, 6 and values 11, 12 | 13, 14 | 15, 16 at three positions. */
const voice: VoiceState = { positions: 3, caches: [Float32Array.of(1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16)] }

describe('state of the language model', () => {
  it('does not start with a voice that is larger than it', () => {
    expect(() => startState(manifestOf(2), voice)).toThrow(expect.objectContaining({ code: 'position-budget-exceeded' }))
  })

  it('does not start with the rows of another model', () => {
    expect(() => startState(manifest, { ...voice, caches: [Float32Array.of(1, 2, 3)] })).toThrow(expect.objectContaining({ code: 'model-mismatch' }))
  })

  it('is a bundle fault to list no cache', () => {
    expect(() => declaredCapacity(manifest.slice(1))).toThrow(expect.objectContaining({ code: 'model-invalid' }))
  })

  it('starts with the voice at the front of keys and of values, whatever its capacity', () => {
    for (const capacity of [3, 4, 8]) {
      const { feeds } = startState(manifestOf(capacity), voice)
      const rest = Array.from({ length: 2 * (capacity - 3) }, () => NaN)
      expect(feeds['state_0']?.dims).toEqual([2, 1, capacity, 1, 2])
      expect(Array.from(floats(feeds['state_0']))).toEqual([1, 2, 3, 4, 5, 6, ...rest, 11, 12, 13, 14, 15, 16, ...rest])
      expect(feeds['state_2']).toEqual({ type: 'int64', data: BigInt64Array.of(3n), dims: [1] })
    }
  })

  it('gives back exactly the voice it started with, as a copy', () => {
    const state = startState(manifest, voice)
    const restored = voiceStateOf(manifest, state)
    expect(restored).toEqual(voice)
    floats(state.feeds['state_0']).fill(0)
    expect(restored).toEqual(voice)
  })

  it('carries everything but what is empty', () => {
    expect(carriedOutputs(manifest)).toEqual(['out_state_0', 'out_state_2'])
  })
})
