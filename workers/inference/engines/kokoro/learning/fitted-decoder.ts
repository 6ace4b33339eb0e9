import { named } from '../network/network-parts'
import type { PacedWork, Rows } from '../network/paced-work'
import { createCurve } from '../network/sound-decoder'
import { createFittedLeakyBlock } from './fitted-blocks'
import { createFittedConvolution } from './fitted-convolution'
import type { NormNumbers } from './fitted-norm'
import { takeRows, valuesOf, type FittingParts } from './fitting-parts'

const PATH = 'decoder/decoder'

/** What is said, frame by frame. Only read. */
export interface FittedFrames {
  /** [frames, 512]: what the text encoder gives, spread over the frames. */
  readonly text: Float32Array
  /** [2 · frames]: the pitch in Hz, 0 where there is no voice, and the energy, twice as often. */
  readonly pitch: Float32Array
  readonly energy: Float32Array
}

/** {@link SoundDecoder} with the way back. What it keeps of the way forward lies in the kernels' memory until that is rewound. */
export interface FittedDecoder {
  readonly outWidth: number
  /** Fills `to`, two rows for each frame. Errors: those of {@link PacedWork}. */
  forward(work: PacedWork, styled: NormNumbers, frames: FittedFrames, to: Rows): Promise<void>
  /** From `gradient`, of what it filled, to those of the norms' numbers; uses `gradient` up. */
  backward(work: PacedWork, gradient: Rows, gradients: NormNumbers): Promise<void>
}

/** Makes it. Errors: `model-mismatch`, `out-of-memory`. */
export function createFittedDecoder(parts: FittingParts): FittedDecoder {
  const { memory } = parts.team.kernels
  const encode = createFittedLeakyBlock(parts, `${PATH}/encode`)
  const blocks = [0, 1, 2].map((i) => createFittedLeakyBlock(parts, `${PATH}/decode.${i}`))
  const last = createFittedLeakyBlock(parts, `${PATH}/decode.3`, true)
  const [pitchCurve, energyCurve] = [createCurve(parts, `${PATH}/F0_conv`), createCurve(parts, `${PATH}/N_conv`)]
  const narrowing = createFittedConvolution(parts, `${PATH}/asr_res/asr_res.0`, { bias: named(`${PATH}/asr_res.0`, 'bias') })
  const textWidth = parts.weights.convolution(`${PATH}/asr_res/asr_res.0`).dims[1]

  function join(to: Rows, columns: readonly { readonly values: Float32Array; readonly width: number }[]): void {
    const values = valuesOf(memory, to).fill(0)
    let column = 0
    for (const { values: own, width } of columns) {
      for (let row = 0; row < to.rows; row++) values.set(own.subarray(row * width, (row + 1) * width), row * to.width + column)
      column += width
    }
  }

  return {
    outWidth: last.outWidth,
    async forward(work, styled, { text, pitch, energy }, to) {
      const frames = text.length / textWidth
      const curves = [pitchCurve(pitch), energyCurve(energy)].map((values) => ({ values, width: 1 }))
      const said = takeRows(memory, frames, narrowing.width)
      const narrow = takeRows(memory, frames, narrowing.outWidth)
      join(said, [{ values: text, width: textWidth }])
      await narrowing.run(work, said, narrow)
      let x = takeRows(memory, frames, encode.width)
      join(x, [{ values: text, width: textWidth }, ...curves])
      for (const block of [encode, ...blocks]) {
        const next = takeRows(memory, frames, block.outWidth)
        await block.forward(work, styled, x, next)
        x = takeRows(memory, frames, last.width)
        join(x, [...[next, narrow].map((rows) => ({ values: valuesOf(memory, rows), width: rows.width })), ...curves])
      }
      await last.forward(work, styled, x, to)
    },

    async backward(work, gradient, gradients) {
      const start = memory.used
      const rows = gradient.rows / 2
      let ofResult = gradient
      for (const block of [last, ...blocks.toReversed()]) {
        const ofX = takeRows(memory, rows, block.width)
        await block.backward(work, ofResult, gradients, ofX)
        // The first columns are what the block before gave; text and curves learn nothing.
        ofResult = takeRows(memory, rows, encode.outWidth)
        const [from, to] = [valuesOf(memory, ofX), valuesOf(memory, ofResult)]
        for (let row = 0; row < rows; row++) to.set(from.subarray(row * ofX.width, row * ofX.width + ofResult.width), row * ofResult.width)
      }
      await encode.backward(work, ofResult, gradients, takeRows(memory, rows, encode.width))
      memory.rewind(start)
    },
  }
}
