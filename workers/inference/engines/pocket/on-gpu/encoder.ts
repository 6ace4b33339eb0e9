import { encoderSizes } from '../../../../formats/checkpoint/checkpoint-sizes'
import { encoderFile, planEncoder } from '../../../../compiler/parts'
import { samplesPerFrame, type EncoderSizes } from '../../../../formats/checkpoint/pocket-sizes'
import { float32, floats } from '../../../../runtime/tensor'
import type { PromptEncoder } from '../codec/prompt-encoder'
import { encoderWindows } from '../published/encoder'
import { readOrCompile, type CompileContext, type CompiledGraphs } from '../../on-gpu/compiled-graphs'
import { planOf } from './part-plan'
import type { GpuOpening } from '../../on-gpu/placement'
import { isLoss, type Fallback } from '../../on-gpu/fallback'
import { graphOf, type OnGpu, type OpenedOnGpu, type PartSource } from './speech'

/** Frames of a window: 6 s, of which a prompt's later windows spend half on what they look back at. */
export const ENCODER_FRAMES = 75

/** Opens the codec's encoder. Errors: those of opening graphs on the GPU. */
export async function openGpuEncoder(on: Pick<GpuOpening, 'createSession'>, { sizes, graphs }: CompiledGraphs<EncoderSizes>): Promise<OpenedOnGpu<PromptEncoder>> {
  const { bytes, options } = graphOf(graphs, encoderFile)
  const session = await on.createSession(bytes, options)
  const frameLength = samplesPerFrame(sizes)
  const { width } = sizes.lm
  return {
    value: {
      async encode(samples, call) {
        const frames = Math.ceil(samples.length / frameLength)
        const rows = new Float32Array(frames * width)
        for (const window of encoderWindows(frames, ENCODER_FRAMES)) {
          await call.yieldPoint()
          const kept = window.firstFrame + window.context
          call.onProgress({ fraction: kept / frames, label: 'Listening to the voice' })
          const audio = new Float32Array(ENCODER_FRAMES * frameLength)
          audio.set(samples.subarray(window.firstFrame * frameLength, (window.firstFrame + window.frames) * frameLength))
          const outputs = await call.timings.time('prompt-encode', window.frames, () => session.run({ audio: float32(audio, [1, 1, audio.length]) }))
          rows.set(floats(outputs['latents']).subarray(window.context * width, window.frames * width), kept * width)
        }
        await call.yieldPoint()
        return rows
      },
    },
    form: 'as compiled',
    release: () => session.release(),
  }
}

/** The way to run the encoder on a GPU; none where its sizes are unknown. */
export function encoderWays(context: CompileContext, { configuration: { codec }, files }: PartSource): readonly OnGpu<PromptEncoder>[] {
  if (codec === null) return []
  const plan = () => planOf(files, (tensors) => {
    const sizes = encoderSizes(tensors, codec.encoder)
    return { sizes, graphs: planEncoder(tensors, sizes, ENCODER_FRAMES) }
  })
  return [{ key: 'encoder', open: async (on) => openGpuEncoder(on, await readOrCompile(context, { key: 'encoder', label: 'voice encoder', plan })) }]
}

/** An encoder on the GPU that begins again on the CPU when the device is lost. */
export function encodeWithFallback(encoder: PromptEncoder, fallback: Fallback<PromptEncoder>): PromptEncoder {
  return {
    async encode(samples, call) {
      try {
        return await encoder.encode(samples, call)
      } catch (thrown) {
        if (!isLoss(thrown)) throw thrown
        return (await fallback.take()).encode(samples, call)
      }
    },
  }
}
