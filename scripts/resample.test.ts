import { describe, expect, it } from 'vitest'
import { resample } from './resample'

const tone = (hz: number, rate: number, seconds = 0.5) =>
  Float32Array.from({ length: rate * seconds }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rate))

/** Largest difference away from the ends, where the kernel reaches past the signal. */
function largestDifference(a: Float32Array, b: Float32Array): number {
  let largest = 0
  for (let i = 500; i < Math.min(a.length, b.length) - 500; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!))
  return largest
}

describe('resample', () => {
  it.each([440, 3000, 6500])('keeps a tone of %i Hz from 24 to 16 kHz', (hz) => {
    expect(largestDifference(resample(tone(hz, 24_000), 24_000, 16_000), tone(hz, 16_000))).toBeLessThan(2e-3)
  })

  it('keeps a tone upwards too', () => {
    expect(largestDifference(resample(tone(1000, 16_000), 16_000, 24_000), tone(1000, 24_000))).toBeLessThan(2e-3)
  })

  it('removes what would fold back: 10 kHz is silent at 16 kHz', () => {
    expect(largestDifference(resample(tone(10_000, 24_000), 24_000, 16_000), new Float32Array(8000))).toBeLessThan(2e-3)
  })
})
