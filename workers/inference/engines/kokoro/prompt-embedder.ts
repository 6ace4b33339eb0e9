import { resample } from '../../../../src/shared/audio/resample'
import { createSpeakerEncoder, ENCODER_SAMPLE_RATE, type SpeakerEncoder } from '../../../speaker-encoder/speaker-encoder'
import type { CreateSession, Session } from '../../../runtime/session'

/** Puts recordings of any rate into the numbers that the style model knows voices by. */
export interface PromptEmbedder {
  /** Opens the encoder, if it is not open: the next recording does not wait for that. Errors: those of its file. */
  open(): Promise<void>
  /** As {@link SpeakerEncoder.embed}. The samples are only read. Errors: those of the encoder and of its file. */
  embed(samples: Float32Array, sampleRate: number): Promise<Float32Array>
  release(): Promise<void>
}

/** The shortest that the encoder hears. */
const TUNING_SAMPLES = ENCODER_SAMPLE_RATE

/**
 * Opens the speaker encoder at the first call, and again after a failure to open it. Its code is slow until it has run once, several times as
 * slow for the whole of the first run: it hears a second of silence before anything long.
 */
export function createPromptEmbedder(readGraph: () => Promise<ArrayBuffer>, createSession: CreateSession): PromptEmbedder {
  let opening: Promise<{ readonly session: Session; readonly encoder: SpeakerEncoder }> | null = null

  async function open() {
    const session = await createSession(await readGraph())
    const encoder = createSpeakerEncoder(session)
    await encoder.embed(new Float32Array(TUNING_SAMPLES))
    return { session, encoder }
  }

  async function encoder(): Promise<SpeakerEncoder> {
    opening ??= open()
    try {
      return (await opening).encoder
    } catch (thrown) {
      opening = null
      throw thrown
    }
  }

  return {
    async open() {
      await encoder()
    },
    async embed(samples, sampleRate) {
      const opened = await encoder()
      return opened.embed(resample(samples, sampleRate, ENCODER_SAMPLE_RATE))
    },
    async release() {
      // Whoever asked for an encoder that cannot be opened was told why.
      const opened = await opening?.catch(() => null)
      await opened?.session.release()
    },
  }
}
