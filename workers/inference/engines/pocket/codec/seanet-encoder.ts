import { createConvolution, createResidualBlock, type CodecParts } from './convolution'
import { POSITIONS_PER_FRAME, POSITIONS_PER_STEP } from './transformer'

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT
const STEPS_PER_FRAME = POSITIONS_PER_FRAME / POSITIONS_PER_STEP

/** The convolutional half of the encoder: sound to the transformer's rows. */
export interface SeanetEncoder {
  /** Values of a row that it gives. */
  readonly width: number
  /** Turns whole frames of sound, [frames · samplesPerFrame], into {@link POSITIONS_PER_FRAME} rows per frame at `to`. */
  run(audio: Float32Array, to: number): void
}

/** Makes it for up to `most` frames of `samplesPerFrame` samples per call. Errors: `model-mismatch`, `out-of-memory`. */
export function createSeanetEncoder(parts: CodecParts, samplesPerFrame: number, most: number): SeanetEncoder {
  const { run, memory } = parts.kernels
  // Step by step while there are many rows; the last two layers, whose weights are large, take all frames at once.
  const samplesPerStep = samplesPerFrame / STEPS_PER_FRAME
  const first = createConvolution(parts, 'mimi.encoder.model.0.conv', { most: samplesPerStep })
  const wide = createStage(1, samplesPerStep, first.outputs, 1)
  const middle = createStage(4, wide.rowsAfter, wide.downsampling.outputs, 1)
  const narrow = createStage(7, middle.rowsAfter, middle.downsampling.outputs, most * STEPS_PER_FRAME)
  const last = createConvolution(parts, 'mimi.encoder.model.11.conv', { most: most * POSITIONS_PER_FRAME, group: POSITIONS_PER_FRAME })

  function runStep(step: number): void {
    first.run(samplesPerStep, wide.x)
    for (const [stage, next] of [[wide, middle], [middle, narrow]] as const) {
      stage.block.run(stage.x, stage.rows)
      run.elu(stage.x, stage.downsampling.rows.input, stage.values)
      stage.downsampling.run(stage.rows, next.x)
    }
    narrow.block.run(narrow.x, narrow.rows)
    run.elu(narrow.x, narrow.downsampling.rows.input + step * narrow.values * FLOAT_BYTES, narrow.values)
  }

  return {
    width: last.outputs,
    run(audio, to) {
      const frames = audio.length / samplesPerFrame
      for (let step = 0; step < frames * STEPS_PER_FRAME; step++) {
        memory.float32(first.rows.input, samplesPerStep).set(audio.subarray(step * samplesPerStep, (step + 1) * samplesPerStep))
        runStep(step)
      }
      const rows = frames * POSITIONS_PER_FRAME
      narrow.downsampling.run(frames * STEPS_PER_FRAME * narrow.rows, last.rows.input)
      run.elu(last.rows.input, last.rows.input, rows * last.rows.width)
      last.run(rows, to)
    },
  }

  /** The residual block `mimi.encoder.model.{module}` and the downsampling after it, which takes `steps` steps at once. */
  function createStage(module: number, rows: number, width: number, steps: number) {
    const downsampling = createConvolution(parts, `mimi.encoder.model.${module + 2}.conv`, { most: steps * rows, group: rows, stride: 'half' })
    const values = rows * width
    return {
      block: createResidualBlock(parts, `mimi.encoder.model.${module}`, rows),
      downsampling,
      /** Rows and values of a step, and rows after downsampling. */
      rows,
      values,
      rowsAfter: rows / downsampling.stride,
      x: memory.allocate(values * FLOAT_BYTES),
    }
  }
}
