import { MynaError } from '../../../../../src/shared/protocol/errors'
import { createRowProduct, floatWeights, type RowProduct } from './convolution-layer'
import { named, type NetworkParts } from './network-parts'
import type { PacedWork, Rows } from './paced-work'
import { createSnakeBlock, type SnakeBlock } from './residual-blocks'
import { BINS } from './spectrum'
import type { NormStyle, StyledChannels } from './style-norm'

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT
/** Where it stands in the published graph. */
const PATH = 'decoder/decoder/generator'
/** Values of a row of the spectrum: magnitudes and phases, filled up. */
export const SPECTRUM_WIDTH = 24
/** Rows of zeros, or of nothing that counts, that lie before and behind rows with margins. */
export const MARGIN = 6

/** The two stages: rows that one row becomes, rows of the spectrum for one row, and the slope behind the stage. */
export const STAGES = [
  { upsampling: 10, windows: 6, slope: 0.1 },
  { upsampling: 6, windows: 1, slope: 0.01 },
] as const

/** iSTFTNet's generator (Kaneko and others 2022) with a harmonic source: rows of the decoder to a short-time spectrum. */
export interface Generator {
  /**
   * Makes of `x`, two rows for each frame, and `spectrum`, that of the harmonic source, the spectrum of the sound, which takes
   * its place: logarithms of magnitudes, then what the phases are the sines of. Both have margins of {@link MARGIN} rows of
   * zeros; `x` is used up. Errors: those of {@link PacedWork}.
   */
  run(work: PacedWork, style: NormStyle, x: Rows, spectrum: Rows): Promise<void>
}

/** The generator on kernels. */
export interface KernelGenerator extends Generator {
  /** What the style says of all its norms, by their paths in it. */
  styled(style: NormStyle): ReadonlyMap<string, StyledChannels>
}

/** Makes it for a decoder's rows of `width` values. Errors: `model-mismatch`, `out-of-memory`. */
export function createGenerator(parts: NetworkParts, width: number): KernelGenerator {
  const { memory } = parts.team.kernels
  const stages = STAGES.map((stage, i) => createStage(parts, i, stage))
  if (stages[0]?.inputs !== width) throw new MynaError('model-mismatch', `a generator of ${stages[0]?.inputs ?? 0} channels behind a decoder of ${width}`)
  const norms = new Map(stages.flatMap(({ blocks }) => [...blocks].flatMap(([path, block]) => [...block.norms].map(([name, norm]) => [`${path}/${name}`, norm] as const))))
  const post = createFinalConvolution(parts)
  return {
    styled: (style) => new Map([...norms].map(([name, norm]) => [name, norm.styled(style)])),
    async run(work, style, x, spectrum) {
      const start = memory.used
      await leaky(work, x, 0.1)
      let from = x
      for (const stage of stages) from = await stage.run(work, style, from, spectrum)
      await post.run(work, from.rows, from.address - 3 * from.width * FLOAT_BYTES, spectrum.address)
      memory.rewind(start)
      work.reached('spectrum', spectrum)
    },
  }
}

function leaky(work: PacedWork, { address, rows, width }: Rows, slope: number): Promise<void> {
  return work.each(rows, 64, 4 * width, (from, to) => ['leakyRelu', address + from * width * FLOAT_BYTES, slope, (to - from) * width])
}

type Stage = (typeof STAGES)[number]

/** Upsampling, the source's share in it, and the mean of three residual blocks, with the activation of what follows. */
function createStage(parts: NetworkParts, index: number, { upsampling, windows, slope }: Stage) {
  const { memory } = parts.team.kernels
  const [inputs, channels] = parts.weights.convolution(`${PATH}/ups.${index}`).dims
  const fromSpectrum = createSourceConvolution(parts, index, channels, windows)
  const source = createSnakeBlock(parts, `${PATH}/noise_res.${index}`, channels)
  const upsample = createUpsampling(parts, index, inputs, channels, upsampling)
  const blocks = [0, 1, 2].map((i) => createSnakeBlock(parts, `${PATH}/resblocks.${3 * index + i}`, channels))
  const allBlocks = [[`noise_res.${index}`, source], ...blocks.map((block, i) => [`resblocks.${3 * index + i}`, block] as const)] as const
  const isLast = index === STAGES.length - 1

  function withMargins(rows: number): Rows {
    const margin = MARGIN * channels
    const all = memory.allocate((rows * channels + 2 * margin) * FLOAT_BYTES)
    for (const at of [0, margin + rows * channels]) memory.float32(all + at * FLOAT_BYTES, margin).fill(0)
    return { address: all + margin * FLOAT_BYTES, rows, width: channels }
  }

  /** The last stage has a row more than upsampling gives: the one before the first is the second again (ReflectionPad1d). */
  async function addUpsampled(work: PacedWork, from: Rows, to: Rows): Promise<void> {
    if (!isLast) return upsample.run(work, from, to.address)
    const rowBytes = channels * FLOAT_BYTES
    const rowAt = (row: number) => memory.float32(to.address + row * rowBytes, channels)
    const [first, third] = [rowAt(0).slice(), rowAt(2).slice()]
    await upsample.run(work, from, to.address + rowBytes)
    const mirrored = rowAt(2)
    rowAt(0).set(first.map((value, i) => value + (mirrored[i] ?? NaN) - (third[i] ?? NaN)))
  }

  return {
    inputs,
    blocks: new Map<string, SnakeBlock>(allBlocks),
    async run(work: PacedWork, style: NormStyle, from: Rows, spectrum: Rows): Promise<Rows> {
      const rows = from.rows * upsampling + (isLast ? 1 : 0)
      const to = withMargins(rows)
      const start = memory.used
      const [x, y, middle] = [withMargins(rows), withMargins(rows), withMargins(rows)]
      await fromSpectrum(work, spectrum, x)
      await source.run(work, style, x, { y, middle }, x)
      work.reached(`source ${index}`, x)
      await addUpsampled(work, from, x)
      for (const [i, block] of blocks.entries()) await block.run(work, style, x, { y, middle }, to, { factor: 1 / blocks.length, adds: i > 0 })
      memory.rewind(start)
      work.reached(`stage ${index}`, to)
      await leaky(work, to, slope)
      return to
    },
  }
}

/** The source's spectrum to a stage's channels: a row of `windows` windows, and half as many beside them. */
export function createSourceConvolution(parts: NetworkParts, index: number, channels: number, windows: number) {
  const path = `${PATH}/noise_convs.${index}`
  const stored = parts.weights.convolution(path)
  const [, inputs, taps] = stored.dims
  const values = floatWeights(stored)
  const bias = parts.weights.vector(named(path, 'bias'), channels)
  const product = createRowProduct(
    parts,
    { inputs: taps * SPECTRUM_WIDTH, step: windows * SPECTRUM_WIDTH, outputs: channels, toStep: channels },
    (input, output) => {
      const [tap, channel] = [Math.floor(input / SPECTRUM_WIDTH), input % SPECTRUM_WIDTH]
      return channel < inputs ? (values[(output * inputs + channel) * taps + tap] ?? NaN) : 0
    },
    (output) => bias[output] ?? NaN,
  )
  const before = (taps - windows) / 2
  return (work: PacedWork, spectrum: Rows, to: Rows) => product.run(work, to.rows, spectrum.address - before * SPECTRUM_WIDTH * FLOAT_BYTES, to.address)
}

/**
 * A transposed convolution with twice as many taps as its stride, of which a quarter is cut off at both ends: what lies
 * between two rows depends on these two only. Adds to what is there; `from` has a row of zeros at both ends, and `to` is
 * written to half a stride beyond its own.
 */
export function createUpsampling(parts: NetworkParts, index: number, inputs: number, outputs: number, stride: number) {
  const path = `${PATH}/ups.${index}`
  const values = floatWeights(parts.weights.convolution(path))
  const bias = parts.weights.vector(named(path, 'bias'), outputs)
  const taps = 2 * stride
  const product = createRowProduct(
    parts,
    { inputs: 2 * inputs, step: inputs, outputs: stride * outputs, toStep: stride * outputs },
    (input, output) => {
      const tap = Math.floor(output / outputs) + (input < inputs ? stride : 0)
      return values[((input % inputs) * outputs + (output % outputs)) * taps + tap] ?? NaN
    },
    (output) => bias[output % outputs] ?? NaN,
  )
  return {
    run: (work: PacedWork, from: Rows, to: number) =>
      product.run(work, from.rows + 1, from.address - inputs * FLOAT_BYTES, to - (stride / 2) * outputs * FLOAT_BYTES, true),
  }
}

/** The convolution to magnitudes and phases; it reads from three rows before on. */
export function createFinalConvolution(parts: NetworkParts): RowProduct {
  const stored = parts.weights.convolution(`${PATH}/conv_post`)
  const [, inputs, taps] = stored.dims
  const values = floatWeights(stored)
  const bias = parts.weights.vector('decoder.decoder.generator.conv_post.bias', 2 * BINS)
  return createRowProduct(
    parts,
    { inputs: taps * inputs, step: inputs, outputs: 2 * BINS, toStep: SPECTRUM_WIDTH },
    (input, output) => values[(output * inputs + (input % inputs)) * taps + Math.floor(input / inputs)] ?? NaN,
    (output) => bias[output] ?? NaN,
  )
}
