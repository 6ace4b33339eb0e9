import { disturbanceFindings, checkPrompt } from '../../shared/audio/prompt-check'
import { holdsSeveralSpeakers, speakerWindows } from '../../shared/audio/several-speakers'
import { sharedSeconds } from '../../shared/audio/disturbances'
import { speechBetween } from '../../shared/audio/speech-frames'
import type { VoicePrompt } from '../../shared/protocol/engine'
import type { GuideDoubt } from '../../shared/text/wording/english/guides'
import type { AnalysisService } from '../../services/services'
import { hearSpeech } from '../record-voice/speech-detection'

const MATTERS: ReadonlySet<string> = new Set<GuideDoubt>(['silent', 'several-speakers', 'voices-at-once', 'music', 'noisy'])
/** Of a long recording the beginning says how it was recorded, and who speaks. */
const JUDGED_SECONDS = 60
/** Less is no sentence. */
const LEAST_SPEECH_SECONDS = 0.4

/** Listens to all of a recording that is to be followed. Errors: those of the analysis. */
export async function findingsOf(analysis: AnalysisService, recording: VoicePrompt, onProgress: (fraction: number) => void, signal: AbortSignal): Promise<readonly GuideDoubt[]> {
  const { samples, sampleRate } = recording
  const { speech, disturbances } = await hearSpeech(analysis, recording, onProgress, signal)
  if (speech.speechSeconds < LEAST_SPEECH_SECONDS) return ['silent']
  const beginning = samples.subarray(0, JUDGED_SECONDS * sampleRate)
  const spoken = speechBetween(speech, 0, JUDGED_SECONDS)
  const voices: Float32Array[] = []
  for (const window of speakerWindows(beginning, sampleRate, spoken)) {
    voices.push(await analysis.embedSpeech({ samples: window, sampleRate }, signal))
    signal.throwIfAborted()
  }
  const codes = [
    ...checkPrompt(beginning, sampleRate, spoken).findings,
    ...disturbanceFindings(sharedSeconds(speech.segments, disturbances.music), sharedSeconds(speech.segments, disturbances.voices)),
  ].map(({ code }) => code)
  const found = [...codes, ...(holdsSeveralSpeakers(voices) ? (['several-speakers'] as const) : [])]
  return found.filter((code): code is GuideDoubt => MATTERS.has(code))
}
