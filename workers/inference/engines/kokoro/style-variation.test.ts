import { expect, it } from 'vitest'
import { createRandom, type Random } from '../../../../src/shared/audio/random'
import { variedManner } from './style-variation'

const usual = { style: new Float32Array(256).fill(1), speed: 1.5 }
const fixed = (normal: number, uniform: number): Random => ({ uint32: () => 0, normal: () => normal, uniform: () => uniform })

it('moves every number of the style by its random number and the pace by at most three hundredths', () => {
  const { style, speed } = variedManner(usual, fixed(-2, 1))
  for (const value of style) expect(value).toBeCloseTo(1 - 2 * 0.022, 6)
  expect(speed).toBeCloseTo(1.5 * 1.03, 9)
  expect(variedManner(usual, fixed(0, 0)).speed).toBeCloseTo(1.5 * 0.97, 9)
})

it('leaves the usual manner alone where the random numbers are in the middle', () => {
  expect(variedManner(usual, fixed(0, 0.5))).toEqual(usual)
})

it('says the same again for the same seed, something else for another, and never changes what it was given', () => {
  const once = variedManner(usual, createRandom(7, 3))
  expect(variedManner(usual, createRandom(7, 3))).toEqual(once)
  expect(variedManner(usual, createRandom(8, 3))).not.toEqual(once)
  expect(usual.style).toEqual(new Float32Array(256).fill(1))
})
