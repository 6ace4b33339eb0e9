import { MynaError } from '../../src/shared/protocol/errors'
import { loadNormaliser } from '../../src/shared/text/normaliser/normaliser'
import { MAX_PAUSE_SECONDS, type SpokenSegment } from '../../src/shared/text/normaliser/pause-tags'
import { holdsWords } from '../../src/shared/text/sentences'
import { findSpeakableProblem } from '../../src/shared/text/speakable'
import type { TextRequest } from './engines/voice-engine'

/**
 * A request's text as it is to be said: checked, then with its numbers, signs and abbreviations in words, cut where its
 * author asked for a pause; each segment holds words, and what asks for a pause before the first of them does nothing. Every engine reads through it. Errors: `text-*`.
 */
export async function readSpokenText({ text, language }: Pick<TextRequest, 'text' | 'language'>): Promise<readonly SpokenSegment[]> {
  const problem = findSpeakableProblem(text, language)
  if (problem) throw new MynaError(problem.code, problem.detail)
  const normalise = await loadNormaliser(language)
  const segments = withWords(normalise(text))
  if (segments.length === 0) throw new MynaError('text-unspeakable', 'nothing is left to be said')
  return segments
}

/** Segments of which something can be said. The pause after any other is added to the one before it. */
function withWords(segments: readonly SpokenSegment[]): readonly SpokenSegment[] {
  const kept: SpokenSegment[] = []
  for (const segment of segments) {
    const last = kept.at(-1)
    if (holdsWords(segment.text)) kept.push(segment)
    else if (last) kept[kept.length - 1] = { ...last, pauseSeconds: Math.min(MAX_PAUSE_SECONDS, last.pauseSeconds + segment.pauseSeconds) }
  }
  return kept
}
