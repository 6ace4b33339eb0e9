import { expect, it } from 'vitest'
import { singAsGiven, VOICING } from './given-melody'

it('stands in place of the network’s own melody, but for what is left to that', () => {
  const own = { pitch: Float32Array.of(100, 0, 100, 20, 100, 0), energy: Float32Array.of(1, 2, 3, 4, 5, 6) }
  const hertz = Float32Array.of(210, 220, 230, 240, 250, 260)
  const voicing = Uint8Array.of(VOICING.none, VOICING.voiced, VOICING.asNetwork, VOICING.asNetwork, VOICING.voiced, VOICING.none)
  singAsGiven(own, { durations: Int32Array.of(3), pitch: { hertz, voicing }, energy: Float32Array.of(-1, NaN, -3, NaN, -5, -6) })
  expect([...own.pitch]).toEqual([0, 220, 230, 0, 250, 0])
  expect([...own.energy]).toEqual([-1, 2, -3, 4, -5, -6])
})

it('leaves the network’s pitch where none is given', () => {
  const own = { pitch: Float32Array.of(100, 0), energy: Float32Array.of(1, 2) }
  singAsGiven(own, { durations: Int32Array.of(1), pitch: null, energy: Float32Array.of(7, 8) })
  expect([[...own.pitch], [...own.energy]]).toEqual([[100, 0], [7, 8]])
})
