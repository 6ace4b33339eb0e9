import { expect, it } from 'vitest'
import { createLimiter } from './limiter'
import { createPeakMeter } from './true-peak'

const RATE = 24_000
const peakOf = (samples: Float32Array) => {
  const meter = createPeakMeter()
  meter.push(samples)
  return meter.decibels()
}

/** Bursts of a voice-like buzz, ten times a second louder than what lies between. */
const bursts = Float32Array.from({ length: 2 * RATE }, (_, i) => {
  const seconds = i / RATE
  return (seconds % 0.1 < 0.01 ? 0.9 : 0.1) * Math.sin(2 * Math.PI * 180 * seconds) * Math.cos(2 * Math.PI * 3100 * seconds)
})

function limited(samples: Float32Array, gain: number, ceilingDb: number, piece: number): Float32Array {
  const limiter = createLimiter(RATE, gain, ceilingDb)
  const parts: number[] = []
  for (let at = 0; at < samples.length; at += piece) parts.push(...limiter.push(samples.subarray(at, at + piece)))
  return Float32Array.from([...parts, ...limiter.finish()])
}

it('sees the peak between two samples that a sample meter misses by 3 dB', () => {
  // A quarter of the rate at a phase of 45 degrees: no sample is above 0.707.
  const tone = Float32Array.from({ length: RATE }, (_, i) => Math.sin((Math.PI / 2) * i + Math.PI / 4))
  expect(Math.max(...tone.map(Math.abs))).toBeLessThan(0.708)
  expect(peakOf(tone)).toBeGreaterThan(-0.3)
  expect(peakOf(tone)).toBeLessThan(0.6)
  expect(peakOf(new Float32Array(100))).toBe(-Infinity)
})

it('keeps true peaks below the ceiling however much it turns up', () => {
  const output = limited(bursts, 4, -1, 1000)
  expect(peakOf(output)).toBeLessThanOrEqual(-1)
  expect(peakOf(output)).toBeGreaterThan(-2)
})

it('gives each sample in its place, whatever the pieces, and changes nothing that is far from a peak', () => {
  const whole = limited(bursts, 4, -1, bursts.length)
  expect(whole).toHaveLength(bursts.length)
  const inPieces = limited(bursts, 4, -1, 37)
  expect(whole.every((sample, i) => Math.abs(sample - (inPieces[i] ?? 9)) < 1e-6)).toBe(true)
  const quiet = Math.round(0.05 * RATE)
  expect(whole[quiet]).toBeCloseTo(4 * (bursts[quiet] ?? 0), 6)
  const untouched = limited(bursts, 0.5, -1, 999)
  expect(untouched.every((sample, i) => Math.abs(sample - 0.5 * (bursts[i] ?? 0)) < 1e-7)).toBe(true)
})
