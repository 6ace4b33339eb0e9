import { expect, it } from 'vitest'
import { coordinateCount, coordinatesOf, tableAt, type StyleSpace } from './style-space'

/** Two coordinates: the first moves column 0 by 2, the second column 200 by 0.5; column 7 rises from -1 to 1 over the rows. */
function twoCoordinates(): StyleSpace {
  const basis = new Float32Array(2 * 256)
  basis[0] = 2
  basis[256 + 200] = 0.5
  const shape = new Float32Array(256)
  shape[7] = 1
  const rows = Float32Array.from({ length: 510 }, (_, row) => (2 * row) / 509 - 1)
  return { mean: new Float32Array(256).fill(3), basis, courseRows: rows, courseShapes: shape }
}

it('has the mean, its own place and the common course in every row', () => {
  const table = tableAt(twoCoordinates(), Float64Array.of(1.5, -4))
  const at = (row: number, column: number) => table[row * 256 + column]
  expect([at(0, 0), at(509, 0)]).toEqual([6, 6])
  expect([at(0, 200), at(509, 200)]).toEqual([1, 1])
  expect([at(0, 7), at(509, 7)]).toEqual([2, 4])
  expect([at(0, 8), at(509, 255)]).toEqual([3, 3])
})

it('finds the coordinates of its own tables again', () => {
  const space = twoCoordinates()
  expect(coordinateCount(space)).toBe(2)
  const [first, second] = coordinatesOf(space, tableAt(space, Float64Array.of(1.5, -4)))
  expect(first).toBeCloseTo(1.5, 6)
  expect(second).toBeCloseTo(-4, 6)
})

it('takes the nearest point for a table outside', () => {
  const space = twoCoordinates()
  const table = tableAt(space, Float64Array.of(1, 1))
  for (let row = 0; row < 510; row++) table[row * 256 + 30] = 9
  const [first, second] = coordinatesOf(space, table)
  expect(first).toBeCloseTo(1, 6)
  expect(second).toBeCloseTo(1, 6)
})
