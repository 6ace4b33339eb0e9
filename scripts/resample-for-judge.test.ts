import { describe, expect, it } from 'vitest'
import { resampleForJudge } from './resample-for-judge'

const sine = (hz: number, rate: number) => Float32Array.from({ length: rate / 2 }, (_, at) => Math.sin((2 * Math.PI * hz * at) / rate))

describe('resampling for Whisper', () => {
  it.each([8000, 24_000, 48_000])('keeps a tone of 1 kHz from %s Hz', (rate) => {
    const resampled = resampleForJudge(sine(1000, rate), rate)
    const expected = sine(1000, 16_000)
    expect(resampled).toHaveLength(8000)
    // Away from the ends, where the low-pass reaches over the edge.
    for (let at = 200; at < 7800; at++) expect(Math.abs(resampled[at]! - expected[at]!)).toBeLessThan(0.01)
  })

  it('removes what would fold back', () => {
    const resampled = resampleForJudge(sine(11_000, 24_000), 24_000)
    expect(Math.max(...resampled.subarray(200, 7800).map(Math.abs))).toBeLessThan(0.01)
  })
})
