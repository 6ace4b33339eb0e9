import { expect, it } from 'vitest'
import { matchingGains } from './loudness-match'

const RATE = 24_000
const sine = (level: number, seconds = 2, sampleRate = RATE) => ({
  samples: Float32Array.from({ length: seconds * sampleRate }, (_, index) => level * Math.sin((2 * Math.PI * 997 * index) / sampleRate)),
  sampleRate,
})

it('turns the louder one down by its surplus, whichever it is', () => {
  const [gain, untouched] = matchingGains(sine(0.4), sine(0.1))
  expect(gain).toBeCloseTo(0.25, 4)
  expect(untouched).toBe(1)
  expect(matchingGains(sine(0.1), sine(0.4))[1]).toBeCloseTo(0.25, 4)
})

it('does not mind other lengths and rates', () => {
  const [gain] = matchingGains(sine(0.2, 1, 48_000), sine(0.1, 3))
  expect(gain).toBeCloseTo(0.5, 2)
})

it('leaves equal ones alone, and silence', () => {
  expect(matchingGains(sine(0.3), sine(0.3))).toEqual([1, 1])
  const silence = { samples: new Float32Array(RATE), sampleRate: RATE }
  expect(matchingGains(silence, sine(0.3))).toEqual([1, 1])
  expect(matchingGains(silence, silence)).toEqual([1, 1])
})
