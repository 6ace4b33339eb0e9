import { beforeEach, describe, expect, it } from 'vitest'
import { draw, floatsIn } from '#fixtures/kernel-memory'
import { loadNodeKernels, loadNodeTeam } from '#fixtures/node-kernels'
import { ACTIVATION, convolutionCall, convolve, packConvolution, type ConvolutionWeights, type PackedConvolution, type ReadActivation } from './int8-convolution'
import type { Kernels } from './kernels'
import { floatsInOrder, weightAt } from './packed-weights'

// Against the same sums in float64.

const PARTS_OF_RESULT = 4
const SLACK = 8

type Shape = Pick<ConvolutionWeights, 'inputs' | 'outputs' | 'taps' | 'dilation' | 'before' | 'seven'>

/** bias + weights ∗ y for rows from <= t < to of rows y [total, inputs], zeros outside. */
function expectedRows(layer: ConvolutionWeights, y: (row: number, input: number) => number, total: number, from: number, to: number): number[] {
  const { weights, bias, inputs, outputs, taps, dilation = 1, before = ((taps - 1) * dilation) / 2 } = layer
  return Array.from({ length: (to - from) * outputs }, (_, at) => {
    const [t, output] = [from + Math.floor(at / outputs), at % outputs]
    let sum = bias?.[output] ?? 0
    for (let tap = 0; tap < taps; tap++) {
      const row = t - before + tap * dilation
      if (row < 0 || row >= total) continue
      for (let input = 0; input < inputs; input++) sum += y(row, input) * weightAt(weights, output, input, tap)
    }
    return sum
  })
}

describe.each(['baseline', 'relaxed'] as const)('a convolution in whole numbers, %s build', (build) => {
  let kernels: Kernels
  beforeEach(async () => {
    kernels = await loadNodeKernels(build)
  })

  /** Places rows of `inputs` values as rows of `width`. */
  function placeRows(x: Float32Array, inputs: number, width: number): number {
    const rows = x.length / inputs
    const filled = new Float32Array(rows * width)
    for (let row = 0; row < rows; row++) filled.set(x.subarray(row * inputs, (row + 1) * inputs), row * width)
    return floatsIn(kernels).place(filled)
  }

  function readRows(address: number, from: number, to: number, { outWidth }: PackedConvolution, outputs: number): Float32Array {
    const rows = kernels.memory.float32(address + 4 * from * outWidth, (to - from) * outWidth)
    return Float32Array.from({ length: (to - from) * outputs }, (_, at) => rows[Math.floor(at / outputs) * outWidth + (at % outputs)]!)
  }

  /** Signal to noise in dB. */
  function nearness(actual: Float32Array, expected: readonly number[]): number {
    expect(actual.length).toBe(expected.length)
    let [signal, noise] = [0, 0]
    expected.forEach((value, at) => {
      signal += value ** 2
      noise += (value - actual[at]!) ** 2
    })
    return 10 * Math.log10(signal / noise)
  }

  function run(shape: Shape, total: number, activation?: ReadActivation, layer = randomLayer(shape)) {
    const packed = packConvolution(kernels, layer)
    const x = draw(total * shape.inputs, 3)
    const out = kernels.memory.allocate(4 * packed.outWidth * total)
    const scratch = kernels.memory.allocate(packed.scratchBytes)
    const call = { x: placeRows(x, shape.inputs, packed.width), total, out, scratch, ...(activation === undefined ? {} : { activation }) }
    return { layer, packed, x, call, read: (from: number, to: number) => readRows(out, from, to, packed, shape.outputs) }
  }

  function randomLayer(shape: Shape): ConvolutionWeights {
    return { ...shape, weights: floatsInOrder(draw(shape.outputs * shape.inputs * shape.taps, 1), shape), bias: draw(shape.outputs, 2) }
  }

  const leastNearness = build === 'baseline' ? 38 : 28

  it.each<Shape & { total: number }>([
    { inputs: 16, outputs: 8, taps: 1, total: 1 },
    { inputs: 16, outputs: 8, taps: 3, total: 6 },
    { inputs: 22, outputs: 13, taps: 3, total: 29 },
    { inputs: 64, outputs: 24, taps: 7, dilation: 3, total: 50 },
    { inputs: 64, outputs: 24, taps: 11, dilation: 5, total: 40 },
    { inputs: 512, outputs: 16, taps: 11, dilation: 5, total: 200 },
    { inputs: 2048, outputs: 16, taps: 2, before: 1, total: 100 },
  ].flatMap((shape) => (['activations', 'weights'] as const).map((seven) => ({ ...shape, seven }))))('of $inputs to $outputs channels, $taps taps, dilation $dilation, $total rows, 7 bits for $seven', ({ total, ...shape }) => {
    const { layer, packed, x, call, read } = run(shape, total)
    convolve(kernels, packed, { ...call, from: 0, to: total })
    const expected = expectedRows(layer, (row, input) => x[row * shape.inputs + input]!, total, 0, total)
    expect(nearness(read(0, total), expected)).toBeGreaterThan(leastNearness)
  })

  it.each(['activations', 'weights'] as const)('is exact where all numbers have room, with 7 bits for %s', (seven) => {
    const [inputs, outputs, taps, dilation, total] = [32, 16, 5, 2, 31]
    const [most, least] = seven === 'weights' ? [127, -128] : [127, 0]
    const weights = draw(outputs * inputs * taps, 4, 30).map((value, at) => (at % (inputs * taps) === 0 ? (seven === 'weights' ? 63 : 127) : Math.max(-63, Math.min(63, Math.round(value)))))
    const x = draw(total * inputs, 5, 60).map((value, at) => (at % 7 === 0 ? most : at % 7 === 1 ? least : Math.max(least, Math.min(most, Math.round(value)))))
    const layer = { weights: floatsInOrder(weights, { inputs, taps }), inputs, outputs, taps, dilation, seven, bias: draw(outputs, 2).map(Math.round) }
    const { call, read, packed } = run(layer, total, undefined, layer)
    kernels.memory.float32(call.x, x.length).set(x)
    convolve(kernels, packed, { ...call, from: 0, to: total })
    const expected = expectedRows(layer, (row, input) => x[row * inputs + input]!, total, 0, total)
    // The ranges of int16 are no multiples of these.
    if (build === 'relaxed') expect([...read(0, total)]).toEqual(expected)
    else expect(nearness(read(0, total), expected)).toBeGreaterThan(leastNearness)
  })

  it('adds what it is told to add, and writes only the rows that it is asked for', () => {
    const shape = { inputs: 32, outputs: 8, taps: 3 }
    const [total, from, to] = [30, 7, 18]
    const { layer, packed, x, call, read } = run(shape, total)
    const [plus, before] = [draw(total * 8, 6), draw(total * 8, 7)]
    kernels.memory.float32(call.out, total * 8).set(before)
    convolve(kernels, packed, { ...call, from, to, plus: floatsIn(kernels).place(plus), factor: 0.5, accumulate: true })
    const sums = expectedRows(layer, (row, input) => x[row * 32 + input]!, total, from, to)
    const expected = sums.map((sum, at) => (sum + plus[from * 8 + at]!) * 0.5 + before[from * 8 + at]!)
    expect(nearness(read(from, to), expected)).toBeGreaterThan(leastNearness)
    expect([...read(0, from), ...read(to, total)]).toEqual([...before.subarray(0, from * 8), ...before.subarray(to * 8)])
  })

  it('is computed by a team as by one thread', async () => {
    const team = await loadNodeTeam(2)
    kernels = team.kernels
    const shape = { inputs: 32, outputs: 16, taps: 3 }
    const { layer, packed, x, call, read } = run(shape, 500)
    const scratches = Array.from({ length: team.lanes }, () => kernels.memory.allocate(packed.scratchBytes))
    team.each(500, 6, (from, to, lane) => convolutionCall(packed, { ...call, scratch: scratches[lane]!, from, to }))
    expect(nearness(read(0, 500), expectedRows(layer, (row, input) => x[row * 32 + input]!, 500, 0, 500))).toBeGreaterThan(leastNearness)
    team.release()
  })

  it('may add its result to the rows that it reads', () => {
    const shape = { inputs: 16, outputs: 16, taps: 1 }
    const { layer, packed, x, call } = run(shape, 9)
    convolve(kernels, packed, { ...call, from: 0, to: 9, out: call.x, plus: call.x })
    const expected = expectedRows(layer, (row, input) => x[row * 16 + input]!, 9, 0, 9).map((sum, at) => sum + x[at]!)
    expect(nearness(readRows(call.x, 0, 9, packed, 16), expected)).toBeGreaterThan(leastNearness)
  })

  it('gives nearly the same in parts as in one, whose stretches have other scales', () => {
    const shape = { inputs: 256, outputs: 8, taps: 7, dilation: 3 }
    const total = 300
    const { packed, call, read, layer, x } = run(shape, total)
    const cuts = Array.from({ length: PARTS_OF_RESULT + 1 }, (_, part) => Math.floor((part * total) / PARTS_OF_RESULT))
    cuts.slice(1).forEach((to, part) => { convolve(kernels, packed, { ...call, from: cuts[part]!, to }) })
    const expected = expectedRows(layer, (row, input) => x[row * 256 + input]!, total, 0, total)
    expect(nearness(read(0, total), expected)).toBeGreaterThan(leastNearness)
  })

  it('says what the channels of its result are, stretch by stretch', () => {
    const shape = { inputs: 256, outputs: 16, taps: 3 }
    const total = 100
    const { packed, call, read } = run(shape, total)
    const pieces = Math.ceil(total / packed.stretch)
    const statistics = kernels.memory.allocate(4 * 2 * 16 * pieces)
    convolve(kernels, packed, { ...call, from: packed.stretch, to: total, statistics })
    convolve(kernels, packed, { ...call, from: 0, to: packed.stretch, statistics })
    expect(pieces).toBeGreaterThan(1)
    for (let piece = 0; piece < pieces; piece++) {
      const rows = Math.min(packed.stretch, total - piece * packed.stretch)
      const own = kernels.memory.allocate(4 * 32)
      kernels.run.channelStatistics(call.out + 4 * 16 * piece * packed.stretch, rows, 16, own)
      expect(kernels.memory.float32(statistics + 4 * 32 * piece, 32)).toEqual(kernels.memory.float32(own, 32))
    }
    expect(read(0, 1).some((value) => value !== 0)).toBe(true)
  })

  it('leaves alone what lies behind its scratch memory', () => {
    const shape = { inputs: 64, outputs: 8, taps: 11, dilation: 5 }
    const { packed, call } = run(shape, 1300)
    const scratch = kernels.memory.allocate(packed.scratchBytes)
    const behind = kernels.memory.allocate(SLACK)
    kernels.memory.int8(behind, SLACK).fill(77)
    convolve(kernels, packed, { ...call, scratch, from: 0, to: 1300 })
    expect([...kernels.memory.int8(behind, SLACK)]).toEqual(Array.from({ length: SLACK }, () => 77))
  })

  it.each([
    { name: 'linear', of: (z: number) => z },
    { name: 'leaky', of: (z: number) => (z > 0 ? z : 0.2 * z) },
    { name: 'snake', of: (z: number, gain: number) => gain * (z + Math.sin(Math.PI * z) ** 2 / Math.PI) },
  ] as const)('reads rows through the activation $name, and zeros outside', ({ name, of }) => {
    const [width, total] = [48, 25]
    const [a, b, gain] = [draw(width, 10), draw(width, 11), draw(width, 12).map((value) => 1 + Math.abs(value))]
    const { place } = floatsIn(kernels)
    const shape = { inputs: width, outputs: 8, taps: 5 }
    const { layer, packed, x, call, read } = run(shape, total, { kind: ACTIVATION[name], coefficients: place([...a, ...b, ...gain]) })
    convolve(kernels, packed, { ...call, from: 0, to: total })
    const y = (row: number, input: number) => of(a[input]! * x[row * width + input]! + b[input]!, gain[input]!)
    expect(nearness(read(0, total), expectedRows(layer, y, total, 0, total))).toBeGreaterThan(leastNearness)
  })

  it('computes an activation itself to 1e-5 of its gain', () => {
    const [rows, width] = [40, 16]
    const [a, b, gain] = [draw(width, 13, 3), draw(width, 14), draw(width, 15)]
    const x = draw(rows * width, 16)
    const { place, read } = floatsIn(kernels)
    const [to, limits] = [kernels.memory.allocate(4 * x.length), kernels.memory.allocate(32 * rows)]
    kernels.run.activateRows(place(x), place([...a, ...b, ...gain]), ACTIVATION.snake, to, limits, rows, width)
    read(to, x.length).forEach((value, at) => {
      const z = a[at % width]! * x[at]! + b[at % width]!
      const expected = gain[at % width]! * (z + Math.sin(Math.PI * z) ** 2 / Math.PI)
      expect(Math.abs(value - expected)).toBeLessThan(1e-5 * Math.abs(gain[at % width]!) + 1e-6 * Math.abs(expected))
    })
  })
})

describe('packing of a convolution', () => {
  it('refuses weights of another shape', async () => {
    const kernels = await loadNodeKernels()
    expect(() => packConvolution(kernels, { weights: floatsInOrder(new Float32Array(7), { inputs: 1, taps: 4 }), inputs: 1, outputs: 2, taps: 4 })).toThrow(expect.objectContaining({ code: 'model-mismatch' }))
  })
})
