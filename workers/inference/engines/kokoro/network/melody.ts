import { ROW_ACTIVATION } from '../../../../kernels/row-product'
import { ACTIVATION } from '../../../../kernels/int8-convolution'
import { TEXT_WIDTH } from './text-encoder'
import type { TextLayer, TextLayers } from './text-layers'

/** Pitch and energy over time. */
export interface Melody {
  /**
   * Two values a frame each, from the rows of `manners` [tokens, MANNER_WIDTH] of which each lasts `durations` frames.
   * `f0` is in Hz, 0 or below where nothing is voiced; `energy` has no unit. Errors: `out-of-memory`.
   */
  sing(manners: number, durations: Int32Array, style: Float32Array): { readonly f0: Float32Array; readonly energy: Float32Array }
}

/** Of the graph. */
const EPSILON = 1e-5
const HALF_POWER = Math.SQRT1_2

/** The LSTM that pitch and energy share, and the three residual blocks of each. Errors: `model-mismatch`, `out-of-memory`. */
export function createMelody(layers: TextLayers): Melody {
  const { memory } = layers.team.kernels
  const shared = layers.lstm('encoder/shared')
  const branches = (['F0', 'N'] as const).map((kind) => createBranch(layers, kind))

  return {
    sing(manners, durations, style) {
      const tokens = durations.length
      const frames = durations.reduce((sum, count) => sum + count, 0)
      const gateWidth = 4 * shared.hidden
      const gates = shared.gates.map((layer) => {
        // All frames of a token have the same inputs, and so the same gates.
        const ofTokens = memory.allocate(4 * tokens * gateWidth)
        layer.apply({ x: manners, rows: tokens, out: ofTokens })
        return spreadRows(layers, { rows: ofTokens, width: gateWidth, durations })
      }) as [number, number]
      const x = memory.allocate(4 * frames * TEXT_WIDTH)
      shared.apply(gates, frames, x)
      const styleAt = layers.place(style)
      const [f0, energy] = branches.map((branch) => branch(x, frames, styleAt)) as [Float32Array, Float32Array]
      return { f0, energy }
    },
  }
}

/** Repeats each row as often as its token's duration says; gives the address of the copies, in memory that is taken for them. */
export function spreadRows({ team }: Pick<TextLayers, 'team'>, { rows, width, durations }: { readonly rows: number; readonly width: number; readonly durations: Int32Array }): number {
  const { memory } = team.kernels
  const frames = durations.reduce((sum, count) => sum + count, 0)
  const address = memory.allocate(4 * frames * width)
  const [from, to] = [memory.float32(rows, durations.length * width), memory.float32(address, frames * width)]
  let frame = 0
  durations.forEach((count, token) => {
    for (let i = 0; i < count; i++, frame++) to.set(from.subarray(token * width, (token + 1) * width), frame * width)
  })
  return address
}

type Branch = (x: number, frames: number, style: number) => Float32Array

function createBranch(layers: TextLayers, kind: 'F0' | 'N'): Branch {
  const { memory } = layers.team.kernels
  const block = (number: number) => createBlock(layers, `encoder/${kind}.${number}`, `encoder.predictor.${kind}.${number}`)
  const [first, second, third] = [block(0), createWideningBlock(layers, `encoder/${kind}.1`, `encoder.predictor.${kind}.1`), block(2)]
  const projection = layers.convolution(`encoder/${kind}_proj`, `encoder.predictor.${kind}_proj.bias`, { digits: 2 })

  return (x, frames, style) => {
    const wide = third(second(first(x, frames, style), frames, style), 2 * frames, style)
    const out = memory.allocate(4 * 2 * frames * projection.outWidth)
    projection.apply({ x: wide, rows: 2 * frames, out })
    const view = memory.float32(out, 2 * frames * projection.outWidth)
    return Float32Array.from({ length: 2 * frames }, (_, at) => view[at * projection.outWidth] ?? NaN)
  }
}

/** A norm over time of each channel, which the style scales and shifts: what a layer's inputs are multiplied by, and what is added. */
function createStyleNorm(layers: TextLayers, node: string, name: string) {
  const { team } = layers
  const { memory } = team.kernels
  const modulation = layers.linear(`${node}/fc`, `${name}.fc.bias`, { digits: 2 })
  const width = modulation.outWidth / 2

  /** The address of the coefficients for `rows` rows at `x`. */
  return (x: number, rows: number, style: number): number => {
    const [statistics, coefficients] = [memory.allocate(8 * width), memory.allocate(8 * width)]
    team.run(1, () => ['channelStatistics', x, rows, width, statistics])
    modulation.apply({ x: style, rows: 1, out: coefficients })
    const [found, folded] = [memory.float32(statistics, 2 * width), memory.float32(coefficients, 2 * width)]
    for (let i = 0; i < width; i++) {
      const factor = (1 + (folded[i] ?? NaN)) / Math.sqrt((found[width + i] ?? NaN) / rows + EPSILON)
      folded[i] = factor
      folded[width + i] = (folded[width + i] ?? NaN) - factor * (found[i] ?? NaN)
    }
    return coefficients
  }
}

const readsLeaky = { digits: 1, activation: ROW_ACTIVATION.leaky } as const

/** x -> (x + two convolutions, each of LeakyReLU of a norm by style) / sqrt(2). */
function createBlock(layers: TextLayers, node: string, name: string) {
  const { memory } = layers.team.kernels
  const [norm1, norm2] = [createStyleNorm(layers, `${node}/norm1`, `${name}.norm1`), createStyleNorm(layers, `${node}/norm2`, `${name}.norm2`)]
  const conv1 = layers.convolution(`${node}/conv1`, `${name}.conv1.bias`, readsLeaky)
  const conv2 = layers.convolution(`${node}/conv2`, `${name}.conv2.bias`, { ...readsLeaky, factor: HALF_POWER })

  return (x: number, rows: number, style: number): number => {
    const [inner, out] = [memory.allocate(4 * rows * conv1.outWidth), memory.allocate(4 * rows * conv2.outWidth)]
    conv1.apply({ x, rows, out: inner, coefficients: norm1(x, rows, style) })
    conv2.apply({ x: inner, rows, out, coefficients: norm2(inner, rows, style), plus: x, factor: HALF_POWER })
    return out
  }
}

/** The same, from 512 channels to 256 and from one row to two. */
function createWideningBlock(layers: TextLayers, node: string, name: string) {
  const { memory } = layers.team.kernels
  const [norm1, norm2] = [createStyleNorm(layers, `${node}/norm1`, `${name}.norm1`), createStyleNorm(layers, `${node}/norm2`, `${name}.norm2`)]
  const widen = createWidening(layers, node, name)
  const conv1 = layers.convolution(`${node}/conv1`, `${name}.conv1.bias`, { digits: 1 })
  const conv2 = layers.convolution(`${node}/conv2`, `${name}.conv2.bias`, { ...readsLeaky, factor: HALF_POWER })
  const shortcut = layers.convolution(`${node}/conv1x1`, null, { digits: 1 })

  return (x: number, frames: number, style: number): number => {
    const rows = 2 * frames
    const room = (layer: TextLayer) => memory.allocate(4 * rows * layer.outWidth)
    const [inner, out, passed] = [room(conv1), room(conv2), room(shortcut)]
    conv1.apply({ x: widen(x, frames, norm1(x, frames, style)), rows, out: inner })
    // The inputs of a row and its twin are the same.
    shortcut.apply({ x, rows: frames, out: passed, step: 2 * shortcut.outWidth })
    const view = memory.float32(passed, rows * shortcut.outWidth)
    for (let at = 0; at < view.length; at += 2 * shortcut.outWidth) view.copyWithin(at + shortcut.outWidth, at, at + shortcut.outWidth)
    conv2.apply({ x: inner, rows, out, coefficients: norm2(inner, rows, style), plus: passed, factor: HALF_POWER })
    return out
  }
}

/** A transposed convolution of LeakyReLU, each channel by itself, that makes two rows of one: taps 1 for the first, 2 and 0 (of the next row) for the second. */
function createWidening(layers: TextLayers, node: string, name: string) {
  const { team, weights } = layers
  const { memory, run } = team.kernels
  const { dims: [channels], values } = weights.convolution(`${node}/pool`)
  const tap = (number: number) => Float32Array.from({ length: channels }, (_, channel) => values[channel * 3 + number] ?? NaN)
  const zeros = new Float32Array(channels)
  const kernel = layers.place(Float32Array.of(...tap(0), ...tap(1), ...tap(2), ...zeros))
  const shift = layers.place(Float32Array.of(...zeros.map(() => 1), ...weights.vector(`${name}.pool.bias`, channels)))

  return (x: number, frames: number, coefficients: number): number => {
    const rowBytes = 4 * channels
    // A row of zeros before the first and behind the last; results begin one row early.
    const [padded, out, limits] = [memory.allocate((frames + 2) * rowBytes), memory.allocate((2 * frames + 2) * rowBytes), memory.allocate(32 * 2 * frames)]
    memory.float32(padded, channels).fill(0)
    memory.float32(padded + (frames + 1) * rowBytes, channels).fill(0)
    run.activateRows(x, coefficients, ACTIVATION.leaky, padded + rowBytes, limits, frames, channels)
    run.upsampleChannels(padded, kernel, out, frames + 1, channels, 2)
    run.activateRows(out + rowBytes, shift, ACTIVATION.linear, out + rowBytes, limits, 2 * frames, channels)
    return out + rowBytes
  }
}
