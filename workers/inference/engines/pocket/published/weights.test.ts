import { expect, it } from 'vitest'
import { isTanhGelu } from './weights'

const approximate = (kind: string) => [{ name: 'approximate', encoded: new TextEncoder().encode(kind) }]

it.each([
  ['Tanh', [], true],
  ['FastGelu', [], true],
  ['Gelu', approximate('tanh'), true],
  ['Gelu', approximate('none'), false],
  ['Gelu', [], false],
  ['Erf', [], false],
])('knows which GELU a graph computes: %s', (opType, attributes, isTanh) => {
  expect(isTanhGelu({ opType, attributes })).toBe(isTanh)
})
