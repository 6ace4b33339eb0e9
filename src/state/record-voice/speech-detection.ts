import { disturbancesFrom } from '../../shared/audio/disturbances'
import { joinFrames, measureFrames, speechOfFrames, type SpeechFrames } from '../../shared/audio/speech-frames'
import type { AnalysisService } from '../../services/services'
import type { Disturbances } from '../../shared/protocol/analysis'
import type { VoicePrompt } from '../../shared/protocol/engine'
import { promptSeconds, type HeardSpeech } from './prompt-draft'

/** Heard at a time: half a minute is 3 MB on its way, and progress of a long recording is seen. A whole number of frames. */
const PIECE_SECONDS = 28.8
/** Heard before each piece and not counted: the detector begins every piece without memory. Whole frames, too. */
const LEAD_SECONDS = 0.96
const LEAD_FRAMES = 30

/**
 * Listens to all of a recording, piece by piece: for speech, and for what sounds together with it. Errors: those of
 * `AnalysisService.findSpeech`.
 *
 * @param isThorough without it, only speech is listened for: half the time
 */
export async function hearSpeech(
  analysis: AnalysisService,
  prompt: VoicePrompt,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
  isThorough = true,
): Promise<HeardSpeech> {
  const { samples, sampleRate } = prompt
  const total = promptSeconds(prompt)
  const parts: SpeechFrames[] = []
  const disturbances: Disturbances[] = []
  for (let start = 0; start < total; start += PIECE_SECONDS) {
    const lead = start === 0 ? 0 : LEAD_SECONDS
    const place = (seconds: number) => Math.round(seconds * sampleRate)
    const piece = samples.slice(place(start - lead), place(start + PIECE_SECONDS))
    const likelihoods = await analysis.findSpeech({ samples: piece, sampleRate }, signal)
    signal.throwIfAborted()
    const counted = likelihoods.subarray(lead === 0 ? 0 : LEAD_FRAMES)
    parts.push(measureFrames(piece.subarray(place(lead)), sampleRate, counted))
    if (isThorough) disturbances.push(disturbancesFrom(await analysis.findDisturbances({ samples: piece, sampleRate }, signal), start - lead))
    signal.throwIfAborted()
    onProgress(Math.min(1, (start + PIECE_SECONDS) / total))
  }
  const frames = joinFrames(parts)
  const [music, voices] = [disturbances.flatMap((found) => found.music), disturbances.flatMap((found) => found.voices)]
  return { frames, speech: speechOfFrames(frames), disturbances: { music, voices } }
}
