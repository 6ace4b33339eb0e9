import { createConvolution, floatWeights } from './convolution-layer'
import { named, type NetworkParts } from './network-parts'
import type { PacedWork, Rows } from './paced-work'
import { createStyleNorm, type NormStyle, type PieceStatistics, type StyleNorm } from './style-norm'

/** The generator's residual block: three times y += conv(snake(norm(conv(snake(norm(y)))))), the first of them dilated. */
export interface SnakeBlock {
  /** Its norms, by their names in it. */
  readonly norms: ReadonlyMap<string, StyleNorm>
  /** From `x` to `to`, which may be `x`; `y` and `middle` are room. `share` of the result is added to `to` with `adds`, else put there. */
  run(work: PacedWork, style: NormStyle, x: Rows, room: { readonly y: Rows; readonly middle: Rows }, to: Rows, share?: { readonly factor: number; readonly adds: boolean }): Promise<void>
}

const DILATIONS = [1, 3, 5] as const
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT
/** Of the decoder's LeakyReLU, as the kernel has it. */
const SLOPE = 0.2

/** Makes the block at `path` for rows of `width` values. */
export function createSnakeBlock(parts: NetworkParts, path: string, width: number): SnakeBlock {
  const { memory } = parts.team.kernels
  const steps = DILATIONS.map((dilation, i) => ({
    norm1: createStyleNorm(parts, `${path}/adain1.${i}`, width, named(path, `alpha1.${i}`)),
    norm2: createStyleNorm(parts, `${path}/adain2.${i}`, width, named(path, `alpha2.${i}`)),
    first: createConvolution(parts, `${path}/convs1.${i}`, { bias: named(path, `convs1.${i}.bias`), dilation }),
    second: createConvolution(parts, `${path}/convs2.${i}`, { bias: named(path, `convs2.${i}.bias`) }),
  }))
  return {
    norms: new Map(steps.flatMap(({ norm1, norm2 }, i): [string, StyleNorm][] => [[`adain1.${i}`, norm1], [`adain2.${i}`, norm2]])),
    async run(work, style, x, { y, middle }, to, share = { factor: 1, adds: false }) {
      // Statistics of what a convolution writes, taken while it does; those of `x` alone are not known.
      const start = memory.used
      const room = memory.allocate(Math.max(...steps.flatMap(({ first, second }) => [first.statisticsBytes(x.rows), second.statisticsBytes(x.rows)])))
      let from = x
      let known: PieceStatistics | undefined
      for (const [i, { norm1, norm2, first, second }] of steps.entries()) {
        const last = i === steps.length - 1
        await first.run(work, from, middle, { activation: await norm1.activationOf(work, style, from, known), statistics: room })
        const activation = await norm2.activationOf(work, style, middle, { address: room, pieceRows: first.stretch })
        await second.run(work, middle, last ? to : y, { activation, plus: from, ...(last ? share : { statistics: room }) })
        known = { address: room, pieceRows: second.stretch }
        from = y
      }
      memory.rewind(start)
    },
  }
}

/** The decoder's residual block: (conv(leaky(norm(conv(leaky(norm(x)))))) + conv₁ₓ₁(x)) / √2. */
export interface LeakyBlock {
  readonly width: number
  readonly outWidth: number
  /** From `x` to `to`; `middle` is room for as many rows as there are in `to`. */
  run(work: PacedWork, style: NormStyle, x: Rows, middle: Rows, to: Rows): Promise<void>
}

/** Makes the block at `path`. */
export function createLeakyBlock(parts: NetworkParts, path: string): LeakyBlock {
  const first = createConvolution(parts, `${path}/conv1`, { bias: named(path, 'conv1.bias') })
  const second = createConvolution(parts, `${path}/conv2`, { bias: named(path, 'conv2.bias') })
  const shortcut = createConvolution(parts, `${path}/conv1x1`, {})
  const norm1 = createStyleNorm(parts, `${path}/norm1`, first.width)
  const norm2 = createStyleNorm(parts, `${path}/norm2`, second.width)
  return {
    width: first.width,
    outWidth: second.outWidth,
    async run(work, style, x, middle, to) {
      await first.run(work, x, middle, { activation: await norm1.activationOf(work, style, x) })
      await shortcut.run(work, x, to, { factor: Math.SQRT1_2 })
      await second.run(work, middle, to, { activation: await norm2.activationOf(work, style, middle), factor: Math.SQRT1_2, adds: true })
    },
  }
}

/**
 * The decoder's last block, which doubles the rows: every channel by itself on the one way (a transposed convolution of
 * three taps, stride two), every row twice on the other.
 */
export function createUpsamplingBlock(parts: NetworkParts, path: string): LeakyBlock {
  const { kernels: { memory } } = parts.team
  const first = createConvolution(parts, `${path}/conv1`, { bias: named(path, 'conv1.bias') })
  const second = createConvolution(parts, `${path}/conv2`, { bias: named(path, 'conv2.bias') })
  const shortcut = createConvolution(parts, `${path}/conv1x1`, {})
  const norm1 = createStyleNorm(parts, `${path}/norm1`, first.width)
  const norm2 = createStyleNorm(parts, `${path}/norm2`, second.width)
  const channels = parts.weights.convolution(`${path}/pool`).dims[0]
  const taps = floatWeights(parts.weights.convolution(`${path}/pool`))
  const bias = parts.weights.vector(named(path, 'pool.bias'), channels)

  /** Activates `x` and doubles its rows. */
  function upsample({ address, rows, width }: Rows, coefficients: number, to: number): void {
    const [x, y] = [memory.float32(address, rows * width), memory.float32(to, 2 * rows * width).fill(0)]
    const [a, b] = [memory.float32(coefficients, width), memory.float32(coefficients + width * FLOAT_BYTES, width)]
    for (let channel = 0; channel < channels; channel++) {
      const [scale = NaN, shift = NaN, offset = NaN] = [a[channel], b[channel], bias[channel]]
      const [left = NaN, middle = NaN, right = NaN] = taps.subarray(3 * channel, 3 * channel + 3)
      const activated = (row: number) => {
        const value = scale * (x[row * width + channel] ?? NaN) + shift
        return value < 0 ? SLOPE * value : value
      }
      let value = activated(0)
      for (let row = 0; row < rows; row++) {
        const next = row + 1 < rows ? activated(row + 1) : 0
        y[2 * row * width + channel] = offset + value * middle
        y[(2 * row + 1) * width + channel] = offset + value * right + next * left
        value = next
      }
    }
  }

  return {
    width: first.width,
    outWidth: second.outWidth,
    async run(work, style, x, middle, to) {
      const start = memory.used
      const wide = { address: memory.allocate(2 * x.rows * x.width * FLOAT_BYTES), rows: 2 * x.rows, width: x.width }
      const { coefficients } = await norm1.activationOf(work, style, x)
      upsample(x, coefficients, wide.address)
      await first.run(work, wide, middle)
      const narrow = { address: wide.address, rows: x.rows, width: shortcut.outWidth }
      await shortcut.run(work, x, narrow, { factor: Math.SQRT1_2 })
      const [once, twice] = [memory.float32(narrow.address, narrow.rows * narrow.width), memory.float32(to.address, to.rows * to.width)]
      for (let row = 0; row < to.rows; row++) twice.set(once.subarray((row >> 1) * to.width, ((row >> 1) + 1) * to.width), row * to.width)
      await second.run(work, middle, to, { activation: await norm2.activationOf(work, style, middle), factor: Math.SQRT1_2, adds: true })
      memory.rewind(start)
    },
  }
}
