import { ACTIVATION } from '../../../../kernels/int8-convolution'
import { ROW_ACTIVATION } from '../../../../kernels/row-product'
import { named } from './network-parts'
import type { PacedWork, Rows } from './paced-work'
import { TEXT_WIDTH } from './sound-decoder'
import { createStyleNorm } from './style-norm'
import type { TextLayers } from './text-layers'
import { placeVector, spreadRows } from './text-rows'

/** Pitch and energy over time. */
export interface Melody {
  /**
   * Two values a frame each, from the rows of `manners` [tokens, MANNER_WIDTH] of which each lasts `durations` frames.
   * `f0` is in Hz, 0 or below where nothing is voiced; `energy` has no unit. Errors: `aborted`, `out-of-memory`.
   */
  sing(work: PacedWork, manners: number, durations: Int32Array, style: Float32Array): Promise<{ readonly f0: Float32Array; readonly energy: Float32Array }>
}

const HALF_POWER = Math.SQRT1_2
/** Multiplications that take as long as what is done with a value. */
const VALUE_COST = 8

/** The LSTM that pitch and energy share, and the three residual blocks of each. Errors: `model-mismatch`, `out-of-memory`. */
export function createMelody(layers: TextLayers): Melody {
  const { memory } = layers.team.kernels
  const shared = layers.lstm('encoder/shared')
  const [pitch, loudness] = [createBranch(layers, 'F0'), createBranch(layers, 'N')]

  return {
    async sing(work, manners, durations, style) {
      const frames = durations.reduce((sum, count) => sum + count, 0)
      // All frames of a token have the same inputs, and so the same gates.
      const [forward, backward] = await shared.gatesOf(work, manners, durations.length)
      const spread = (rows: number) => spreadRows(layers, { rows, width: 4 * shared.hidden, durations })
      const x = { address: memory.allocate(4 * frames * TEXT_WIDTH), rows: frames, width: TEXT_WIDTH }
      await shared.recur(work, [spread(forward), spread(backward)], frames, x.address)
      return { f0: await pitch(work, x, style), energy: await loudness(work, x, style) }
    },
  }
}

/** Gives two values for each row of x. */
function createBranch(layers: TextLayers, kind: 'F0' | 'N') {
  const { memory } = layers.team.kernels
  const first = createBlock(layers, `${kind}.0`, TEXT_WIDTH)
  const second = createWideningBlock(layers, `${kind}.1`)
  const third = createBlock(layers, `${kind}.2`, second.width)
  const projection = layers.convolution(`encoder/${kind}_proj`, `encoder.predictor.${kind}_proj.bias`, { digits: 2 })

  return async (work: PacedWork, x: Rows, style: Float32Array): Promise<Float32Array> => {
    const { address, rows } = await third(work, await second.run(work, await first(work, x, style), style), style)
    const out = memory.allocate(4 * rows * projection.outWidth)
    await projection.apply(work, { x: address, rows, out })
    const view = memory.float32(out, rows * projection.outWidth)
    return Float32Array.from({ length: rows }, (_, row) => view[row * projection.outWidth] ?? NaN)
  }
}

// One digit where pitch and energy are as near to the float32 graph's as with two.
const readsLeaky = { digits: 1, activation: ROW_ACTIVATION.leaky } as const

/** x -> (x + two convolutions, each of LeakyReLU of a norm by style) / sqrt(2). */
function createBlock(layers: TextLayers, block: string, width: number) {
  const { memory } = layers.team.kernels
  const [node, name] = [`encoder/${block}`, `encoder.predictor.${block}`]
  const norm = (number: 1 | 2) => createStyleNorm(layers, `${node}/norm${number}`, width, undefined, named(name, `norm${number}.fc.bias`))
  const [norm1, norm2] = [norm(1), norm(2)]
  const conv1 = layers.convolution(`${node}/conv1`, named(name, 'conv1.bias'), readsLeaky)
  const conv2 = layers.convolution(`${node}/conv2`, named(name, 'conv2.bias'), { ...readsLeaky, factor: HALF_POWER })

  return async (work: PacedWork, x: Rows, style: Float32Array): Promise<Rows> => {
    const { rows } = x
    const [inner, out] = [memory.allocate(4 * rows * width), memory.allocate(4 * rows * width)]
    const { coefficients } = await norm1.activationOf(work, { values: style }, x)
    await conv1.apply(work, { x: x.address, rows, out: inner, coefficients })
    const then = await norm2.activationOf(work, { values: style }, { address: inner, rows, width })
    await conv2.apply(work, { x: inner, rows, out, coefficients: then.coefficients, plus: x.address, factor: HALF_POWER })
    return { address: out, rows, width }
  }
}

/** The same, from {@link TEXT_WIDTH} channels to half as many and from one row to two. */
function createWideningBlock(layers: TextLayers, block: string) {
  const { memory } = layers.team.kernels
  const [node, name] = [`encoder/${block}`, `encoder.predictor.${block}`]
  const widen = createWidening(layers, node, name)
  const conv1 = layers.convolution(`${node}/conv1`, named(name, 'conv1.bias'), { digits: 1 })
  const conv2 = layers.convolution(`${node}/conv2`, named(name, 'conv2.bias'), { ...readsLeaky, factor: HALF_POWER })
  const shortcut = layers.convolution(`${node}/conv1x1`, null, { digits: 1 })
  const width = conv2.outWidth
  const norm = (number: 1 | 2, channels: number) => createStyleNorm(layers, `${node}/norm${number}`, channels, undefined, named(name, `norm${number}.fc.bias`))
  const [norm1, norm2] = [norm(1, TEXT_WIDTH), norm(2, width)]

  async function run(work: PacedWork, x: Rows, style: Float32Array): Promise<Rows> {
    const rows = 2 * x.rows
    const [inner, out, passed] = [memory.allocate(4 * rows * width), memory.allocate(4 * rows * width), memory.allocate(4 * rows * width)]
    const { coefficients } = await norm1.activationOf(work, { values: style }, x)
    await conv1.apply(work, { x: await widen(work, x, coefficients), rows, out: inner })
    // The inputs of a row and its twin are the same.
    await shortcut.apply(work, { x: x.address, rows: x.rows, out: passed, step: 2 * width })
    const view = memory.float32(passed, rows * width)
    for (let at = 0; at < view.length; at += 2 * width) view.copyWithin(at + width, at, at + width)
    const then = await norm2.activationOf(work, { values: style }, { address: inner, rows, width })
    await conv2.apply(work, { x: inner, rows, out, coefficients: then.coefficients, plus: passed, factor: HALF_POWER })
    return { address: out, rows, width }
  }
  return { width, run }
}

/** A transposed convolution of LeakyReLU, each channel by itself, that makes two rows of one: tap 1 for the first; 2, and 0 of the next row, for the second. */
function createWidening(layers: TextLayers, node: string, name: string) {
  const { memory } = layers.team.kernels
  const { dims: [channels], values } = layers.weights.convolution(`${node}/pool`)
  const tap = (number: number) => Float32Array.from({ length: channels }, (_, channel) => values[channel * 3 + number] ?? NaN)
  const zeros = new Float32Array(channels)
  const kernel = placeVector(layers, Float32Array.of(...tap(0), ...tap(1), ...tap(2), ...zeros))
  const shift = placeVector(layers, Float32Array.of(...zeros.map(() => 1), ...layers.weights.vector(named(name, 'pool.bias'), channels)))
  const rowBytes = 4 * channels
  const cost = channels * VALUE_COST

  return async (work: PacedWork, { address, rows }: Rows, coefficients: number): Promise<number> => {
    // A row of zeros before the first and behind the last; results begin one row early.
    const [padded, out, limits] = [memory.allocate((rows + 2) * rowBytes), memory.allocate((2 * rows + 2) * rowBytes), memory.allocate(32 * 2 * rows)]
    memory.float32(padded, channels).fill(0)
    memory.float32(padded + (rows + 1) * rowBytes, channels).fill(0)
    const first = out + rowBytes
    await work.each(rows, 1, cost, (from, to) =>
      ['activateRows', address + from * rowBytes, coefficients, ACTIVATION.leaky, padded + (from + 1) * rowBytes, limits + 32 * from, to - from, channels])
    await work.each(rows + 1, 1, cost, (from, to) => ['upsampleChannels', padded + from * rowBytes, kernel, out + 2 * from * rowBytes, to - from, channels, 2])
    await work.each(2 * rows, 1, cost, (from, to) =>
      ['activateRows', first + from * rowBytes, shift, ACTIVATION.linear, first + from * rowBytes, limits + 32 * from, to - from, channels])
    return first
  }
}
