import { expect, it } from 'vitest'
import { resample, resampleGradient } from './resample'

const tone = (hertz: number, rate: number, seconds: number) =>
  Float32Array.from({ length: rate * seconds }, (_, index) => Math.sin((2 * Math.PI * hertz * index) / rate))

/** Largest difference away from the edges, where the filter sees silence. */
function worst(a: Float32Array, b: Float32Array, edge: number): number {
  return a.subarray(edge, -edge).reduce((most, sample, index) => Math.max(most, Math.abs(sample - (b[index + edge] ?? 0))), 0)
}

it.each([
  [24_000, 16_000],
  [44_100, 16_000],
  [16_000, 24_000],
  [8000, 48_000],
])('keeps a tone inside the band from %i Hz to %i Hz', (from, to) => {
  const output = resample(tone(1000, from, 0.5), from, to)
  const expected = tone(1000, to, 0.5)
  expect(output).toHaveLength(expected.length)
  expect(worst(output, expected, Math.ceil(to / 100))).toBeLessThan(0.002)
})

it('takes out what the lower rate cannot hold instead of folding it back', () => {
  const output = resample(tone(10_000, 24_000, 0.5), 24_000, 16_000)
  expect(output.subarray(200, -200).every((sample) => Math.abs(sample) < 0.002)).toBe(true)
})

it('leaves samples at the right rate alone', () => {
  const samples = Float32Array.of(1, 2, 3)
  expect(resample(samples, 16_000, 16_000)).toBe(samples)
})

it.each([0, -8000, 44_100.5, Number.NaN])('refuses a rate of %d Hz', (rate) => {
  expect(() => resample(new Float32Array(1), rate, 16_000)).toThrow(RangeError)
})

it.each([2 ** 31 - 1, 1_000_003])('refuses a rate of %d Hz, whose filters would fill the memory', (rate) => {
  expect(() => resample(new Float32Array(1), rate, 24_000)).toThrow(RangeError)
})

it.each([
  [24_000, 16_000],
  [16_000, 24_000],
])('has a way back from %i Hz to %i Hz that weighs what the way there weighs', (from, to) => {
  const samples = tone(700, from, 0.1).map((sample, index) => sample * Math.cos(index / 30))
  const there = resample(samples, from, to)
  const slopes = Float64Array.from(there, (_, index) => Math.sin(index * index))
  const back = resampleGradient(slopes, from, to, samples.length)
  const product = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, value, index) => sum + value * b[index]!, 0)
  expect(product(back, samples)).toBeCloseTo(product(slopes, there), 4)
})
