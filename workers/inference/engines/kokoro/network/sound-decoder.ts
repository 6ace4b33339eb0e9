import { createConvolution, floatWeights } from './convolution-layer'
import { named, type NetworkParts } from './network-parts'
import type { PacedWork, Rows } from './paced-work'
import { createLeakyBlock, createUpsamplingBlock } from './residual-blocks'
import type { NormStyle } from './style-norm'

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT
const PATH = 'decoder/decoder'
/** Frames in a second, and what one of them becomes. */
export const FRAMES_PER_SECOND = 40
export const SAMPLES_PER_FRAME = 600
/** Values of the text's rows. */
export const TEXT_WIDTH = 512

/** What is to be said, frame by frame. Only read. */
export interface SpokenFrames {
  /** Rows of {@link TEXT_WIDTH} values, one for each frame: what the text encoder gives, spread over the frames. */
  readonly text: Rows
  /** [2 · frames]: the pitch in Hz, and the energy, twice as often. */
  readonly pitch: Float32Array
  readonly energy: Float32Array
}

/** Kokoro's decoder: frames of text, pitch and energy to rows that the generator makes sound of. */
export interface SoundDecoder {
  readonly outWidth: number
  /** Fills `to`, two rows for each frame. Errors: those of {@link PacedWork}. */
  run(work: PacedWork, style: NormStyle, frames: SpokenFrames, to: Rows): Promise<void>
}

/** Makes it. Errors: `model-mismatch`, `out-of-memory`. */
export function createSoundDecoder(parts: NetworkParts): SoundDecoder {
  const { memory } = parts.team.kernels
  const encode = createLeakyBlock(parts, `${PATH}/encode`)
  const blocks = [0, 1, 2].map((i) => createLeakyBlock(parts, `${PATH}/decode.${i}`))
  const last = createUpsamplingBlock(parts, `${PATH}/decode.3`)
  const [pitchCurve, energyCurve] = [createCurve(parts, `${PATH}/F0_conv`), createCurve(parts, `${PATH}/N_conv`)]
  const narrowing = createConvolution(parts, `${PATH}/asr_res/asr_res.0`, { bias: 'decoder.decoder.asr_res.0.bias' })
  const allocate = (rows: number, width: number): Rows => ({ address: memory.allocate(rows * width * FLOAT_BYTES), rows, width })

  /** Puts `columns` side by side into rows, zeros behind them. */
  function join({ address, rows, width }: Rows, columns: readonly { readonly values: Float32Array; readonly width: number }[]): void {
    const to = memory.float32(address, rows * width).fill(0)
    for (let row = 0; row < rows; row++) {
      let at = row * width
      for (const { values, width: own } of columns) {
        to.set(values.subarray(row * own, (row + 1) * own), at)
        at += own
      }
    }
  }

  return {
    outWidth: last.outWidth,
    async run(work, style, { text, pitch, energy }, to) {
      const start = memory.used
      const frames = text.rows
      const curves = [pitchCurve(pitch), energyCurve(energy)].map((values) => ({ values, width: 1 }))
      const narrow = allocate(frames, narrowing.outWidth)
      const [x, middle, y] = [allocate(frames, last.width), allocate(2 * frames, encode.outWidth), allocate(frames, encode.outWidth)]
      const viewOf = ({ address, rows, width }: Rows) => ({ values: memory.float32(address, rows * width), width })

      await narrowing.run(work, text, narrow)
      const first = { ...x, width: encode.width }
      join(first, [viewOf(text), ...curves])
      await encode.run(work, style, first, { ...middle, rows: frames }, y)
      work.reached('encode', y)
      for (const block of blocks) {
        join(x, [viewOf(y), viewOf(narrow), ...curves])
        await block.run(work, style, x, { ...middle, rows: frames }, y)
      }
      work.reached('decode', y)
      join(x, [viewOf(y), viewOf(narrow), ...curves])
      await last.run(work, style, x, { ...middle, width: last.outWidth }, to)
      memory.rewind(start)
      work.reached('upsampled', to)
    },
  }
}

/** A convolution of one curve to another of half as many values: three taps, in this thread. */
export function createCurve({ weights }: NetworkParts, path: string): (values: Float32Array) => Float32Array {
  const [before = NaN, at = NaN, after = NaN] = floatWeights(weights.convolution(path))
  const [bias = NaN] = weights.vector(named(path, 'bias'), 1)
  return (values) =>
    Float32Array.from({ length: values.length / 2 }, (_, i) => bias + before * (values[2 * i - 1] ?? 0) + at * (values[2 * i] ?? NaN) + after * (values[2 * i + 1] ?? NaN))
}
