import { findDisturbances } from '../../src/shared/audio/disturbances'
import { resample } from '../../src/shared/audio/resample'
import type { AnalysisApi } from '../../src/shared/protocol/analysis'
import { outcomeOf } from '../../src/shared/protocol/errors'
import { openedOnce } from './single-opening'
import { type NoiseSuppressor, suppressAtAnyRate } from './noise-suppressor'
import { ENCODER_SAMPLE_RATE, type SpeakerEncoder } from '../speaker-encoder/speaker-encoder'
import type { SecondEar } from './second-ear'
import { DETECTOR_SAMPLE_RATE, type SpeechDetector } from './speech-detector'

/** What the worker listens with; each is opened when it is first needed. */
export interface AnalysisTools {
  readonly openEncoder: () => Promise<SpeakerEncoder>
  readonly openSecondEar: () => Promise<SecondEar>
  readonly openDetector: () => Promise<SpeechDetector>
  readonly openSuppressor: () => Promise<NoiseSuppressor>
}

/** The analysis worker's behaviour: tools are opened at their first call, and again after a failure to open them. */
export function createAnalysisService({ openEncoder, openSecondEar, openDetector, openSuppressor }: AnalysisTools): AnalysisApi {
  const encoder = openedOnce(openEncoder)
  const secondEar = openedOnce(openSecondEar)
  const detector = openedOnce(openDetector)
  const suppressor = openedOnce(openSuppressor)
  let last: Promise<unknown> = Promise.resolve()

  function inTurn<T>(act: () => Promise<T>) {
    const outcome = last.then(() => outcomeOf(act, 'inference-failed'))
    last = outcome
    return outcome
  }

  return {
    embedSpeech: ({ samples, sampleRate }) =>
      inTurn(async () => (await encoder()).embed(resample(samples, sampleRate, ENCODER_SAMPLE_RATE))),
    hearVoice: ({ samples, sampleRate }) =>
      inTurn(async () => (await secondEar()).hear(resample(samples, sampleRate, ENCODER_SAMPLE_RATE))),
    findSpeech: ({ samples, sampleRate }) =>
      inTurn(async () => (await detector()).probabilities(resample(samples, sampleRate, DETECTOR_SAMPLE_RATE))),
    findDisturbances: ({ samples, sampleRate }) => inTurn(() => Promise.resolve(findDisturbances(samples, sampleRate))),
    suppressNoise: ({ samples, sampleRate }) =>
      inTurn(async () => suppressAtAnyRate(await suppressor(), samples, sampleRate)),
  }
}
