import { expect, it } from 'vitest'
import { seekStyle } from './style-search'
import type { VoiceForecast } from './voice-forecast'

/** What is heard is the style itself: coordinates (x, y) give the embedding (x, y) and the pitch 90 + x. */
const plain: VoiceForecast = {
  scale: Float32Array.of(1, 1),
  mean: Float32Array.of(0, 0, 90),
  parts: [{ points: Float32Array.of(1, 0, 0, 1), weights: Float32Array.of(1, 0, 1, 0, 1, 0), linear: 1, length: 1e-3 }],
}

it('leads to a style of the aimed direction, from wherever it begins', () => {
  const aim = { embedding: Float32Array.of(0.6, 0.8), semitones: null }
  for (const start of [Float64Array.of(1, 0), Float64Array.of(0.2, 2), Float64Array.of(-1, 0.5)]) {
    const [x, y] = seekStyle(plain, start, aim, { pitch: 0, distance: 0 })
    expect(y! / x!).toBeCloseTo(0.8 / 0.6, 1)
  }
})

it('heeds the pitch', () => {
  const aim = { embedding: Float32Array.of(0.6, 0.8), semitones: 93 }
  const [x, y] = seekStyle(plain, Float64Array.of(1, 1), aim, { pitch: 0.1, distance: 0 })
  expect(x).toBeCloseTo(3, 1)
  expect(y).toBeCloseTo(4, 0)
})

it('never ends worse than it began, and leaves the start alone', () => {
  const start = Float64Array.of(3, 4)
  const found = seekStyle(plain, start, { embedding: Float32Array.of(0.6, 0.8), semitones: 93 }, { pitch: 0.1, distance: 0 })
  expect(Array.from(found)).toEqual([3, 4])
  expect(Array.from(start)).toEqual([3, 4])
})
