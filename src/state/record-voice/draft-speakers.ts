import { holdsSeveralSpeakers, speakerWindows } from '../../shared/audio/several-speakers'
import { speechBetween } from '../../shared/audio/speech-frames'
import type { AnalysisService } from '../../services/services'
import { partOf, type PromptDraft } from './prompt-draft'

/** Whether there is surely more than one voice between the handles. Errors: those of `AnalysisService.embedSpeech`. */
export async function holdsSeveral(analysis: AnalysisService, draft: PromptDraft, signal: AbortSignal): Promise<boolean> {
  const { sampleRate } = draft.prompt
  const speech = draft.heard ? speechBetween(draft.heard.speech, draft.startSeconds, draft.endSeconds) : undefined
  const voices: Float32Array[] = []
  for (const samples of speakerWindows(partOf(draft), sampleRate, speech)) {
    voices.push(await analysis.embedSpeech({ samples, sampleRate }, signal))
    signal.throwIfAborted()
  }
  return holdsSeveralSpeakers(voices)
}
