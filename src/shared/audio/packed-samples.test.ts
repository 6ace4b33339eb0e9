import { expect, it } from 'vitest'
import { packSamples, unpackSamples, withoutEndingZeros } from './packed-samples'

it('gives samples back to within half a step of 16 bits, also those beyond full scale', () => {
  const samples = Float32Array.of(0, 1 / 3, -0.9, 1e-3, -1)
  unpackSamples(packSamples(samples)).forEach((sample, index) => { expect(Math.abs(sample - samples[index]!)).toBeLessThanOrEqual(1 / 65_534 + 1e-9) })
  const loud = Float32Array.of(2.5, -0.5)
  unpackSamples(packSamples(loud)).forEach((sample, index) => { expect(Math.abs(sample - loud[index]!)).toBeLessThanOrEqual(2.5 / 65_534 + 1e-7) })
})

it('packs no samples into none', () => {
  expect(unpackSamples(packSamples(new Float32Array(0)))).toHaveLength(0)
})

it('cuts the zeros at the end and no others', () => {
  expect([...withoutEndingZeros(Float32Array.of(0, 0.5, 0, 0.25, 0, 0))]).toEqual([0, 0.5, 0, 0.25])
  expect(withoutEndingZeros(new Float32Array(3))).toHaveLength(0)
})
