import { describe, expect, it } from 'vitest'
import { MynaError } from '../../../../src/shared/protocol/errors'
import { mixStyleTables, readStyleTable, STYLE_ROWS, STYLE_WIDTH, styleRow } from './style-table'

/** Every value is the number of its row. */
const numbered = Float32Array.from({ length: STYLE_ROWS * STYLE_WIDTH }, (_, index) => Math.floor(index / STYLE_WIDTH))

describe('style tables', () => {
  it('refuses a truncated file', () => {
    expect(() => readStyleTable(new ArrayBuffer(522_236))).toThrow(MynaError)
  })

  it('reads a published file of 522,240 bytes', () => {
    expect(readStyleTable(new ArrayBuffer(522_240))).toHaveLength(130_560)
  })

  it.each([
    [1, 0],
    [37, 36],
    [510, 509],
    [0, 0],
    [600, 509],
  ])('takes for %s ids row %s', (idCount, row) => {
    expect(styleRow(numbered, idCount)).toEqual(new Float32Array(STYLE_WIDTH).fill(row))
  })

  it('mixes by weight', () => {
    const ones = new Float32Array(numbered.length).fill(1)
    const mix = mixStyleTables([
      { table: ones, weight: 0.25 },
      { table: numbered, weight: 0.75 },
    ])
    expect(styleRow(mix, 5)[0]).toBe(0.25 + 0.75 * 4)
  })
})
