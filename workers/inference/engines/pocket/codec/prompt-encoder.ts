import type { EngineCall } from '../../voice-engine'
import type { PocketConfiguration } from '../configuration'
import type { EncoderBack } from './encoder-back'
import { PIECE_FRAMES, type EncoderFront } from './encoder-front'

/** Makes rows that the language model listens to of a voice prompt. */
export interface PromptEncoder {
  /**
   * Encodes a prompt (mono PCM at the codec's rate, only read) to one row per started frame, [frames, width] flat; silence
   * fills the last frame up. A cancel takes effect between pieces of it. Errors: `model-mismatch`, `aborted`.
   */
  encode(samples: Float32Array, call: Pick<EngineCall, 'yieldPoint' | 'timings' | 'onProgress'>): Promise<Float32Array>
}

/**
 * Mimi's encoder with the speaker projection, in two halves that may run in two threads. All of it is causal, so that it
 * runs as a stream over pieces of the prompt: nothing is computed twice, and a longer prompt takes no more memory.
 */
export function createPromptEncoder(
  startFront: () => EncoderFront,
  startBack: () => EncoderBack,
  { samplesPerFrame, width }: Pick<PocketConfiguration, 'samplesPerFrame' | 'width'>,
): PromptEncoder {
  return {
    async encode(samples, call) {
      const [front, back] = [startFront(), startBack()]
      const frames = Math.ceil(samples.length / samplesPerFrame)
      const encoded = new Float32Array(frames * width)
      const frontOf = (frame: number) => {
        const end = Math.min(frame + PIECE_FRAMES, frames)
        // Silence fills the last frame up.
        const audio = new Float32Array((end - frame) * samplesPerFrame)
        audio.set(samples.subarray(frame * samplesPerFrame, end * samplesPerFrame))
        const rows = front(audio)
        // A failure is told when its turn comes.
        rows.catch(() => undefined)
        return rows
      }
      const ahead: Promise<Float32Array>[] = []
      for (let frame = 0; frame < frames; frame += PIECE_FRAMES) {
        await call.yieldPoint()
        call.onProgress({ fraction: frame / frames, label: 'Listening to the voice' })
        await call.timings.time('prompt-encode', Math.min(PIECE_FRAMES, frames - frame), async () => {
          const rows = ahead.shift() ?? frontOf(frame)
          // The first half goes on while the second works on what it gave.
          if (frame + PIECE_FRAMES < frames) ahead.push(frontOf(frame + PIECE_FRAMES))
          encoded.set(back(await rows), frame * width)
        })
      }
      await call.yieldPoint()
      return encoded
    },
  }
}
