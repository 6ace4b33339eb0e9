import { MynaError } from '../../../../../src/shared/protocol/errors'
import { carriedRows, createConvolution, createResidualBlock, createTransposedConvolution, type CodecParts } from './convolution'
import { POSITIONS_PER_FRAME, POSITIONS_PER_STEP } from './transformer'
import { kernelOf, vectorOf } from '../../../../formats/weights'

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT
const STEPS_PER_FRAME = POSITIONS_PER_FRAME / POSITIONS_PER_STEP

/** The convolutional half of the decoder: the transformer's rows to sound. */
export interface SeanetDecoder {
  /** Where rows go, {@link POSITIONS_PER_FRAME} per frame. */
  readonly input: number
  /** Values of such a row. */
  readonly width: number
  readonly samplesPerFrame: number
  /** Turns `frames` frames of rows into `audio`, [frames · samplesPerFrame]. */
  run(frames: number, audio: Float32Array): void
}

/** Makes it for up to `most` frames per call. Errors: `model-mismatch`, `out-of-memory`. */
export function createSeanetDecoder(parts: CodecParts, most: number): SeanetDecoder {
  const { run, memory } = parts.kernels
  const first = createConvolution(parts, 'mimi.decoder.model.0.conv', { most: most * POSITIONS_PER_FRAME, group: POSITIONS_PER_FRAME })
  // The first stage upsamples all frames, so that its large weights are read once; from there on it is step by step.
  const wide = createStage(parts, 2, POSITIONS_PER_STEP, most * STEPS_PER_FRAME)
  const middle = createStage(parts, 5, wide.rows, 1)
  const narrow = createStage(parts, 8, middle.rows, 1)
  const last = createLastConvolution(parts, narrow.rows)

  function runStep(x: number, audio: Float32Array): void {
    wide.block.run(x, wide.rows)
    let from = { x, values: wide.values }
    for (const { upsampling, inputRows, block, rows, values, x: to } of [middle, narrow]) {
      run.elu(from.x, upsampling.rows.input, from.values)
      upsampling.run(inputRows, to)
      block.run(to, rows)
      from = { x: to, values }
    }
    run.elu(from.x, last.input, from.values)
    last.run(audio)
  }

  return {
    input: first.rows.input,
    width: first.rows.width,
    samplesPerFrame: narrow.rows * STEPS_PER_FRAME,
    run(frames, audio) {
      const { upsampling, x, values } = wide
      const rows = frames * POSITIONS_PER_FRAME
      first.run(rows, upsampling.rows.input)
      run.elu(upsampling.rows.input, upsampling.rows.input, rows * first.outputs)
      upsampling.run(rows, x)
      for (let step = 0; step < frames * STEPS_PER_FRAME; step++) {
        runStep(x + step * values * FLOAT_BYTES, audio.subarray(step * narrow.rows, (step + 1) * narrow.rows))
      }
    },
  }

  /** Upsampling `mimi.decoder.model.{module}` and the residual block after it. */
  function createStage(parts: CodecParts, module: number, inputRows: number, steps: number) {
    const upsampling = createTransposedConvolution(parts, `mimi.decoder.model.${module}.convtr`, { most: steps * inputRows, group: inputRows })
    const rows = inputRows * upsampling.stride
    const values = rows * upsampling.outputs
    return {
      upsampling,
      block: createResidualBlock(parts, `mimi.decoder.model.${module + 1}`, rows),
      /** Rows per step, in and out, and values of a step. */
      inputRows,
      rows,
      values,
      x: memory.allocate(steps * values * FLOAT_BYTES),
    }
  }
}

/** The convolution to one channel, of `rows` samples per call. */
function createLastConvolution(parts: CodecParts, samples: number) {
  const { kernels: { run, memory }, weights } = parts
  const name = 'mimi.decoder.model.11.conv'
  const { dims: [outputs, inputs, taps], values } = kernelOf(weights, `${name}.weight`)
  const { length } = values
  if (outputs !== 1 || length % 4 !== 0) throw new MynaError('model-mismatch', `${name} gives ${outputs} channels of ${length} values`)
  const bias = vectorOf(weights, `${name}.bias`, 1)[0] ?? NaN
  const rows = carriedRows(parts, taps - 1, samples, inputs)
  const kernel = memory.allocate(length * FLOAT_BYTES)
  memory.float32(kernel, length).set(values.map((_, i) => values[(i % inputs) * taps + Math.floor(i / inputs)] ?? NaN))
  const sound = memory.allocate(samples * FLOAT_BYTES)
  return {
    input: rows.input,
    run(audio: Float32Array) {
      run.convolveToOne(rows.start, inputs, kernel, bias, sound, samples, length)
      rows.advance(samples)
      audio.set(memory.float32(sound, samples))
    },
  }
}
