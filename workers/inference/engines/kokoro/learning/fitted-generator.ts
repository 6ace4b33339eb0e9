import { createRowProduct, floatWeights } from '../network/convolution-layer'
import { createFinalConvolution, createSourceConvolution, createUpsampling, SPECTRUM_WIDTH, STAGES } from '../network/generator'
import type { PacedWork, Rows } from '../network/paced-work'
import { BINS } from '../network/spectrum'
import { createFittedSnakeBlock } from './fitted-blocks'
import type { NormNumbers } from './fitted-norm'
import { FLOAT_BYTES, takeRows, type FittingParts } from './fitting-parts'

const PATH = 'decoder/decoder/generator'
/** Slope of the activation in front of the first stage. */
const FIRST_SLOPE = 0.1

/** {@link Generator} with the way back. What it keeps of the way forward lies in the kernels' memory until that is rewound. */
export interface FittedGenerator {
  /**
   * Makes of `x`, two rows for each frame, and `source`, the spectrum of the harmonic source, that of the sound, in `to`:
   * logarithms of magnitudes, then what the phases are the sines of. `x` is activated in place. Errors: those of {@link PacedWork}.
   */
  forward(work: PacedWork, styled: NormNumbers, x: Rows, source: Rows, to: Rows): Promise<void>
  /** From `gradient`, of what it made, whose rows are filled up with zeros, to those of the norms' numbers and of x, in `toX`. */
  backward(work: PacedWork, gradient: Rows, gradients: NormNumbers, toX: Rows): Promise<void>
}

/** Makes it for a decoder's rows of `width` values. Errors: `model-mismatch`, `out-of-memory`. */
export function createFittedGenerator(parts: FittingParts, width: number): FittedGenerator {
  const { memory } = parts.team.kernels
  const channels = STAGES.map((_, i) => parts.weights.convolution(`${PATH}/ups.${i}`).dims[1])
  const stages = STAGES.map((stage, i) => ({ ...createFittedStage(parts, i, channels[i - 1] ?? width, channels[i] ?? NaN, stage), slope: stage.slope }))
  const post = createFinalConvolution(parts)
  const postToInput = createFinalGradient(parts)
  let kept: { readonly stage: (typeof stages)[number]; readonly from: Rows; readonly result: Rows }[] = []

  function leaky(work: PacedWork, { address, rows, width: own }: Rows, slope: number): Promise<void> {
    return work.each(rows, 64, 4 * own, (from, to) => ['leakyRelu', address + from * own * FLOAT_BYTES, slope, (to - from) * own])
  }
  function leakyGradient(work: PacedWork, y: Rows, { address, rows, width: own }: Rows, slope: number): Promise<void> {
    return work.each(rows, 64, 4 * own, (from, to) => ['leakyReluGradient', y.address + from * own * FLOAT_BYTES, slope, address + from * own * FLOAT_BYTES, (to - from) * own])
  }

  return {
    async forward(work, styled, x, source, to) {
      kept = []
      await leaky(work, x, FIRST_SLOPE)
      let from = x
      for (const stage of stages) {
        const result = await stage.forward(work, styled, from, source)
        await leaky(work, result, stage.slope)
        kept.push({ stage, from, result })
        from = result
      }
      await post.run(work, from.rows, from.address - 3 * from.width * FLOAT_BYTES, to.address)
    },

    async backward(work, gradient, gradients, toX) {
      const start = memory.used
      let ofResult = takeRows(memory, gradient.rows, channels.at(-1) ?? NaN)
      await postToInput.run(work, gradient.rows, gradient.address - 3 * SPECTRUM_WIDTH * FLOAT_BYTES, ofResult.address)
      for (const { stage, from, result } of kept.toReversed()) {
        await leakyGradient(work, result, ofResult, stage.slope)
        const ofFrom = from === kept[0]?.from ? toX : takeRows(memory, from.rows, from.width)
        await stage.backward(work, ofResult, gradients, ofFrom)
        ofResult = ofFrom
      }
      if (kept[0]) await leakyGradient(work, kept[0].from, toX, FIRST_SLOPE)
      memory.rewind(start)
    },
  }
}

/** Upsampling, the source's share in it, and the mean of three residual blocks. */
function createFittedStage(parts: FittingParts, index: number, inputs: number, channels: number, { upsampling, windows }: (typeof STAGES)[number]) {
  const { memory } = parts.team.kernels
  const fromSpectrum = createSourceConvolution(parts, index, channels, windows)
  const source = createFittedSnakeBlock(parts, `${PATH}/noise_res.${index}`, channels)
  const upsample = createUpsampling(parts, index, inputs, channels, upsampling)
  const upsampleToInput = createUpsamplingGradient(parts, index, inputs, channels, upsampling)
  const blocks = [0, 1, 2].map((i) => createFittedSnakeBlock(parts, `${PATH}/resblocks.${3 * index + i}`, channels))
  const isLast = index === STAGES.length - 1
  const rowOf = ({ address }: Rows, row: number) => memory.float32(address + row * channels * FLOAT_BYTES, channels)
  const share = 1 / blocks.length

  /** The last stage has a row more than upsampling gives: the one before the first is the second again (ReflectionPad1d). */
  async function addUpsampled(work: PacedWork, from: Rows, to: Rows): Promise<void> {
    if (!isLast) return upsample.run(work, from, to.address)
    const [first, third] = [rowOf(to, 0).slice(), rowOf(to, 2).slice()]
    await upsample.run(work, from, to.address + channels * FLOAT_BYTES)
    const mirrored = rowOf(to, 2)
    rowOf(to, 0).set(first.map((value, i) => value + (mirrored[i] ?? NaN) - (third[i] ?? NaN)))
  }

  /** The gradient of what is upsampled; that of the row that was put before counts for the second. Leaves `gradient` as it was. */
  async function toUpsampled(work: PacedWork, gradient: Rows, to: Rows): Promise<void> {
    if (!isLast) return upsampleToInput(work, gradient.address, to)
    const [first, third] = [rowOf(gradient, 0).slice(), rowOf(gradient, 2).slice()]
    rowOf(gradient, 2).set(third.map((value, i) => value + (first[i] ?? NaN)))
    rowOf(gradient, 0).fill(0)
    await upsampleToInput(work, gradient.address + channels * FLOAT_BYTES, to)
    rowOf(gradient, 0).set(first)
    rowOf(gradient, 2).set(third)
  }

  const addScaled = (work: PacedWork, from: Rows, factor: number, to: Rows, adds: 0 | 1) =>
    work.each(from.rows, 64, 2 * channels, (row, end) => [
      'addScaled', from.address + row * channels * FLOAT_BYTES, factor, to.address + row * channels * FLOAT_BYTES, (end - row) * channels, adds,
    ])

  return {
    async forward(work: PacedWork, styled: NormNumbers, from: Rows, spectrum: Rows): Promise<Rows> {
      const rows = from.rows * upsampling + (isLast ? 1 : 0)
      const [heard, x, to] = [takeRows(memory, rows, channels), takeRows(memory, rows, channels), takeRows(memory, rows, channels)]
      await fromSpectrum(work, spectrum, heard)
      await source.forward(work, styled, heard, x)
      await addUpsampled(work, from, x)
      for (const [i, block] of blocks.entries()) await block.forward(work, styled, x, to, { factor: share, adds: i > 0 })
      return to
    },

    /** From `gradient`, of what forward gave, to that of what it was given, in `to`. */
    async backward(work: PacedWork, gradient: Rows, gradients: NormNumbers, to: Rows): Promise<void> {
      const start = memory.used
      const [ofX, ofBlock] = [takeRows(memory, gradient.rows, channels), takeRows(memory, gradient.rows, channels)]
      for (const [i, block] of blocks.entries()) {
        const own = i === 0 ? ofX : ofBlock
        await addScaled(work, gradient, share, own, 0)
        await block.backward(work, own, gradients)
        if (i > 0) await addScaled(work, own, 1, ofX, 1)
      }
      await toUpsampled(work, ofX, to)
      await source.backward(work, ofX, gradients, false)
      memory.rewind(start)
    },
  }
}

/** Gradient of what {@link createUpsampling} reads: a convolution with its stride. */
function createUpsamplingGradient(parts: FittingParts, index: number, inputs: number, outputs: number, stride: number) {
  const values = floatWeights(parts.weights.convolution(`${PATH}/ups.${index}`))
  const taps = 2 * stride
  const product = createRowProduct(
    parts,
    { inputs: taps * outputs, step: stride * outputs, outputs: inputs, toStep: inputs },
    (from, to) => values[(to * outputs + (from % outputs)) * taps + Math.floor(from / outputs)] ?? NaN,
    () => 0,
  )
  return (work: PacedWork, gradient: number, to: Rows) => product.run(work, to.rows, gradient - (stride / 2) * outputs * FLOAT_BYTES, to.address)
}

/** Gradient of what {@link createFinalConvolution} reads; it reads from three rows before on. */
function createFinalGradient(parts: FittingParts) {
  const stored = parts.weights.convolution(`${PATH}/conv_post`)
  const [, outputs, taps] = stored.dims
  const values = floatWeights(stored)
  return createRowProduct(
    parts,
    { inputs: taps * SPECTRUM_WIDTH, step: SPECTRUM_WIDTH, outputs, toStep: outputs },
    (from, to) => {
      const [tap, bin] = [taps - 1 - Math.floor(from / SPECTRUM_WIDTH), from % SPECTRUM_WIDTH]
      return bin < 2 * BINS ? (values[(bin * outputs + to) * taps + tap] ?? NaN) : 0
    },
    () => 0,
  )
}
