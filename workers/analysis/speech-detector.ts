import { MynaError } from '../../src/shared/protocol/errors'
import type { Session } from '../runtime/session'
import { float32, int64, type TensorValue } from '../runtime/tensor'

/** Hz that the graph is run at. */
export const DETECTOR_SAMPLE_RATE = 16_000
/** Samples that it hears at a time at this rate: 32 ms. */
const FRAME = 512
/** It hears the end of the frame before, too (`OnnxWrapper` in silero-vad's utils_vad.py). */
const CONTEXT = 64
/** Numbers that it carries from frame to frame. */
const STATE_DIMS = [2, 1, 128] as const

/** Tells speech from everything else: music, noise, silence. */
export interface SpeechDetector {
  /**
   * How likely somebody speaks, 0 to 1, in each whole frame of 32 ms of mono PCM at {@link DETECTOR_SAMPLE_RATE}, from
   * the first sample on. Errors: `inference-failed`, `out-of-memory`.
   */
  probabilities(samples: Float32Array): Promise<Float32Array>
}

/** Wraps the graph of Silero VAD, version 5 or 6: a frame with its context and a state in, a likelihood and a state out. */
export function createSpeechDetector(session: Session): SpeechDetector {
  return {
    async probabilities(samples) {
      const likely = new Float32Array(Math.floor(samples.length / FRAME))
      const sr = int64([DETECTOR_SAMPLE_RATE], [])
      let state: TensorValue = float32(new Float32Array(2 * 128), STATE_DIMS)
      for (const frame of likely.keys()) {
        const heard = new Float32Array(CONTEXT + FRAME)
        const start = frame * FRAME - CONTEXT
        heard.set(samples.subarray(Math.max(0, start), start + heard.length), Math.max(0, -start))
        const { output, stateN } = await session.run({ input: float32(heard, [1, heard.length]), state, sr })
        if (output?.type !== 'float32' || stateN?.type !== 'float32') {
          throw new MynaError('inference-failed', 'the speech detector gave no likelihood')
        }
        likely[frame] = output.data[0] ?? 0
        state = stateN
      }
      return likely
    },
  }
}
