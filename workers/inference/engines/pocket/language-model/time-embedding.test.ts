import { expect, it } from 'vitest'
import { rmsNorm } from './time-embedding'

it('divides by the root of the unbiased variance and keeps the mean', () => {
  // Mean 4, squares of distances 4 + 0 + 4, over 3 - 1: variance 4.
  const alpha = Float32Array.of(1, 2, -1)
  const expected = [2, 8, -6].map((value) => value / Math.sqrt(4 + 1e-5))
  rmsNorm(Float32Array.of(2, 4, 6), alpha).forEach((value, i) => { expect(value).toBeCloseTo(expected[i]!, 6) })
})
