import { MynaError, toMynaError } from '../../../../../src/shared/protocol/errors'
import type { Session } from '../../../../runtime/session'
import { float32, floats } from '../../../../runtime/tensor'
import { checkGraph } from '../graph-check'
import type { GraphContext } from '../pocket-sessions'
import type { FusedConfig } from './fused-files'

/** A prompt encoder, and the row that announces a voice, once anything was encoded. */
export interface FusedEncoder {
  /** Looks like contract A's encoder: audio [1, 1, n] → latents [1, started frames, model_dim]. */
  readonly session: Session
  /** [model_dim]. Empty before the first run. */
  voiceStart(): Float32Array
}

/**
 * Opens the encoder of the fused format: it leaves out what does not fill a frame, so the end is filled up with silence
 * here, and it puts the voice's start row before the frames of every call. Errors: `model-invalid`, `model-mismatch`,
 * `out-of-memory`.
 */
export async function openFusedEncoder(
  context: GraphContext,
  file: ArrayBuffer,
  { frame_size: frameSize, model_dim: width }: Pick<FusedConfig, 'frame_size' | 'model_dim'>,
): Promise<FusedEncoder> {
  let session: Session
  try {
    session = await context.createSession(file)
  } catch (thrown) {
    const { code, detail } = toMynaError(thrown, 'model-invalid')
    throw new MynaError(code, `the encoder: ${detail}`, { cause: thrown })
  }
  try {
    checkGraph(session, { name: 'the encoder', inputs: { audio: [1, 1, null] }, outputs: ['cond'], states: [] })
  } catch (thrown) {
    await session.release()
    throw thrown
  }
  let start = new Float32Array(0)
  return {
    voiceStart: () => start,
    session: {
      ...session,
      async run({ audio }) {
        const given = floats(audio)
        const frames = Math.ceil(given.length / frameSize)
        const whole = new Float32Array(frames * frameSize)
        whole.set(given)
        const outputs = await session.run({ audio: float32(whole, [1, 1, whole.length]) })
        const rows = floats(outputs['cond'])
        if (rows.length !== (frames + 1) * width) {
          throw new MynaError('model-mismatch', `the encoder gave ${rows.length} values for ${frames} frames of ${width} and a start`)
        }
        start = rows.slice(0, width)
        return { latents: float32(rows.subarray(width), [1, frames, width]) }
      },
    },
  }
}
