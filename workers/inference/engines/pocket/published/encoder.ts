import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Session } from '../../../../runtime/session'
import { float32, floats } from '../../../../runtime/tensor'
import type { EngineCall } from '../../voice-engine'
import type { PocketBundle } from './bundle'

/** A stretch of frames to encode, and from which of its frames on the result is used. */
export interface EncoderWindow {
  readonly firstFrame: number
  readonly frames: number
  /** Leading frames that are only there to be looked back at. */
  readonly context: number
}

/** The encoder's attention takes memory with the square of the length: 288 MB at 15 s, 1.15 GB at 30 s. */
const MAX_WINDOW_SECONDS = 15

/**
 * Frames that the encoder looks back: two layers of 249 positions at 16 per frame, and the convolutions before them,
 * need 33; the rest is a margin.
 */
const CONTEXT_FRAMES = 38

/** Covers `frames` with windows of at most `maxFrames` that overlap by their context. */
export function encoderWindows(frames: number, maxFrames: number): readonly EncoderWindow[] {
  const windows: EncoderWindow[] = []
  for (let done = 0; done < frames; ) {
    const context = Math.min(done, CONTEXT_FRAMES)
    const firstFrame = done - context
    const length = Math.min(maxFrames, frames - firstFrame)
    windows.push({ firstFrame, frames: length, context })
    done = firstFrame + length
  }
  return windows
}

export interface EncoderSizes {
  readonly samplesPerFrame: number
  readonly frameRate: number
  readonly conditioningDim: number
}

/** What has to be known of a bundle's encoder. */
export function encoderSizes(bundle: Pick<PocketBundle, 'samples_per_frame' | 'frame_rate' | 'conditioning_dim'>): EncoderSizes {
  return { samplesPerFrame: bundle.samples_per_frame, frameRate: bundle.frame_rate, conditioningDim: bundle.conditioning_dim }
}

/** Makes rows that the language model listens to of a voice prompt. */
export interface PromptEncoder {
  /** As {@link encodePrompt}. */
  encode(samples: Float32Array, call: Pick<EngineCall, 'yieldPoint' | 'timings' | 'onProgress'>): Promise<Float32Array>
}

/**
 * Encodes a prompt (mono PCM at the codec's rate) to one row per started frame, [frames, conditioningDim] flat; the
 * graph fills the last frame up with silence. Prompts over 15 s are encoded in windows, with the same result within
 * rounding. A cancel takes effect between windows. `samples` is only read. Errors: `model-mismatch` (an encoder of
 * another width), `aborted`.
 */
export async function encodePrompt(
  session: Session,
  samples: Float32Array,
  { samplesPerFrame, frameRate, conditioningDim }: EncoderSizes,
  call: Pick<EngineCall, 'yieldPoint' | 'timings' | 'onProgress'>,
): Promise<Float32Array> {
  const frames = Math.ceil(samples.length / samplesPerFrame)
  const rows = new Float32Array(frames * conditioningDim)
  for (const window of encoderWindows(frames, Math.floor(MAX_WINDOW_SECONDS * frameRate))) {
    await call.yieldPoint()
    const kept = window.firstFrame + window.context
    call.onProgress({ fraction: kept / frames, label: 'Listening to the voice' })
    const end = (window.firstFrame + window.frames) * samplesPerFrame
    const audio = samples.slice(window.firstFrame * samplesPerFrame, end)
    const outputs = await call.timings.time('prompt-encode', window.frames, () => session.run({ audio: float32(audio, [1, 1, audio.length]) }))
    const encoded = floats(outputs['latents'])
    if (encoded.length !== window.frames * conditioningDim) {
      throw new MynaError('model-mismatch', `the encoder gave ${encoded.length} values for ${window.frames} frames of ${conditioningDim}`)
    }
    rows.set(encoded.subarray(window.context * conditioningDim), kept * conditioningDim)
  }
  await call.yieldPoint()
  return rows
}
