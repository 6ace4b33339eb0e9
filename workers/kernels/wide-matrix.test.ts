import { beforeAll, describe, expect, it } from 'vitest'
import { draw } from '#fixtures/kernel-memory'
import { signalToNoise } from '#fixtures/compare-numbers'
import { loadNodeKernels } from '#fixtures/node-kernels'
import type { Kernels } from './kernels'
import { packWideMatrix, WIDE_RANGE } from './wide-matrix'

let kernels: Kernels
beforeAll(async () => {
  kernels = await loadNodeKernels()
})

interface Case {
  readonly inputs: number
  readonly outputs: number
  readonly rows: number
  /** Values from a row to the next, and rows of a group. */
  readonly step: number
  readonly together: number
}

/** The product on the kernels and in float64, on top of what is there if asked for. */
function bothWays({ inputs, outputs, rows, step, together }: Case, weights: Float32Array, x: Float32Array, adds: boolean) {
  const { memory, run } = kernels
  const place = (values: Float32Array) => {
    const address = memory.allocate(4 * values.length)
    memory.float32(address, values.length).set(values)
    return address
  }
  const [bias, before] = [draw(outputs, 5), draw(rows * outputs, 6)]
  const matrix = packWideMatrix(kernels, { inputs, outputs }, (input, output) => weights[output * inputs + input]!, (output) => bias[output]!)
  const span = (together - 1) * step + inputs
  const [groups, spanStep] = [rows / together, Math.ceil(span / 8) * 8]
  const [numbers, scales, from, to] = [memory.allocate(2 * (groups * spanStep + 16)), memory.allocate(4 * rows), place(x), place(before)]
  run.quantiseGroups(from, groups, together * step, span, WIDE_RANGE, numbers, spanStep, scales, together)
  run.multiplyWide(numbers, step, together, 2 * spanStep, scales, matrix.address, to, outputs, rows, outputs, matrix.inputs, adds ? 1 : 0)
  const expected = Float32Array.from({ length: rows * outputs }, (_, i) => {
    const [row, output] = [Math.floor(i / outputs), i % outputs]
    let sum = bias[output]! + (adds ? before[i]! : 0)
    for (let input = 0; input < inputs; input++) sum += x[row * step + input]! * weights[output * inputs + input]!
    return sum
  })
  return { actual: Float32Array.from(memory.float32(to, rows * outputs)), expected }
}

describe('the product in whole numbers', () => {
  it.each<Case>([
    { inputs: 64, outputs: 16, rows: 12, step: 64, together: 12 },
    { inputs: 192, outputs: 32, rows: 30, step: 64, together: 15 },
    { inputs: 7, outputs: 24, rows: 16, step: 1, together: 8 },
    { inputs: 600, outputs: 21, rows: 5, step: 600, together: 5 },
    { inputs: 34, outputs: 3, rows: 9, step: 34, together: 3 },
  ])('computes $rows rows of $inputs to $outputs', (shape) => {
    const x = draw((shape.rows - 1) * shape.step + shape.inputs, 2)
    const weights = draw(shape.inputs * shape.outputs, 3)
    for (const adds of [false, true]) {
      const { actual, expected } = bothWays(shape, weights, x, adds)
      expect(signalToNoise(actual, expected)).toBeGreaterThan(65)
    }
  })

  it('never leaves int32, whatever it is given', () => {
    const shape = { inputs: 1024, outputs: 8, rows: 4, step: 1024, together: 4 }
    const x = new Float32Array(4 * 1024).fill(3)
    const { actual, expected } = bothWays(shape, new Float32Array(8 * 1024).fill(-2), x, false)
    expect(signalToNoise(actual, expected)).toBeGreaterThan(65)
  })

  it('keeps zeros zeros, in weights and in rows', () => {
    const shape = { inputs: 16, outputs: 8, rows: 4, step: 16, together: 2 }
    const { actual, expected } = bothWays(shape, new Float32Array(8 * 16), draw(64, 1), false)
    expect(actual).toEqual(expected)
    const silent = bothWays(shape, draw(8 * 16, 3), new Float32Array(64), false)
    expect(silent.actual).toEqual(silent.expected)
  })
})
