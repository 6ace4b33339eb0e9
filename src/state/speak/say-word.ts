import type { SayWord } from '../../shared/text/comparison/word-comparison'
import { loadNormaliser } from '../../shared/text/normaliser/normaliser'
import { applyPronunciations, type Pronunciation } from '../../shared/text/pronunciations'

/** How a heard word is said in `language`, with the person's own pronunciations, so that it can be compared with a text. */
export async function createSayWord(language: string, pronunciations: readonly Pronunciation[]): Promise<SayWord> {
  const normalise = await loadNormaliser(language)
  return (word) => normalise(applyPronunciations(word, pronunciations, language)).map(({ text }) => text).join(' ')
}
