import { expect, it } from 'vitest'
import { withPauseOf } from './ending-pause'

const RATE = 8000

/** Half a second of a buzz in silence, with `pause` seconds behind it. */
const sound = (pause: number) =>
  Float32Array.from({ length: Math.round(RATE * (0.7 + pause)) }, (_, index) => (index >= 0.2 * RATE && index < 0.7 * RATE ? (index % 50) / 100 : 0))

it('gives a sentence the pause of the one whose place it takes', () => {
  const padded = withPauseOf(sound(0.5), sound(0.1), RATE)
  expect(padded).toHaveLength(RATE * 1.2)
  expect(padded.subarray(0, RATE * 0.8)).toEqual(sound(0.1))
})

it('shortens nothing', () => {
  const longer = sound(0.5)
  expect(withPauseOf(sound(0.1), longer, RATE)).toBe(longer)
})

it('copes with silence', () => {
  expect(withPauseOf(new Float32Array(RATE), sound(0.5), RATE)).toHaveLength(RATE * 1.7)
})
