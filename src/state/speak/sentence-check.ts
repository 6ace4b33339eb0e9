import { checkSound } from '../../shared/audio/sound-check'
import type { SentenceCheck, SentenceFinding } from '../../shared/protocol/take-check'
import type { Heard } from '../../shared/protocol/transcription'
import { compareWords, lacksEnding, repeatsEnding, type SayWord, type WordComparison } from '../../shared/text/comparison/word-comparison'
import { loadNormaliser } from '../../shared/text/normaliser/normaliser'
import { applyPronunciations, type Pronunciation } from '../../shared/text/pronunciations'

/** How a heard word is said in `language`, with the person's own pronunciations, so that it can be compared with a text. */
export async function createSayWord(language: string, pronunciations: readonly Pronunciation[]): Promise<SayWord> {
  const normalise = await loadNormaliser(language)
  return (word) => normalise(applyPronunciations(word, pronunciations, language)).map(({ text }) => text).join(' ')
}

/** All that is known of one sentence of a take. */
export interface SpokenSentence {
  readonly text: string
  readonly samples: Float32Array
  readonly sampleRate: number
  readonly pace: number
  /** Where the sentence begins in its take, in seconds. */
  readonly startSeconds: number
  /** What the transcriber made of `samples`. */
  readonly heard: Heard
  readonly sayWord: SayWord
}

/**
 * The transcriber itself gets about every twentieth word wrong (Whisper base, Radford et al. 2022, appendix D), names more
 * often: one odd word in a sentence says nothing, and neither do a few in a long one.
 */
const FEWEST_DIFFERENCES = 2
const LARGEST_SHARE = 0.15
/** Among very few words, half is too many. */
const LARGEST_SHARE_OF_FEW = 0.5

/** Judges a sentence by its words and by its sound. It has passed when there are no findings. */
export function checkSentence(sentence: SpokenSentence): Omit<SentenceCheck, 'attempts'> {
  const { text, heard, startSeconds } = sentence
  const comparison = compareWords(text, heard.words.map((word) => word.text), sentence.sayWord)
  const words = comparison.words.map(({ heard: [start, end], ...word }) => ({
    ...word,
    startSeconds: start < end ? startSeconds + (heard.words[start]?.startSeconds ?? 0) : null,
    endSeconds: start < end ? startSeconds + (heard.words[end - 1]?.endSeconds ?? 0) : null,
  }))
  const findings = [...wordFindings(text, comparison), ...checkSound(sentence)]
  return { words, heard: heard.text, extraCount: comparison.extraCount, findings }
}

function wordFindings(text: string, comparison: WordComparison): SentenceFinding[] {
  const findings: SentenceFinding[] = []
  const differences = comparison.wrongCount + comparison.extraCount
  const share = differences / Math.max(1, comparison.words.length)
  if (share >= LARGEST_SHARE_OF_FEW || (differences >= FEWEST_DIFFERENCES && share > LARGEST_SHARE)) findings.push('words-differ')
  if (lacksEnding(comparison)) findings.push('ending-missing')
  if (repeatsEnding(text, comparison)) findings.push('ending-repeated')
  return findings
}

/** Whether a candidate is better than another: fewer findings first, then fewer differing words. */
export function isBetter(candidate: Omit<SentenceCheck, 'attempts'>, than: Omit<SentenceCheck, 'attempts'>): boolean {
  const [a, b] = [candidate, than].map((check) => [check.findings.length, differencesOf(check)] as const)
  if (!a || !b) return false
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1])
}

/** Words that were heard differently, not at all, or in addition to the text. */
export function differencesOf({ words, extraCount }: Omit<SentenceCheck, 'attempts'>): number {
  return words.filter(({ verdict }) => verdict !== 'same').length + extraCount
}
