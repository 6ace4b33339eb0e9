import { floatWeights } from '../network/convolution-layer'
import { named } from '../network/network-parts'
import type { PacedWork, Rows } from '../network/paced-work'
import { createFittedConvolution } from './fitted-convolution'
import { createFittedNorm, type NormNumbers } from './fitted-norm'
import { FLOAT_BYTES, takeRows, valuesOf, type FittingParts } from './fitting-parts'

const DILATIONS = [1, 3, 5] as const
/** What is kept before the first way forward. */
const NO_ROWS: Rows = { address: NaN, rows: 0, width: 0 }
/** Of the decoder's LeakyReLU, as the kernel has it. */
const SLOPE = 0.2

/** {@link SnakeBlock} with the way back. What it keeps of the way forward lies in the kernels' memory until that is rewound. */
export interface FittedSnakeBlock {
  /** From `x` to `to`; `share` of the result is added to `to` with `adds`, else put there. `to` may not be `x`. */
  forward(work: PacedWork, styled: NormNumbers, x: Rows, to: Rows, share?: { readonly factor: number; readonly adds: boolean }): Promise<void>
  /** Makes of `gradient`, of the result of the last way forward before its share is taken, that of x; without `toX` nothing that counts. */
  backward(work: PacedWork, gradient: Rows, gradients: NormNumbers, toX?: boolean): Promise<void>
}

/** Makes the generator's residual block at `path` for rows of `width` values. */
export function createFittedSnakeBlock(parts: FittingParts, path: string, width: number): FittedSnakeBlock {
  const { memory } = parts.team.kernels
  const norm = (which: 1 | 2, i: number) => createFittedNorm(parts, `${path}/adain${which}.${i}`, width, width, parts.weights.vector(named(path, `alpha${which}.${i}`), width))
  const steps = DILATIONS.map((dilation, i) => ({
    norm1: norm(1, i),
    norm2: norm(2, i),
    first: createFittedConvolution(parts, `${path}/convs1.${i}`, { bias: named(path, `convs1.${i}.bias`), dilation }),
    second: createFittedConvolution(parts, `${path}/convs2.${i}`, { bias: named(path, `convs2.${i}.bias`) }),
  }))
  let kept: { readonly step: (typeof steps)[number]; readonly from: Rows; readonly middle: Rows }[] = []
  return {
    async forward(work, styled, x, to, share = { factor: 1, adds: false }) {
      kept = []
      let from = x
      for (const [i, step] of steps.entries()) {
        const { norm1, norm2, first, second } = step
        const last = i === steps.length - 1
        const middle = takeRows(memory, x.rows, width)
        const next = last ? to : takeRows(memory, x.rows, width)
        kept.push({ step, from, middle })
        await first.run(work, from, middle, { activation: await norm1.activationOf(work, styled, from) })
        await second.run(work, middle, next, { activation: await norm2.activationOf(work, styled, middle), plus: from, ...(last && share) })
        from = next
      }
    },

    async backward(work, gradient, gradients, toX = true) {
      const start = memory.used
      const [ofMiddle, ofActive] = [takeRows(memory, gradient.rows, width), takeRows(memory, gradient.rows, width)]
      for (const { step: { norm1, norm2, first, second }, from, middle } of kept.toReversed()) {
        await second.toInput(work, gradient, ofActive)
        await norm2.toInput(work, middle, ofActive, gradients, ofMiddle)
        await first.toInput(work, ofMiddle, ofActive)
        await norm1.toInput(work, from, ofActive, gradients, toX || from !== kept[0]?.from ? gradient : undefined, true)
      }
      memory.rewind(start)
    },
  }
}

/** {@link LeakyBlock} with the way back. What it keeps of the way forward lies in the kernels' memory until that is rewound. */
export interface FittedLeakyBlock {
  /** Values of a row that it reads and writes. */
  readonly width: number
  readonly outWidth: number
  /** From `x` to `to`, whose rows are twice as many where it doubles them. */
  forward(work: PacedWork, styled: NormNumbers, x: Rows, to: Rows): Promise<void>
  /** From `gradient`, of the result, to that of x in `toX`; uses `gradient` up. */
  backward(work: PacedWork, gradient: Rows, gradients: NormNumbers, toX: Rows): Promise<void>
}

/** Makes the decoder's residual block at `path`; `doubles` for the one that doubles the rows. */
export function createFittedLeakyBlock(parts: FittingParts, path: string, doubles = false): FittedLeakyBlock {
  const { memory } = parts.team.kernels
  const first = createFittedConvolution(parts, `${path}/conv1`, { bias: named(path, 'conv1.bias') })
  const second = createFittedConvolution(parts, `${path}/conv2`, { bias: named(path, 'conv2.bias') })
  const shortcut = createFittedConvolution(parts, `${path}/conv1x1`, {})
  const [outputs, inputs] = parts.weights.convolution(`${path}/conv1`).dims
  const norm1 = createFittedNorm(parts, `${path}/norm1`, inputs, first.width)
  const norm2 = createFittedNorm(parts, `${path}/norm2`, outputs, second.width)
  const pool = doubles ? createDoubling(parts, path) : null
  let kept = { x: NO_ROWS, middle: NO_ROWS }

  return {
    width: first.width,
    outWidth: second.outWidth,
    async forward(work, styled, x, to) {
      const middle = takeRows(memory, to.rows, first.outWidth)
      kept = { x, middle }
      const start = memory.used
      const activation = await norm1.activationOf(work, styled, x)
      if (pool) {
        const wide = takeRows(memory, to.rows, first.width)
        pool.forward(x, activation.coefficients, wide)
        await first.run(work, wide, middle)
        const narrow = takeRows(memory, x.rows, shortcut.outWidth)
        await shortcut.run(work, x, narrow, { factor: Math.SQRT1_2 })
        const [once, twice] = [valuesOf(memory, narrow), valuesOf(memory, to)]
        for (let row = 0; row < to.rows; row++) twice.set(once.subarray((row >> 1) * to.width, ((row >> 1) + 1) * to.width), row * to.width)
      } else {
        await first.run(work, x, middle, { activation })
        await shortcut.run(work, x, to, { factor: Math.SQRT1_2 })
      }
      await second.run(work, middle, to, { activation: await norm2.activationOf(work, styled, middle), factor: Math.SQRT1_2, adds: true })
      memory.rewind(start)
    },

    async backward(work, gradient, gradients, toX) {
      const { x, middle } = kept
      const start = memory.used
      const [ofActive, ofMiddle, ofWide] = [takeRows(memory, gradient.rows, second.width), takeRows(memory, gradient.rows, first.outWidth), takeRows(memory, gradient.rows, first.width)]
      await second.toInput(work, gradient, ofActive, { factor: Math.SQRT1_2 })
      await norm2.toInput(work, middle, ofActive, gradients, ofMiddle)
      await first.toInput(work, ofMiddle, ofWide)
      const ofFirst = pool ? takeRows(memory, x.rows, x.width) : ofWide
      const once = pool ? takeRows(memory, x.rows, gradient.width) : gradient
      if (pool) {
        pool.backward(ofWide, ofFirst)
        const [sums, twice] = [valuesOf(memory, once), valuesOf(memory, gradient)]
        const { width } = gradient
        for (let i = 0; i < sums.length; i++) {
          const at = i + Math.floor(i / width) * width
          sums[i] = (twice[at] ?? NaN) + (twice[at + width] ?? NaN)
        }
      }
      await shortcut.toInput(work, once, toX, { factor: Math.SQRT1_2 })
      await norm1.toInput(work, x, ofFirst, gradients, toX, true)
      memory.rewind(start)
    },
  }
}

/** A transposed convolution of each channel by itself, of three taps and stride two, behind LeakyReLU; few rows, in this thread. */
function createDoubling({ team, weights }: FittingParts, path: string) {
  const { memory } = team.kernels
  const stored = weights.convolution(`${path}/pool`)
  const channels = stored.dims[0]
  const taps = floatWeights(stored)
  const bias = weights.vector(named(path, 'pool.bias'), channels)
  return {
    /** Activates `x` as the coefficients of its norm say, and doubles its rows. */
    forward({ address, rows, width }: Rows, coefficients: number, to: Rows): void {
      const [x, y] = [memory.float32(address, rows * width), valuesOf(memory, to).fill(0)]
      const [a, b] = [memory.float32(coefficients, width), memory.float32(coefficients + width * FLOAT_BYTES, width)]
      for (let channel = 0; channel < channels; channel++) {
        const [scale = NaN, shift = NaN, offset = NaN] = [a[channel], b[channel], bias[channel]]
        const [left = NaN, middle = NaN, right = NaN] = taps.subarray(3 * channel, 3 * channel + 3)
        for (let row = 0; row < rows; row++) {
          const z = scale * (x[row * width + channel] ?? NaN) + shift
          const value = z < 0 ? SLOPE * z : z
          const at = 2 * row * width + channel
          if (row > 0) y[at - width] = (y[at - width] ?? NaN) + value * left
          y[at] = offset + value * middle
          y[at + width] = offset + value * right
        }
      }
    },
    /** From the gradient of the doubled rows to that of the activated ones. */
    backward(gradient: Rows, { address, rows, width }: Rows): void {
      const [from, to] = [valuesOf(memory, gradient), memory.float32(address, rows * width).fill(0)]
      for (let channel = 0; channel < channels; channel++) {
        const [left = NaN, middle = NaN, right = NaN] = taps.subarray(3 * channel, 3 * channel + 3)
        for (let row = 0; row < rows; row++) {
          const at = 2 * row * width + channel
          to[row * width + channel] = middle * (from[at] ?? NaN) + right * (from[at + width] ?? NaN) + (row > 0 ? left * (from[at - width] ?? NaN) : 0)
        }
      }
    },
  }
}
