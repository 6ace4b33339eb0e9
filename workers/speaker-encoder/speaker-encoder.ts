import { MynaError } from '../../src/shared/protocol/errors'
import type { Session } from '../runtime/session'
import { float32 } from '../runtime/tensor'

/** Hz that the encoder was trained at. */
export const ENCODER_SAMPLE_RATE = 16_000
/** A second: less holds too few sounds of a voice to tell whose it is. */
const SHORTEST = ENCODER_SAMPLE_RATE
/** Bounds memory: 20 s are about 40 MB of activations. */
const LONGEST_WINDOW = 20 * ENCODER_SAMPLE_RATE
/** More than a minute tells no more about a voice. */
const MOST_WINDOWS = 3

/** Puts a voice into numbers. */
export interface SpeakerEncoder {
  /**
   * Unit vector of the voice in mono PCM at {@link ENCODER_SAMPLE_RATE}; what the level is makes no difference. Silence
   * gives a vector, too, which means nothing. Errors: `prompt-too-short`, `inference-failed`, `out-of-memory`.
   */
  embed(samples: Float32Array): Promise<Float32Array>
}

/** Wraps the graph that training/speaker-encoder exports: `samples` [1, n] in, `embedding` [1, 128] out. */
export function createSpeakerEncoder(session: Session): SpeakerEncoder {
  async function embedWindow(samples: Float32Array): Promise<Float32Array> {
    const { embedding } = await session.run({ samples: float32(samples, [1, samples.length]) })
    if (embedding?.type !== 'float32') throw new MynaError('inference-failed', 'the speaker encoder gave no embedding')
    return embedding.data
  }

  return {
    async embed(samples) {
      if (samples.length < SHORTEST) {
        throw new MynaError('prompt-too-short', `${samples.length} of at least ${SHORTEST} samples at ${ENCODER_SAMPLE_RATE} Hz`)
      }
      const parts: Float32Array[] = []
      for (const [start, end] of listeningWindows(samples.length, LONGEST_WINDOW, MOST_WINDOWS)) {
        parts.push(await embedWindow(samples.subarray(start, end)))
      }
      return directionOf(parts)
    },
  }
}

/** The sum of the vectors, brought to norm 1. */
function directionOf(parts: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(parts[0]?.length ?? 0)
  for (const part of parts) for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (part[i] ?? 0)
  const norm = Math.hypot(...sum)
  return sum.map((value) => value / norm)
}

/**
 * Equal parts `[start, end)` of a recording for something that hears at most `longest` samples at once: the whole of
 * it where it is short enough, else as few parts as cover it, but never more than `most`, which then lie evenly spread
 * from its first to its last sample. All lengths are positive integers.
 */
export function listeningWindows(length: number, longest: number, most: number): readonly (readonly [number, number])[] {
  const count = Math.min(most, Math.ceil(length / longest))
  const size = Math.min(longest, Math.floor(length / count))
  const step = count > 1 ? (length - size) / (count - 1) : 0
  return Array.from({ length: count }, (_, index) => {
    const start = Math.floor(index * step)
    return [start, start + size] as const
  })
}
