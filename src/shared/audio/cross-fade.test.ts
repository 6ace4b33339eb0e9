import { expect, it } from 'vitest'
import { joinParts } from './cross-fade'
import { peakOf, rmsOf } from './levels'
import { createRandom } from './random'

const RATE = 24_000
const FADE = 0.04 * RATE

/** Noise that begins and ends with 0.3 s of silence: speech to a detector by energy. */
function burst(seconds: number, level: number, seed = 1): Float32Array {
  const random = createRandom(seed)
  return Float32Array.from({ length: seconds * RATE }, (_, i) => {
    const t = i / RATE
    return t < 0.3 || t > seconds - 0.3 ? 0 : level * random.normal()
  })
}

it('makes nothing of nothing and leaves a single part as it is', () => {
  expect(joinParts([], RATE)).toHaveLength(0)
  const part = burst(2, 0.05)
  expect(joinParts([part], RATE)).toEqual(part)
})

it('overlaps neighbours by the length of a fade', () => {
  expect(joinParts([burst(2, 0.05), burst(3, 0.05), burst(2, 0.05)], RATE)).toHaveLength(7 * RATE - 2 * FADE)
})

it('keeps the power where sounds without relation meet, and makes no step', () => {
  const random = createRandom(7)
  const steady = () => Float32Array.from({ length: 2 * RATE }, () => 0.1 * random.normal())
  const joined = joinParts([steady(), steady()], RATE)
  expect(20 * Math.log10(rmsOf(joined, 2 * RATE - FADE, 2 * RATE) / 0.1)).toBeCloseTo(0, 0)
  const constant = joinParts([new Float32Array(RATE).fill(0.3), new Float32Array(RATE).fill(0.3)], RATE)
  let step = 0
  for (let i = 1; i < constant.length; i++) step = Math.max(step, Math.abs(constant[i]! - constant[i - 1]!))
  expect(step).toBeLessThan(0.001)
})

it('raises quieter parts to the loudest, but by no more than twelve decibels and never into clipping', () => {
  const speechOf = (samples: Float32Array, start: number) => rmsOf(samples, (start + 0.5) * RATE, (start + 1.5) * RATE)
  const even = joinParts([burst(2, 0.1), burst(2, 0.04, 2)], RATE)
  expect(speechOf(even, 2) / speechOf(even, 0)).toBeCloseTo(1, 1)
  const far = joinParts([burst(2, 0.1), burst(2, 0.01, 2)], RATE)
  expect(speechOf(far, 2) / 0.04).toBeCloseTo(1, 1)
  const peaky = burst(2, 0.02, 2)
  peaky[RATE] = 0.8
  expect(peakOf(joinParts([burst(2, 0.1), peaky], RATE))).toBeLessThanOrEqual(0.892)
})

it('leaves the parts as they were', () => {
  const part = burst(2, 0.05)
  const before = part.slice()
  joinParts([part, burst(2, 0.1)], RATE)
  expect(part).toEqual(before)
})
