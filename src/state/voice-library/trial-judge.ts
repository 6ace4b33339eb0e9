import { countClicks } from '../../shared/audio/clicks'
import { joinSamples } from '../../shared/audio/join'
import { integratedLoudness } from '../../shared/audio/loudness'
import { checkSound } from '../../shared/audio/sound-check'
import { isAbort } from '../../shared/protocol/errors'
import type { VoiceTrial } from '../../shared/protocol/inference'
import type { ModelPack } from '../../shared/protocol/model-pack'
import type { JudgedTrial } from '../../shared/protocol/records'
import { editDistance, transcriptWords } from '../../shared/text/comparison/word-error-rate'
import type { AppServices } from '../app-services'

/** Who writes down what was said, and with which model: null where none is on this device. */
export interface WordJudge {
  readonly transcription: Pick<AppServices['transcription'], 'transcribe'>
  readonly transcriber: ModelPack | null
}

/**
 * Listens to what a voice that learns has said: its words by the transcriber, where one is on this device, its loudness and what is
 * wrong with its sound. A transcriber that fails is done without. Errors: `aborted`.
 */
export async function judgeTrial(
  { sentences, sampleRate, likeness, distance, strayed }: VoiceTrial,
  { transcription, transcriber }: WordJudge,
  signal: AbortSignal,
): Promise<JudgedTrial> {
  let wrongWords: number | null = transcriber ? 0 : null
  for (const { text, samples } of sentences) {
    if (!transcriber || wrongWords === null) break
    try {
      const heard = await transcription.transcribe({ pack: transcriber, samples: samples.slice(), sampleRate, language: 'en' }, () => undefined, signal)
      wrongWords += editDistance(transcriptWords(text), transcriptWords(heard.text))
    } catch (thrown) {
      if (signal.aborted || isAbort(thrown)) signal.throwIfAborted()
      wrongWords = null
    }
  }
  return {
    likeness,
    distance,
    strayed,
    wrongWords,
    loudnessLufs: integratedLoudness(joinSamples(sentences.map(({ samples }) => samples)), sampleRate),
    clicks: sentences.reduce((sum, { samples }) => sum + countClicks(samples, sampleRate), 0),
    unsound: sentences.filter(({ text, samples }) => checkSound({ samples, sampleRate, text, pace: 1 }).length > 0).length,
  }
}
