import type { AnalysisService } from '../../services/services'
import type { PromptDraft } from './prompt-draft'

/** The suppressor learns in its first second what is noise: it gets one from before the part. */
const LEAD_SECONDS = 1

/**
 * The part between the handles without its noise: as many samples at the same rate. A part at the very start of a
 * recording has nothing before it, so that its own beginning, backwards, stands there. Errors: those of
 * `AnalysisService.suppressNoise`.
 */
export async function cleanPart(
  analysis: AnalysisService,
  { prompt: { samples, sampleRate }, startSeconds, endSeconds }: Pick<PromptDraft, 'prompt' | 'startSeconds' | 'endSeconds'>,
  signal: AbortSignal,
): Promise<Float32Array> {
  const [start, end] = [Math.round(startSeconds * sampleRate), Math.round(endSeconds * sampleRate)]
  const lead = Math.round(LEAD_SECONDS * sampleRate)
  const heard = new Float32Array(lead + end - start)
  for (let i = 0; i < lead; i++) {
    const place = start - lead + i
    heard[i] = samples[place < 0 ? Math.min(-place, end - 1) : place] ?? 0
  }
  heard.set(samples.subarray(start, end), lead)
  const cleaned = await analysis.suppressNoise({ samples: heard, sampleRate }, signal)
  return cleaned.subarray(lead)
}
