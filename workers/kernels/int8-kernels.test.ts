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

describe('rounding of rows to int16', () => {
  function quantise(x: Float32Array, rows: number, range: number) {
    const width = x.length / rows
    const [to, scales] = [kernels.memory.allocate(2 * x.length), kernels.memory.allocate(4 * rows)]
    kernels.run.quantiseGroups(place(x), rows, width, width, range, to, width, scales, 1)
    return { values: Int16Array.from(kernels.memory.int16(to, x.length)), scales: read(scales, rows) }
  }

  it('turns zeros into zeros, and NaN into a scale that is NaN', () => {
    const { values, scales } = quantise(Float32Array.from({ length: 16 }, (_, i) => (i === 11 ? NaN : i < 8 ? 0 : 1)), 2, 4095)
    expect([...values.subarray(0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
    expect([...scales]).toEqual([0, NaN])
  })

  it.each([4095, 32767])('maps the largest magnitude of each row to %i and rounds to the nearest', (range) => {
    const x = draw(3 * 64, 1)
    x[70] = -9
    const { values, scales } = quantise(x, 3, range)
    for (let row = 0; row < 3; row++) {
      const peak = Math.max(...x.subarray(row * 64, (row + 1) * 64).map(Math.abs))
      expect(scales[row]).toBeCloseTo(peak / range, 9)
      x.subarray(row * 64, (row + 1) * 64).forEach((value, i) => {
        // Half a step, and the last place of the float32 in which the quotient is computed.
        expect(Math.abs(values[row * 64 + i]! - (value * range) / peak)).toBeLessThan(0.5 + range * 2 ** -22)
      })
    }
    expect(values[70]).toBe(-range)
  })
})

/** Weights [outputs, inputs] in the kernel's order: groups of 4 outputs, and in a group runs of 8 inputs. */
function packInt8(w: Int8Array, outputs: number, inputs: number): Int8Array {
  const packed = new Int8Array(Math.ceil(outputs / 4) * 4 * inputs)
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) packed[(o - (o % 4)) * inputs + (i - (i % 8)) * 4 + (o % 4) * 8 + (i % 8)] = w[o * inputs + i]!
  }
  return packed
}

describe('the product with int8 weights', () => {
  function multiply(x: Int16Array, w: Int8Array, outputs: number, rows: number, accumulate: 0 | 1) {
    const inputs = x.length / rows
    const stride = Math.ceil(outputs / 4) * 4
    const [px, pw] = [kernels.memory.allocate(2 * x.length), kernels.memory.allocate(stride * inputs)]
    kernels.memory.int16(px, x.length).set(x)
    kernels.memory.int8(pw, stride * inputs).set(packInt8(w, outputs, inputs))
    const [xScales, scales, start, before] = [draw(rows, 4), draw(stride, 5), draw(stride, 6), draw(rows * stride, 7)]
    const to = place(before)
    kernels.run.multiplyInt8(px, place(xScales), pw, place(scales), place(start), to, rows, outputs, inputs, accumulate)
    const result = read(to, rows * stride)
    for (let row = 0; row < rows; row++) {
      for (let o = 0; o < outputs; o++) {
        let sum = 0
        for (let i = 0; i < inputs; i++) sum += x[row * inputs + i]! * w[o * inputs + i]!
        const at = row * stride + o
        const expected = start[o]! + sum * scales[o]! * xScales[row]! + (accumulate === 1 ? before[at]! : 0)
        // The sum is exact; a handful of float32 roundings follow.
        expect(Math.abs(result[at]! - expected)).toBeLessThanOrEqual(2 ** -21 * (Math.abs(sum * scales[o]! * xScales[row]!) + 4))
      }
    }
  }

  it.each([
    { rows: 1, outputs: 1, inputs: 16 },
    { rows: 1, outputs: 12, inputs: 64 },
    { rows: 4, outputs: 8, inputs: 32 },
    { rows: 7, outputs: 5, inputs: 48 },
    { rows: 9, outputs: 20, inputs: 1024 },
  ])('gives all $rows x $outputs sums of $inputs products', ({ rows, outputs, inputs }) => {
    const x = Int16Array.from(draw(rows * inputs, 2, 3000), (value) => Math.max(-16383, Math.min(16383, value)))
    const w = Int8Array.from(draw(outputs * inputs, 3, 50), (value) => Math.max(-127, Math.min(127, value)))
    multiply(x, w, outputs, rows, 0)
    multiply(x, w, outputs, rows, 1)
  })

  it('does not overflow where every product is the largest', () => {
    // 4096 · 4095 · 128 = 2^31 - 2^19.
    for (const rows of [1, 4]) multiply(new Int16Array(rows * 4096).fill(-4095), new Int8Array(4 * 4096).fill(-128), 4, rows, 0)
  })
})

describe('attention over cached positions', () => {
  it.each([
    { past: 0, rows: 1, heads: 1, share: 1, width: 16 },
    { past: 6, rows: 5, heads: 3, share: 1, width: 16 },
    { past: 150, rows: 2, heads: 2, share: 1, width: 64 },
    { past: 6, rows: 5, heads: 3, share: 3, width: 64 },
    { past: 9, rows: 4, heads: 4, share: 2, width: 16 },
  ])('of $rows queries after $past positions in $heads heads of $width, $share of which share keys', ({ past, rows, heads, share, width }) => {
    const [all, capacity, length, cached] = [past + rows, past + rows + 3, heads * width, (heads / share) * width]
    // Scores far beyond what exp can take without a shift.
    const [queries, keys, values] = [draw(rows * length, 8, 30), draw(all * cached, 9, 10), draw(all * cached, 10)]
    const [keyCache, valueCache] = [place(new Float32Array(capacity * cached).fill(NaN)), place(new Float32Array(capacity * cached).fill(NaN))]
    const [packedKeys, packedValues] = [place(keys), place(values)]
    for (const [position, count] of [[0, past], [past, rows]] as const) {
      kernels.run.storeRows(packedKeys + 4 * position * cached, cached, count, heads / share, width, keyCache, capacity, position)
      kernels.run.storeRows(packedValues + 4 * position * cached, cached, count, heads / share, width, valueCache, capacity, position)
    }
    const to = place(new Float32Array(rows * length))
    const scale = 1 / Math.sqrt(width)
    kernels.run.attendCached(place(queries), length, rows, heads, share, width, keyCache, valueCache, capacity, past, scale, kernels.memory.allocate(4 * (all + 3)), to)
    const expected = Array.from({ length: rows * length }, (_, at) => {
      const [row, head] = [Math.floor(at / length), Math.floor((at % length) / width)]
      const shared = Math.floor(head / share) * width
      const scores = Array.from({ length: past + row + 1 }, (_key, j) => {
        let score = 0
        for (let i = 0; i < width; i++) score += queries[row * length + head * width + i]! * keys[j * cached + shared + i]!
        return score * scale
      })
      const peak = Math.max(...scores)
      const weights = scores.map((score) => Math.exp(score - peak))
      const total = weights.reduce((sum, weight) => sum + weight)
      return weights.reduce((sum, weight, j) => sum + (weight / total) * values[j * cached + shared + (at % width)]!, 0)
    })
    // Scores reach thousands: their float32 rounding, 1e-4 relative to a weight, is what counts.
    expectClose(read(to, rows * length), expected, 2e-3)
  })
})

describe('modulation', () => {
  const x = Float32Array.from({ length: 400 }, (_, i) => (i - 200) / 4)

  it('computes SiLU, also where the exponential overflows', () => {
    const [from, to] = [place([...x, -1e30, 1e30, 0, -90]), place(new Float32Array(404))]
    kernels.run.silu(from, to, 404)
    expectClose(read(to, 400), Array.from(x, (value) => value / (1 + Math.exp(-value))), 5e-6)
    expect(read(to + 1604, 2)[0]).toBe(Math.fround(1e30))
  })

  it('shifts and scales', () => {
    const [at, shift, scale] = [draw(32, 11), draw(32, 12), draw(32, 13)]
    const address = place(at)
    kernels.run.modulate(address, place(shift), place(scale), 32)
    expectClose(read(address, 32), Array.from(at, (value, i) => value * (1 + scale[i]!) + shift[i]!), 2e-6)
  })

  it('adds what a gate lets through', () => {
    const [from, gate, before] = [draw(32, 14), draw(32, 15), draw(32, 16)]
    const address = place(before)
    kernels.run.addGated(place(from), place(gate), address, 32)
    expectClose(read(address, 32), Array.from(before, (value, i) => value + gate[i]! * from[i]!), 2e-6)
  })
})
