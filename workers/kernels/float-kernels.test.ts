import { beforeAll, describe, expect, it } from 'vitest'
import { draw, expectClose, floatsIn } from '#fixtures/kernel-memory'
import { loadNodeKernels } from '#fixtures/node-kernels'
import type { Kernels } from './kernels'

// Every kernel against the same sum in float64.

let kernels: Kernels
let place: (values: ArrayLike<number>) => number
let read: (address: number, length: number) => Float32Array
beforeAll(async () => {
  kernels = await loadNodeKernels()
  const floats = floatsIn(kernels)
  place = floats.place
  read = floats.read
})

/** Matrix [k, n] with start values as the kernel wants it: panels of 8 columns. */
function pack(b: Float32Array, start: Float32Array, k: number, n: number): Float32Array {
  const packed = new Float32Array(Math.ceil(n / 8) * (k + 1) * 8)
  for (let column = 0; column < n; column++) {
    const panel = (column >> 3) * (k + 1) * 8 + (column & 7)
    packed[panel] = start[column]!
    for (let row = 0; row < k; row++) packed[panel + (row + 1) * 8] = b[row * n + column]!
  }
  return packed
}

describe('the product of matrices', () => {
  it.each([
    { m: 1, n: 8, k: 1 },
    { m: 16, n: 24, k: 7 },
    { m: 5, n: 1, k: 64 },
    { m: 33, n: 12, k: 30 },
    { m: 7, n: 16, k: 1100 },
    { m: 200, n: 8, k: 1025 },
  ])('gives all $m x $n sums of $k products', ({ m, n, k }) => {
    const [a, b, start, before] = [draw(m * k, 1), draw(k * n, 2), draw(n, 3), draw(m * n, 4)]
    const [pa, pb, pc] = [place(a), place(pack(b, start, k, n)), place(before)]
    const expected = Array.from({ length: m * n }, (_, i) => {
      let sum = start[i % n]!
      for (let x = 0; x < k; x++) sum += a[Math.floor(i / n) * k + x]! * b[x * n + (i % n)]!
      return sum
    })
    // Each of k additions rounds a partial sum of the order of the root of k.
    const tolerance = 2 ** -23 * k + 1e-6
    kernels.run.multiply(pa, k, pb, pc, n, m, n, k, 0)
    expectClose(read(pc, m * n), expected, tolerance)
    kernels.memory.float32(pc, m * n).set(before)
    kernels.run.multiply(pa, k, pb, pc, n, m, n, k, 1)
    expectClose(read(pc, m * n), expected.map((value, i) => value + before[i]!), tolerance)
  })

  it('leaves alone what lies between the rows of the result', () => {
    const [pa, pb] = [place([1, 2]), place(pack(Float32Array.of(3, 4, 5), new Float32Array(3), 1, 3))]
    const pc = place([9, 9, 9, 9, 9, 9, 9, 9, 9, 9])
    kernels.run.multiply(pa, 1, pb, pc, 5, 2, 3, 1, 0)
    expect([...read(pc, 10)]).toEqual([3, 4, 5, 9, 9, 6, 8, 10, 9, 9])
  })

  it('is a convolution where the rows of its first factor overlap', () => {
    const signal = draw(20, 5)
    const [pa, pb, pc] = [place(signal), place(pack(Float32Array.of(0.5, -1, 2), Float32Array.of(0.25), 3, 1)), place(new Float32Array(9))]
    kernels.run.multiply(pa, 2, pb, pc, 1, 9, 1, 3, 0)
    expectClose(read(pc, 9), Array.from({ length: 9 }, (_, t) => 0.25 + 0.5 * signal[2 * t]! - signal[2 * t + 1]! + 2 * signal[2 * t + 2]!), 1e-6)
  })
})

/** The error function by its Maclaurin series (Abramowitz and Stegun 7.1.5). */
function erf(x: number): number {
  if (Math.abs(x) > 5) return Math.sign(x)
  let term = x
  let sum = x
  for (let n = 1; n < 150; n++) {
    term *= -(x * x) / n
    sum += term / (2 * n + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

const sweep = Float32Array.from({ length: 804 }, (_, i) => (i - 402) / 40)

describe('activations', () => {
  it('computes ELU from one place to another', () => {
    const [from, to] = [place(sweep), place(sweep)]
    kernels.run.elu(from, to, sweep.length)
    expectClose(read(to, sweep.length), [...sweep].map((x) => (x > 0 ? x : Math.expm1(x))), 2e-7)
    expect(read(from, sweep.length)).toEqual(sweep)
  })

  it('takes values that no exponential of float32 can', () => {
    const at = place([-1e30, 1e30, -200, 0])
    kernels.run.elu(at, at, 4)
    expect([...read(at, 4)]).toEqual([-1, Math.fround(1e30), -1, 0])
  })

  it('hands on what is no number, so that a broken model is not taken for a quiet one', () => {
    const at = place([NaN, 1, NaN, -1])
    kernels.run.elu(at, at, 4)
    expect([...read(at, 4)].map(Number.isNaN)).toEqual([true, false, true, false])
    kernels.run.gelu(at, 4)
    kernels.run.geluTanh(at, 4)
    expect([...read(at, 4)].map(Number.isNaN)).toEqual([true, false, true, false])
  })

  it('computes the exact GELU', () => {
    const at = place(sweep)
    kernels.run.gelu(at, sweep.length)
    expectClose(read(at, sweep.length), [...sweep].map((x) => x * 0.5 * (1 + erf(x / Math.SQRT2))), 1e-6)
  })
})

it('computes the GELU by a hyperbolic tangent', () => {
  const sweep = Float32Array.from({ length: 4000 }, (_, i) => (i - 2000) / 100)
  const at = place(sweep)
  kernels.run.geluTanh(at, sweep.length)
  const expected = [...sweep].map((x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))))
  expect([...read(at, sweep.length)].every((value, i) => Math.abs(value - expected[i]!) < 2e-6)).toBe(true)
})

it('computes LeakyReLU with any slope', () => {
  const at = place([-2, -0.5, 0, 3, NaN, 1, -1, 8])
  kernels.run.leakyRelu(at, 0.25, 8)
  expect([...read(at, 8)]).toEqual([-0.5, -0.125, 0, 3, NaN, 1, -0.25, 8])
})

describe('statistics of channels', () => {
  it('are means and sums of squares around them, also where the mean is large', () => {
    const [rows, width] = [700, 8]
    const x = draw(rows * width, 16).map((value, i) => (i % width === 3 ? 300 + 0.01 * value : value))
    const to = place(new Float32Array(2 * width))
    kernels.run.channelStatistics(place(x), rows, width, to)
    for (let channel = 0; channel < width; channel++) {
      const values = Array.from({ length: rows }, (_, row) => x[row * width + channel]!)
      const mean = values.reduce((sum, value) => sum + value) / rows
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
      const [actualMean, actualSquares] = [read(to, 2 * width)[channel]!, read(to, 2 * width)[width + channel]!]
      expect(Math.abs(actualMean - mean)).toBeLessThan(1e-5 * Math.max(1, Math.abs(mean)))
      expect(Math.abs(actualSquares / squares - 1)).toBeLessThan(1e-4)
    }
  })
})

describe('layer norm', () => {
  it('centres and scales each row, also one that hardly varies', () => {
    const [rows, width, epsilon] = [3, 64, 1e-5]
    const x = draw(rows * width, 6)
    for (let i = 0; i < width; i++) x[width + i] = 4 + 0.002 * x[width + i]!
    const [weight, bias] = [draw(width, 7), draw(width, 8)]
    const to = place(new Float32Array(rows * width))
    kernels.run.layerNorm(place(x), place(weight), place(bias), to, rows, width, epsilon)
    const expected = Array.from({ length: rows }, (_, row) => {
      const values = [...x.subarray(row * width, (row + 1) * width)]
      const mean = values.reduce((sum, value) => sum + value) / width
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width
      return values.map((value, i) => ((value - mean) / Math.sqrt(variance + epsilon)) * weight[i]! + bias[i]!)
    })
    // The second row loses what its offset of 4 costs in float32.
    expectClose(read(to, rows * width), expected.flat(), 3e-4)
    expectClose(read(to, width), expected[0]!, 2e-6)
  })
})

describe('rotation of pairs', () => {
  it('turns every pair of every head by the angle of its row', () => {
    const [rows, heads, width, step] = [2, 2, 8, 20]
    const angles = [[0.1, 1.2, -2, 3], [0, 7, 0.5, -1]]
    const table = angles.flatMap((row) => [...row.flatMap((a) => [Math.cos(a), Math.cos(a)]), ...row.flatMap((a) => [-Math.sin(a), Math.sin(a)])])
    const x = draw(rows * step, 9)
    const at = place(x)
    kernels.run.rotatePairs(at, step, rows, heads, width, place(table))
    const expected = Array.from(x)
    angles.forEach((row, r) => {
      for (let head = 0; head < heads; head++) {
        row.forEach((angle, pair) => {
          const i = r * step + head * width + 2 * pair
          expected[i] = x[i]! * Math.cos(angle) - x[i + 1]! * Math.sin(angle)
          expected[i + 1] = x[i]! * Math.sin(angle) + x[i + 1]! * Math.cos(angle)
        })
      }
    })
    expectClose(read(at, rows * step), expected, 1e-6)
  })
})

describe('convolutions of their own', () => {
  it('upsamples each channel by itself', () => {
    const [rows, channels, stride] = [3, 4, 2]
    const [from, w] = [draw((rows + 1) * channels, 10), draw(2 * stride * channels, 11)]
    const to = place(new Float32Array(rows * stride * channels))
    kernels.run.upsampleChannels(place(from), place(w), to, rows, channels, stride)
    const expected = Array.from({ length: rows * stride * channels }, (_, i) => {
      const [row, j, c] = [Math.floor(i / (stride * channels)), Math.floor(i / channels) % stride, i % channels]
      return from[(row + 1) * channels + c]! * w[j * channels + c]! + from[row * channels + c]! * w[(j + stride) * channels + c]!
    })
    expectClose(read(to, expected.length), expected, 1e-6)
  })

  it.each([12, 24, 192])('sums up %i values to one channel', (length) => {
    const [rows, step] = [5, 4]
    const [from, w] = [draw(rows * step + length, 12), draw(length, 13)]
    const to = place(new Float32Array(rows))
    kernels.run.convolveToOne(place(from), step, place(w), 0.75, to, rows, length)
    const expected = Array.from({ length: rows }, (_, t) => w.reduce((sum, tap, i) => sum + tap * from[t * step + i]!, 0.75))
    expectClose(read(to, rows), expected, 1e-5)
  })
})

describe('attention to the last positions', () => {
  const [slots, width] = [32, 8]

  it('keeps keys and values as packed matrices', () => {
    const [keys, values] = [draw(16 * 20, 14), draw(16 * 20, 15)]
    const [keyRing, valueRing] = [place(new Float32Array((slots / 8) * (width + 1) * 8)), place(new Float32Array((width / 8) * (slots + 1) * 8))]
    kernels.run.storeKeys(place(keys), 20, keyRing, 16, 16, width)
    kernels.run.storeValues(place(values), 20, valueRing, 16, slots, 16, width)
    const [asKeys, asValues] = [new Float32Array(width * slots), new Float32Array(slots * width)]
    for (let i = 0; i < 16; i++) {
      for (let d = 0; d < width; d++) {
        asKeys[d * slots + 16 + i] = keys[i * 20 + d]!
        asValues[(16 + i) * width + d] = values[i * 20 + d]!
      }
    }
    expect(read(keyRing, (slots / 8) * (width + 1) * 8)).toEqual(pack(asKeys, new Float32Array(slots), width, slots))
    expect(read(valueRing, (slots + 1) * 8)).toEqual(pack(asValues, new Float32Array(width), slots, width))
  })

  it.each([
    { position: 0, slot: 0 },
    { position: 16, slot: 16 },
    { position: 32, slot: 0 },
    { position: 112, slot: 16 },
  ])('weighs what a query at position $position sees, and nothing else', ({ position, slot }) => {
    const [count, window, scale] = [16, 10, 0.5]
    const scores = draw(count * slots, 16, 30)
    const at = place(scores)
    kernels.run.softmaxWindow(at, slots, count, slot, position, window, scale)
    const expected = Array.from({ length: count }, (_, row) => {
      const weights = Array.from({ length: slots }, (_, s) => {
        const distance = (slot + row - s + slots) % slots
        return distance < window && distance <= position + row ? Math.exp(scores[row * slots + s]! * scale) : 0
      })
      const sum = weights.reduce((a, b) => a + b)
      return weights.map((weight) => weight / sum)
    })
    expectClose(read(at, count * slots), expected.flat(), 2e-6)
  })

  it('gives no denormal weights, which a product takes a hundred times as long for', () => {
    const count = 16
    const at = place(draw(count * slots, 17, 400))
    kernels.run.softmaxWindow(at, slots, count, 16, 16, 10, 0.5)
    const weights = read(at, count * slots)
    expect(weights.filter((weight) => weight > 0).length).toBeGreaterThan(count)
    expect(weights.filter((weight) => weight !== 0 && weight < 2 ** -126)).toHaveLength(0)
  })
})
