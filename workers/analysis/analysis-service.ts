import { resample } from '../../src/audio/resample'
import type { AnalysisApi } from '../../src/protocol/analysis'
import { outcomeOf } from '../../src/protocol/errors'
import { ENCODER_SAMPLE_RATE, type SpeakerEncoder } from './speaker-encoder'

/** The analysis worker's behaviour: the encoder is opened at the first call, and again after a failure to open it. */
export function createAnalysisService(openEncoder: () => Promise<SpeakerEncoder>): AnalysisApi {
  let opening: Promise<SpeakerEncoder> | null = null
  let last: Promise<unknown> = Promise.resolve()

  async function encoder(): Promise<SpeakerEncoder> {
    opening ??= openEncoder()
    try {
      return await opening
    } catch (thrown) {
      opening = null
      throw thrown
    }
  }

  return {
    embedSpeech({ samples, sampleRate }) {
      const outcome = last.then(() =>
        outcomeOf(async () => {
          const opened = await encoder()
          return opened.embed(resample(samples, sampleRate, ENCODER_SAMPLE_RATE))
        }, 'inference-failed'),
      )
      last = outcome
      return outcome
    },
  }
}
