import { beforeAll, describe, expect, it } from 'vitest'
import { draw, expectClose, floatsIn } from '#fixtures/kernel-memory'
import { loadNodeKernels } from '#fixtures/node-kernels'
import type { KernelCall } from './kernel-team'
import type { Kernels } from './kernels'
import { lstmCall, packRecurrence } from './lstm'
import type { PlacedWeights } from './packed-weights'
import { packRowProduct, ROW_ACTIVATION, rowProductCall, type RowLayer } from './row-product'

// Every kernel against the same sum in float64, in both builds.

function perform({ run }: Kernels, [name, ...args]: KernelCall): void {
  (run[name] as (...args: readonly number[]) => void)(...args)
}

const inputsFirst = (values: PlacedWeights['values'], outputs: number): PlacedWeights => ({ values, steps: { output: 1, input: outputs, tap: 0 }, zeroPoint: 0, scales: [1] })

describe.each(['baseline', 'relaxed'] as const)('%s', (build) => {
  let kernels: Kernels
  let place: (values: ArrayLike<number>) => number
  let read: (address: number, length: number) => Float32Array
  beforeAll(async () => {
    kernels = await loadNodeKernels(build)
    const floats = floatsIn(kernels)
    place = floats.place
    read = floats.read
  })

  /** A product by the kernel, [rows, outWidth]. */
  function multiply(weights: PlacedWeights, layer: RowLayer, x: Float32Array, more: { plus?: Float32Array; factor?: number; coefficients?: Float32Array } = {}) {
    const packed = packRowProduct(kernels, weights, layer)
    const rows = x.length / packed.width
    const [out, scratch] = [kernels.memory.allocate(4 * rows * packed.outWidth), kernels.memory.allocate(packed.scratchBytes)]
    const optional = { ...(more.plus && { plus: place(more.plus), factor: more.factor ?? 1 }), ...(more.coefficients && { coefficients: place(more.coefficients) }) }
    const call = { x: place(x), total: rows, out, step: packed.outWidth, scratch, ...optional }
    // In two parts, as two threads would.
    const middle = Math.floor(rows / 3)
    for (const [from, to] of [[0, middle], [middle, rows]] as const) perform(kernels, rowProductCall(packed, { ...call, from, to }))
    return read(out, rows * packed.outWidth)
  }

  describe('products of rows', () => {
    const [rows, inputs, outputs] = [50, 64, 11]
    const x = draw(rows * inputs, 1)
    const w = Int8Array.from(draw(inputs * outputs, 2, 50), Math.round)
    const bias = draw(outputs, 3)

    function expected(activation: (value: number, input: number) => number): Float32Array {
      return Float32Array.from({ length: rows * 16 }, (_, at) => {
        const [row, output] = [Math.floor(at / 16), at % 16]
        if (output >= outputs) return 0
        let sum = bias[output]!
        for (let i = 0; i < inputs; i++) sum += activation(x[row * inputs + i]!, i) * w[i * outputs + output]!
        return sum
      })
    }

    it('is exact to half a step of 14 bits with two digits', () => {
      const actual = multiply(inputsFirst(w, outputs), { inputs, outputs, bias, digits: 2 }, x)
      // Steps of about 4 / 8191, errors of which add up like a random walk over 64 weights of about 50.
      expectClose(actual, expected((value) => value), 0.5)
    })

    it('is near with one digit, and nearer where the largest inputs are kept apart', () => {
      const wild = x.map((value, at) => (at % inputs === 5 ? 20 * value : value))
      const plain = multiply(inputsFirst(w, outputs), { inputs, outputs, bias, digits: 1 }, wild)
      const apart = multiply(inputsFirst(w, outputs), { inputs, outputs, bias, digits: 1, few: [5] }, wild)
      const right = expected((value, i) => (i === 5 ? 20 * value : value))
      const error = (actual: Float32Array) => Math.sqrt(actual.reduce((sum, value, at) => sum + (value - right[at]!) ** 2, 0) / actual.length)
      const spread = Math.sqrt(right.reduce((sum, value) => sum + value ** 2, 0) / right.length)
      expect(error(apart)).toBeLessThan(0.01 * spread)
      if (build === 'relaxed') expect(error(plain)).toBeGreaterThan(3 * error(apart))
    })

    it('reads GELU of its rows', () => {
      const actual = multiply(inputsFirst(w, outputs), { inputs, outputs, bias, digits: 2, activation: ROW_ACTIVATION.gelu }, x)
      expectClose(actual, expected((value) => (value / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (value + 0.044715 * value ** 3)))), 0.5)
    })

    it('adds rows with a factor', () => {
      const plus = draw(rows * 16, 4)
      const actual = multiply(inputsFirst(w, outputs), { inputs, outputs, bias, digits: 2, factor: 0.5 }, x, { plus, factor: 3 })
      expectClose(actual, expected((value) => value).map((value, at) => 0.5 * value + 3 * plus[at]!), 0.3)
    })
  })

  it('convolves over time, with what is outside as zeros, and rounds shifted weights again only where it must', () => {
    const [rows, channels, outputs, taps] = [40, 16, 3, 5]
    const x = draw(rows * channels, 5)
    const values = Uint8Array.from(draw(outputs * channels * taps, 6, 40), (value) => Math.min(255, Math.max(0, Math.round(value + 120))))
    values[1] = 255
    const weights: PlacedWeights = { values, steps: { output: channels * taps, input: taps, tap: 1 }, zeroPoint: 120, scales: [0.1] }
    const [a, b] = [draw(channels, 7), draw(channels, 8)]
    const layer = { inputs: channels, outputs, taps, bias: draw(outputs, 9), digits: 2, activation: ROW_ACTIVATION.leaky } as const
    const actual = multiply(weights, layer, x, { coefficients: Float32Array.of(...a, ...b) })
    const expected = Float32Array.from({ length: rows * 8 }, (_, at) => {
      const [row, output] = [Math.floor(at / 8), at % 8]
      if (output >= outputs) return 0
      let sum = layer.bias[output]!
      for (let tap = 0; tap < taps; tap++) {
        const t = row + tap - 2
        for (let c = 0; c < channels && t >= 0 && t < rows; c++) {
          const z = x[t * channels + c]! * a[c]! + b[c]!
          sum += Math.max(z, 0.2 * z) * 0.1 * (values[(output * channels + c) * taps + tap]! - 120)
        }
      }
      return sum
    })
    // The output with the 255 has steps of 135 / 127.
    expectClose(actual, expected, 0.6)
    expectClose(actual.filter((_, at) => at % 8 === 1), expected.filter((_, at) => at % 8 === 1), 0.06)
  })

  it.each([false, true])('runs an LSTM, backward: %s', (backward) => {
    const [rows, hidden] = [9, 32]
    const gates = draw(rows * 4 * hidden, 10)
    const w = Int8Array.from(draw(4 * hidden * hidden, 11, 40), Math.round)
    const packed = packRecurrence(kernels, { ...inputsFirst(w, 4 * hidden), scales: [0.004] }, hidden)
    const [out, scratch] = [kernels.memory.allocate(4 * rows * hidden), kernels.memory.allocate(packed.scratchBytes)]
    perform(kernels, lstmCall(packed, { gates: place(gates), gateStep: 4 * hidden, rows, backward, out, step: hidden, scratch }))

    const expected = new Float32Array(rows * hidden)
    let [last, cells] = [new Float64Array(hidden), new Float64Array(hidden)]
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
    for (let i = 0; i < rows; i++) {
      const row = backward ? rows - 1 - i : i
      const gate = (number: number, state: number) => last.reduce((sum, value, input) => sum + value * 0.004 * w[input * 4 * hidden + number * hidden + state]!, gates[row * 4 * hidden + number * hidden + state]!)
      cells = cells.map((cell, state) => sigmoid(gate(2, state)) * cell + sigmoid(gate(0, state)) * Math.tanh(gate(3, state)))
      last = cells.map((cell, state) => sigmoid(gate(1, state)) * Math.tanh(cell))
      expected.set(last, row * hidden)
    }
    expectClose(read(out, rows * hidden), expected, 1e-3)
  })

  it('attends to all rows', () => {
    const [rows, width] = [13, 16]
    const [q, k, v] = [draw(rows * width, 12), draw(rows * width, 13), draw(rows * width, 14)]
    const packed = Float32Array.from({ length: rows * 3 * width }, (_, at) => [q, k, v][Math.floor((at % (3 * width)) / width)]![Math.floor(at / (3 * width)) * width + (at % width)]!)
    const [x, out, scratch] = [place(packed), kernels.memory.allocate(4 * rows * width), kernels.memory.allocate(kernels.run.attendScratch(rows, width))]
    kernels.run.attendAll(x, x + 4 * width, x + 8 * width, 3 * width, rows, width, 0.3, out, width, scratch)
    const expected = new Float32Array(rows * width)
    for (let i = 0; i < rows; i++) {
      const scores = Array.from({ length: rows }, (_, j) => Math.exp(0.3 * q.subarray(i * width, (i + 1) * width).reduce((sum, value, d) => sum + value * k[j * width + d]!, 0)))
      const total = scores.reduce((sum, score) => sum + score, 0)
      for (let d = 0; d < width; d++) expected[i * width + d] = scores.reduce((sum, score, j) => sum + (score / total) * v[j * width + d]!, 0)
    }
    expectClose(read(out, rows * width), expected, 1e-5)
  })
})
