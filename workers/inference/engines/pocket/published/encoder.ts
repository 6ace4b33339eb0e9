import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Session } from '../../../../runtime/session'
import { float32, floats } from '../../../../runtime/tensor'
import type { EngineCall } from '../../voice-engine'
import type { PromptEncoder } from '../codec/prompt-encoder'
import type { PocketBundle } from './bundle'
import { openGraph, type GraphContext } from './graphs'
import type { Opened } from '../../opened'

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

/** The prompt encoder as published. Errors: those of {@link openGraph}. */
export async function openPublishedEncoder(context: GraphContext, bundle: PocketBundle, file?: ArrayBuffer): Promise<Opened<PromptEncoder>> {
  const session = await openGraph(context, 'mimi_encoder', bundle, file)
  return { value: { encode: (samples, call) => encodePrompt(session, samples, bundle, call) }, release: () => session.release() }
}

/**
 * Encodes a prompt (mono PCM at the codec's rate) to one row per started frame, [frames, width] flat; the
 * graph fills the last frame up with silence. Prompts over 15 s are encoded in windows, with the same result within
 * rounding. A cancel takes effect between windows. `samples` is only read. Errors: `model-mismatch` (an encoder of
 * another width), `aborted`.
 */
export async function encodePrompt(
  session: Pick<Session, 'run'>,
  samples: Float32Array,
  { samples_per_frame: samplesPerFrame, frame_rate: frameRate, conditioning_dim: width }: Pick<PocketBundle, 'samples_per_frame' | 'frame_rate' | 'conditioning_dim'>,
  call: Pick<EngineCall, 'yieldPoint' | 'timings' | 'onProgress'>,
): Promise<Float32Array> {
  const frames = Math.ceil(samples.length / samplesPerFrame)
  const rows = new Float32Array(frames * width)
  for (const window of encoderWindows(frames, Math.floor(MAX_WINDOW_SECONDS * frameRate))) {
    await call.yieldPoint()
    const kept = window.firstFrame + window.context
    call.onProgress({ fraction: kept / frames, label: 'Listening to the voice' })
    const end = (window.firstFrame + window.frames) * samplesPerFrame
    const audio = samples.slice(window.firstFrame * samplesPerFrame, end)
    const outputs = await call.timings.time('prompt-encode', window.frames, () => session.run({ audio: float32(audio, [1, 1, audio.length]) }))
    const encoded = floats(outputs['latents'])
    if (encoded.length !== window.frames * width) {
      throw new MynaError('model-mismatch', `the encoder gave ${encoded.length} values for ${window.frames} frames of ${width}`)
    }
    rows.set(encoded.subarray(window.context * width), kept * width)
  }
  await call.yieldPoint()
  return rows
}
