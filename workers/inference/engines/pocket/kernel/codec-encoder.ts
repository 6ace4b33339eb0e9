import { MynaError } from '../../../../../src/protocol/errors'
import type { Kernels } from '../../../../kernels/kernels'
import type { EncoderSizes, PromptEncoder } from '../voice-encoder'
import { createConvolution, type StreamingLayer } from './codec-convolution'
import { createSeanetEncoder } from './codec-seanet-encoder'
import type { TransformerSizes } from './codec-sizes'
import { createCodecStreams } from './codec-streams'
import { createCodecTransformer, POSITIONS_PER_FRAME } from './codec-transformer'
import type { CodecWeights } from './codec-weights'
import { packMatrix } from './packed-matrix'

/**
 * Frames that are encoded at a time: enough to read the large weights seldom, and few enough that a cancel between two
 * pieces is heard within a tenth of a second.
 */
const PIECE_FRAMES = 6
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT

/**
 * Mimi's encoder with the speaker projection on the kernels, in float32. All of it is causal, so that it runs as a stream
 * over pieces of the prompt: nothing is computed twice, and a longer prompt takes no more memory. Errors: `model-mismatch`
 * (weights that are not the codec's), `out-of-memory`.
 */
export function createKernelEncoder(kernels: Kernels, weights: CodecWeights, { samplesPerFrame, conditioningDim }: EncoderSizes, sizes: TransformerSizes): PromptEncoder {
  const { run, memory } = kernels
  const streams = createCodecStreams(memory)
  const parts = { kernels, weights, streams }
  const seanet = createSeanetEncoder(parts, samplesPerFrame, PIECE_FRAMES)
  const transformer = createCodecTransformer(parts, { part: 'encoder', ...sizes, most: PIECE_FRAMES * POSITIONS_PER_FRAME })
  const downsampling = createConvolution(parts, 'mimi.downsample.conv.conv', { most: PIECE_FRAMES * POSITIONS_PER_FRAME, stride: 'half', bias: false })
  const speaker = weights.linear('flow_lm.speaker_proj_weight')
  if (downsampling.stride !== POSITIONS_PER_FRAME || speaker.inputs !== downsampling.outputs || speaker.outputs !== conditioningDim) {
    throw new MynaError('model-mismatch', `the encoder makes ${speaker.outputs} values of ${downsampling.stride} positions`)
  }
  const projection = packMatrix(kernels, speaker, speaker.at)
  const latents = memory.allocate(PIECE_FRAMES * speaker.inputs * FLOAT_BYTES)
  const rows = memory.allocate(PIECE_FRAMES * speaker.outputs * FLOAT_BYTES)

  /** `audio` is whole frames. Gives a view that the next piece overwrites. */
  function encodePiece(audio: Float32Array, position: number): Float32Array {
    const frames = audio.length / samplesPerFrame
    const { input } = downsampling.rows
    seanet.run(audio, input)
    transformer.run(input, frames * POSITIONS_PER_FRAME, position)
    if (position === 0) repeatFirstRow(downsampling)
    downsampling.run(frames * POSITIONS_PER_FRAME, latents)
    run.multiply(latents, speaker.inputs, projection.address, rows, speaker.outputs, frames, speaker.outputs, speaker.inputs, 0)
    return memory.float32(rows, frames * speaker.outputs)
  }

  /** The one layer that sees its first input, not silence, before the start. */
  function repeatFirstRow({ rows: { start, input, width, context } }: StreamingLayer): void {
    const first = memory.float32(input, width)
    for (let row = 0; row < context; row++) memory.float32(start, context * width).set(first, row * width)
  }

  return {
    async encode(samples, call) {
      const stream = {}
      const frames = Math.ceil(samples.length / samplesPerFrame)
      const encoded = new Float32Array(frames * conditioningDim)
      for (let frame = 0; frame < frames; frame += PIECE_FRAMES) {
        await call.checkpoint()
        call.onProgress({ fraction: frame / frames, label: 'Listening to the voice' })
        const end = Math.min(frame + PIECE_FRAMES, frames)
        // Silence fills the last frame up.
        const audio = new Float32Array((end - frame) * samplesPerFrame)
        audio.set(samples.subarray(frame * samplesPerFrame, end * samplesPerFrame))
        await call.timings.time('prompt-encode', end - frame, () => {
          streams.enter(stream)
          encoded.set(encodePiece(audio, frame * POSITIONS_PER_FRAME), frame * conditioningDim)
          return Promise.resolve()
        })
      }
      await call.checkpoint()
      return encoded
    },
  }
}
