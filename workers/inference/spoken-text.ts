import { MynaError } from '../../src/shared/protocol/errors'
import { loadNormaliser } from '../../src/shared/text/normaliser/normaliser'
import type { SpokenSegment } from '../../src/shared/text/normaliser/pause-tags'
import { findSpeakableProblem } from '../../src/shared/text/speakable'
import type { TextRequest } from './engines/voice-engine'

/**
 * A request's text as it is to be said: checked, then with its numbers, signs and abbreviations in words, cut where its
 * author asked for a pause. Every engine reads through it. Errors: `text-*`.
 */
export async function readSpokenText({ text, language }: Pick<TextRequest, 'text' | 'language'>): Promise<readonly SpokenSegment[]> {
  const problem = findSpeakableProblem(text, language)
  if (problem) throw new MynaError(problem.code, problem.detail)
  const normalise = await loadNormaliser(language)
  const segments = normalise(text)
  if (!segments.some((segment) => /[\p{L}\p{N}]/u.test(segment.text))) {
    throw new MynaError('text-unspeakable', 'nothing is left to be said')
  }
  return segments
}
