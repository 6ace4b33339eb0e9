import { expect, it } from 'vitest'
import { createTimeStretch } from './time-stretch'

const RATE = 24_000
/** Two seconds of a voiced sound: five harmonics of 110 Hz. */
const tone = Float32Array.from({ length: 2 * RATE }, (_, i) => [1, 2, 3, 4, 5].reduce((sum, k) => sum + (0.1 / k) * Math.sin((2 * Math.PI * 110 * k * i) / RATE), 0))

function stretched(samples: Float32Array, speed: number, blocks: number): Float32Array {
  const stretch = createTimeStretch(RATE, speed)
  const size = Math.ceil(samples.length / blocks)
  const parts = Array.from({ length: blocks }, (_, at) => stretch.push(samples.subarray(at * size, (at + 1) * size)))
  return Float32Array.from([...parts, stretch.finish()].flatMap((part) => [...part]))
}

/** The lag between 4 and 12.5 ms at which sound is most like itself, as a frequency. */
function pitchOf(samples: Float32Array): number {
  const likeness = (lag: number) => samples.subarray(6000, 18_000).reduce((sum, value, i) => sum + value * (samples[6000 + i + lag] ?? 0), 0)
  const lags = Array.from({ length: 204 }, (_, i) => 96 + i)
  return RATE / lags.reduce((a, b) => (likeness(b) > likeness(a) ? b : a))
}

it('gives nothing for nothing', () => {
  expect(createTimeStretch(RATE, 1.5).finish()).toHaveLength(0)
})

it.each([0.75, 1.25, 1.5, 2])('at %s has the length for that and the pitch that it had', (speed) => {
  const sound = stretched(tone, speed, 7)
  expect(sound).toHaveLength(Math.round(tone.length / speed))
  expect(pitchOf(sound)).toBeCloseTo(pitchOf(tone), 0)
  // Waves that run on add up to what they were; ones that do not would cancel each other.
  const levelOf = (samples: Float32Array) => Math.sqrt(samples.subarray(6000, 18_000).reduce((sum, value) => sum + value * value, 0) / 12_000)
  expect(levelOf(sound) / levelOf(tone)).toBeGreaterThan(0.95)
})

it('is the same in whatever pieces it comes, and sounds before all has come', () => {
  expect(stretched(tone, 1.5, 40)).toEqual(stretched(tone, 1.5, 1))
  expect(createTimeStretch(RATE, 1.5).push(tone.subarray(0, RATE)).length).toBeGreaterThan(RATE / 1.5 - 0.1 * RATE)
})
