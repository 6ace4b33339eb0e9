import type { SpokenSegment } from '../../../../src/shared/text/normaliser/pause-tags'
import { cutInTwo, splitSentences, type SentenceEnd } from '../../../../src/shared/text/sentences'
import type { Accent } from './espeak-phonemes'
import type { Phonemize } from './phonemes'
import { MAX_PHONEME_IDS, phonemeIds } from './vocabulary'

/** A stretch of text that goes through the network in one run. */
export interface PlannedSentence {
  readonly text: string
  /** Without the boundaries; 1 to {@link MAX_PHONEME_IDS}. */
  readonly ids: readonly number[]
  readonly pauseSeconds: number
  /** Expected length with its pause at the asked speed. */
  readonly estimatedSeconds: number
}

/** Silence after a stretch at normal speed, seconds. */
const pauses: Readonly<Record<SentenceEnd, number>> = { clause: 0.08, sentence: 0.28, paragraph: 0.55 }

/** Phoneme ids that Kokoro speaks in a second at normal speed: the mean over the measured sentences of all styles. */
export const IDS_PER_SECOND = 17

/**
 * Phonemes and expected lengths of every sentence. Sentences that exceed the network's context are cut; those without a
 * phoneme are left out. A pause that was asked for takes the place of the usual one, unless nothing was said before it.
 * `yieldPoint` runs between sentences.
 */
export async function planSentences(
  segments: readonly SpokenSegment[],
  options: { readonly language: string; readonly speed: number; readonly phonemize: Phonemize; readonly yieldPoint: () => Promise<void> },
): Promise<PlannedSentence[]> {
  const accent: Accent = options.language === 'en-GB' ? 'british' : 'american'
  const plan: PlannedSentence[] = []

  async function add(stretch: string, end: SentenceEnd): Promise<void> {
    const ids = phonemeIds(await options.phonemize(stretch, accent))
    const halves = ids.length > MAX_PHONEME_IDS ? cutInTwo(stretch) : null
    if (halves) {
      await add(halves[0], 'clause')
      await add(halves[1], end)
    } else if (ids.length > 0) {
      const pauseSeconds = pauses[end] / options.speed
      const estimatedSeconds = ids.length / IDS_PER_SECOND / options.speed + pauseSeconds
      plan.push({ text: stretch, ids: ids.slice(0, MAX_PHONEME_IDS), pauseSeconds, estimatedSeconds })
    }
  }

  for (const { text, pauseSeconds } of segments) {
    for (const sentence of splitSentences(text, options.language)) {
      await options.yieldPoint()
      await add(sentence.text, sentence.end)
    }
    const last = plan.pop()
    if (last) plan.push(pauseSeconds === 0 ? last : withPause(last, pauseSeconds))
  }
  return plan
}

function withPause(sentence: PlannedSentence, pauseSeconds: number): PlannedSentence {
  return { ...sentence, pauseSeconds, estimatedSeconds: sentence.estimatedSeconds - sentence.pauseSeconds + pauseSeconds }
}
