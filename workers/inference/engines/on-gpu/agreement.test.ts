import { describe, expect, it } from 'vitest'
import { compareWithCpu as compare, FLOAT_TOLERANCE, ROUNDED_TOLERANCE } from './agreement'

const result = (values: Float32Array) => [{ values, tolerance: 1e-6 }]
const compareWithCpu = (actual: ReturnType<typeof result>, expected: ReturnType<typeof result>) => compare(actual, expected, FLOAT_TOLERANCE)
const right = Float32Array.of(1, -2, 0, 2)

describe('comparing a GPU with the CPU', () => {
  it.each([
    ['noise', Float32Array.of(0.3, 1.1, -0.4, 0.2)],
    ['one value off by a twentieth of the largest', Float32Array.of(1.1, -2, 0, 2)],
    ['no number', Float32Array.of(1, NaN, 0, 2)],
    ['an infinite one', Float32Array.of(1, -2, Infinity, 2)],
    ['too few values', Float32Array.of(1, -2, 0)],
    ['silence', new Float32Array(4)],
  ])('finds %s wrong', (_, wrong) => {
    expect(compareWithCpu(result(wrong), result(right)).agrees).toBe(false)
  })

  it('finds it wrong when every value is off by 1.2 %: each is near, all together are too much', () => {
    const values = Float32Array.from({ length: 64 }, (_, i) => (i % 2 ? 1 : -1))
    const { agrees, snrDb } = compareWithCpu(result(values.map((value) => value * 1.012)), result(values))
    expect(agrees).toBe(false)
    // 20 log10(1 / 0.012)
    expect(snrDb).toBeCloseTo(38.42, 1)
  })

  it('takes what one of them has rounded to 8 bits where that is to be expected, and no noise', () => {
    const values = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i))
    const rounded = values.map((value) => Math.round(value * 32) / 32)
    expect(compare(result(rounded), result(values), ROUNDED_TOLERANCE).agrees).toBe(true)
    expect(compare(result(rounded), result(values), FLOAT_TOLERANCE).agrees).toBe(false)
    expect(compare(result(values.map((value, i) => value * (i % 8 ? 1 : 0.3))), result(values), ROUNDED_TOLERANCE).agrees).toBe(false)
  })

  it('finds too few results wrong', () => {
    expect(compareWithCpu([], result(right)).agrees).toBe(false)
    expect(compareWithCpu([...result(right), ...result(right)], result(right)).agrees).toBe(false)
  })

  it('takes values that are off by a thousandth, and says how far: the worst of the results counts', () => {
    const near = right.map((value) => value * 1.001)
    const { agrees, snrDb } = compareWithCpu([...result(right), ...result(near)], [...result(right), ...result(right)])
    expect(agrees).toBe(true)
    // 20 log10(1 / 0.001)
    expect(snrDb).toBeCloseTo(60, 1)
  })

  it('takes equal values, silence among them', () => {
    expect(compareWithCpu(result(new Float32Array(4)), result(new Float32Array(4)))).toEqual({ agrees: true, snrDb: Infinity })
  })
})
