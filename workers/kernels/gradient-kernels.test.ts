import { beforeAll, describe, expect, it } from 'vitest'
import { draw, expectClose, floatsIn } from '#fixtures/kernel-memory'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { ACTIVATION } from './int8-convolution'
import type { Kernels } from './kernels'

// Gradients against those of plain arithmetic: differences of float64 sums, or the sums that they are by definition.

const OUTPUTS = 12
const INPUTS = 7
const DILATION = 2
const ROWS = 60

describe.each(['baseline', 'relaxed'] as const)('gradients, %s build', (build) => {
  let kernels: Kernels
  let place: (values: ArrayLike<number>) => number
  let read: (address: number, length: number) => Float32Array
  beforeAll(async () => {
    kernels = await loadNodeKernels(build)
    ;({ place, read } = floatsIn(kernels))
  })

  describe.each([1, 3])('a convolution of %i taps with weights of 8 bits', (taps) => {
    const before = ((taps - 1) * DILATION) / 2
    const bytes = Uint8Array.from(draw(OUTPUTS * INPUTS * taps, 1, 40), (value) => Math.min(255, Math.max(0, Math.round(value + 120))))
    const [scale, zero] = [0.01, 119]
    const weight = (output: number, input: number, tap: number) => (bytes[(output * INPUTS + input) * taps + tap]! - zero) * scale
    /** `columns` of rows with zeros around them, and where row 0 lies. */
    function placeRows(values: Float32Array, columns: number): number {
      return place([...new Float32Array(before * columns), ...values, ...new Float32Array(before * columns)]) + 4 * before * columns
    }
    function placeBytes(): number {
      const address = kernels.memory.allocate(bytes.length)
      kernels.memory.int8(address, bytes.length).set(bytes)
      return address
    }
    const panelsFor = (depth: number, columns: number) => kernels.memory.allocate(4 * taps * Math.ceil(columns / 8) * 8 * (depth + 1))

    it('multiplies as it should', () => {
      const [x, bias] = [draw(ROWS * INPUTS, 2), draw(OUTPUTS, 3)]
      const expected = Array.from({ length: ROWS * OUTPUTS }, (_, i) => {
        const [row, output] = [Math.floor(i / OUTPUTS), i % OUTPUTS]
        let sum = bias[output]! * 0.5
        for (let tap = 0; tap < taps; tap++) {
          const at = row - before + tap * DILATION
          if (at >= 0 && at < ROWS) for (let input = 0; input < INPUTS; input++) sum += 0.5 * x[at * INPUTS + input]! * weight(output, input, tap)
        }
        return sum
      })
      const panels = panelsFor(INPUTS, OUTPUTS)
      const [values, biases] = [placeBytes(), place(bias)]
      const count = taps * Math.ceil(OUTPUTS / 8)
      for (const [from, end] of [[0, 1], [1, count]] as const) {
        kernels.run.unpackPanels(values, 1, taps, INPUTS * taps, INPUTS, OUTPUTS, scale * 0.5, zero, biases, 0.5, panels, from, end)
      }
      const [address, to] = [placeRows(x, INPUTS), place(draw(ROWS * OUTPUTS, 9))]
      kernels.run.convolveFloat(address, INPUTS, panels, INPUTS, OUTPUTS, taps, DILATION, before, to, OUTPUTS, 0, 31, 0)
      kernels.run.convolveFloat(address, INPUTS, panels, INPUTS, OUTPUTS, taps, DILATION, before, to, OUTPUTS, 31, ROWS, 0)
      expectClose(read(to, ROWS * OUTPUTS), expected, 1e-5)
    })

    it('gives the gradient of its input, on top of what is there', () => {
      const [gradient, there] = [draw(ROWS * OUTPUTS, 4), draw(ROWS * INPUTS, 5)]
      const expected = Float64Array.from(there)
      for (let row = 0; row < ROWS; row++) {
        for (let tap = 0; tap < taps; tap++) {
          const at = row - before + tap * DILATION
          if (at < 0 || at >= ROWS) continue
          for (let output = 0; output < OUTPUTS; output++) {
            for (let input = 0; input < INPUTS; input++) expected[at * INPUTS + input]! += gradient[row * OUTPUTS + output]! * weight(output, input, tap)
          }
        }
      }
      const panels = panelsFor(OUTPUTS, INPUTS)
      kernels.run.unpackPanels(placeBytes() + taps - 1, -1, INPUTS * taps, taps, OUTPUTS, INPUTS, scale, zero, 0, 1, panels, 0, taps * Math.ceil(INPUTS / 8))
      const to = place(there)
      kernels.run.convolveFloat(placeRows(gradient, OUTPUTS), OUTPUTS, panels, OUTPUTS, INPUTS, taps, DILATION, before, to, INPUTS, 0, ROWS, 1)
      expectClose(read(to, ROWS * INPUTS), expected, 1e-5)
    })
  })

  describe.each(['snake', 'leaky'] as const)('a norm with %s behind it', (kind) => {
    const width = 8
    const [x, gradient] = [draw(ROWS * width, 6, 2).map((value) => value + 3), draw(ROWS * width, 7)]
    const [gains, shifts] = [draw(width, 8), draw(width, 9)]
    const alphas = draw(width, 10).map((value) => 1 + value ** 2)
    const channel = (values: ArrayLike<number>, c: number) => Array.from({ length: ROWS }, (_, row) => values[row * width + c]!)
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const activation = (u: number, c: number) => (kind === 'snake' ? u + Math.sin(alphas[c]! * u) ** 2 / alphas[c]! : Math.max(u, 0.2 * u))

    /** What the gradient is multiplied with and added up: a loss of which it is the gradient. */
    function lossOf(values: ArrayLike<number>, c: number, gain = gains[c]!, shift = shifts[c]!): number {
      const own = channel(values, c)
      const [m, weights] = [mean(own), channel(gradient, c)]
      const deviation = Math.sqrt(mean(own.map((value) => (value - m) ** 2)))
      return own.reduce((sum, value, row) => sum + weights[row]! * activation((gain * (value - m)) / deviation + shift, c), 0)
    }
    const step = 1e-4
    const slope = (at: (by: number) => number) => (at(step) - at(-step)) / (2 * step)

    it('gives the gradients of gain, shift and what comes in', () => {
      const means = Array.from({ length: width }, (_, c) => mean(channel(x, c)))
      const deviations = means.map((m, c) => Math.sqrt(mean(channel(x, c).map((value) => (value - m) ** 2))))
      const turns = alphas.map((alpha) => (kind === 'snake' ? alpha / Math.PI : 1))
      const folded = gains.map((gain, c) => gain / deviations[c]!)
      const coefficients = place([
        ...folded.map((gain, c) => gain * turns[c]!), ...folded.map((gain, c) => (shifts[c]! - gain * means[c]!) * turns[c]!), ...new Float32Array(width), ...means,
      ])
      const [px, pg, sums] = [place(x), place(gradient), place(new Float32Array(2 * width))]
      kernels.run.activationGradient(px, coefficients, ACTIVATION[kind], pg, ROWS, width, sums)
      const ofShift = read(sums, width)
      const ofGain = read(sums + 4 * width, width).map((sum, c) => sum / deviations[c]!)
      expectClose(ofShift, means.map((_, c) => slope((by) => lossOf(x, c, undefined, shifts[c]! + by))), 2e-3)
      expectClose(ofGain, means.map((_, c) => slope((by) => lossOf(x, c, gains[c]! + by))), 2e-3)

      const q = folded.map((gain, c) => (-gain * ofGain[c]!) / (ROWS * deviations[c]!))
      const r = folded.map((gain, c) => (-gain * ofShift[c]!) / ROWS - q[c]! * means[c]!)
      const to = place(x)
      kernels.run.normGradient(pg, px, place([...folded, ...q, ...r]), to, ROWS, width, 1)
      const row = 17
      const expected = means.map((_, c) => slope((by) => lossOf(x.with(row * width + c, x[row * width + c]! + by), c)) + x[row * width + c]!)
      expectClose(read(to + 4 * row * width, width), expected, 5e-3)
    })
  })

  it('gives the gradient of LeakyReLU, and adds rows up', () => {
    const [y, gradient] = [draw(16, 11), draw(16, 12)]
    const [py, pg] = [place(y), place(gradient)]
    kernels.run.leakyReluGradient(py, 0.1, pg, 16)
    expectClose(read(pg, 16), gradient.map((value, i) => value * (y[i]! < 0 ? 0.1 : 1)), 1e-7)
    kernels.run.addScaled(py, -2, pg, 16, 1)
    expectClose(read(pg, 16), gradient.map((value, i) => value * (y[i]! < 0 ? 0.1 : 1) - 2 * y[i]!), 1e-6)
    kernels.run.addScaled(py, 3, pg, 16, 0)
    expect([...read(pg, 16)]).toEqual([...y.map((value) => 3 * value)])
  })
})
