import { describe, expect, it } from 'vitest'
import { narrowFloat16, widenBfloat16, widenFloat16 } from './half-floats'

// Bit patterns of IEEE 754-2008 binary16: the examples of its Wikipedia article, and the limits.
const halves: readonly (readonly [bits: number, value: number])[] = [
  [0x0000, 0], [0x8000, -0], [0x0001, 2 ** -24], [0x03ff, 0.000060975551605224609375], [0x0400, 2 ** -14], [0x3555, 0.333251953125],
  [0x3bff, 0.99951171875], [0x3c00, 1], [0x3c01, 1.0009765625], [0x7bff, 65504], [0x7c00, Infinity], [0xfc00, -Infinity], [0xc000, -2],
]

describe('half-precision numbers', () => {
  it.each(halves)('0x%s is %f, both ways', (bits, value) => {
    expect(widenFloat16(Uint16Array.of(bits))[0]).toBe(value)
    expect(narrowFloat16(Float32Array.of(value))[0]).toBe(bits)
  })

  it('stay what they are through float32, all of them that are numbers', () => {
    const all = Uint16Array.from({ length: 65_536 }, (_, bits) => bits).filter((bits) => (bits & 0x7fff) <= 0x7c00)
    expect(narrowFloat16(widenFloat16(all))).toEqual(all)
  })

  it.each([
    ['down below the middle', 1 + 0.49 / 1024, 0x3c00],
    ['up above the middle', 1 + 0.51 / 1024, 0x3c01],
    ['to even in the middle, down', 1 + 0.5 / 1024, 0x3c00],
    ['to even in the middle, up', 1 + 1.5 / 1024, 0x3c02],
    ['up to the next power of two', 1.9999, 0x4000],
    ['to nothing what is too small', 2 ** -26, 0x0000],
    ['to infinity what is too large', 65520, 0x7c00],
    ['to the largest what is just not', 65519, 0x7bff],
  ])('round %s', (_, value, bits) => {
    expect(narrowFloat16(Float32Array.of(value))[0]).toBe(bits)
  })

  it('keep what is no number', () => {
    expect(widenFloat16(narrowFloat16(Float32Array.of(NaN)))[0]).toBeNaN()
  })
})

describe('bfloat16 numbers', () => {
  it.each([[0x3f80, 1], [0xc000, -2], [0x7f80, Infinity], [0x4049, 3.140625], [0x0001, 2 ** -133]])('0x%s is %f', (bits, value) => {
    expect(widenBfloat16(Uint16Array.of(bits))[0]).toBe(value)
  })
})
