import { PAUSE_TAG } from './normaliser/pause-tags'

/** One entry of a person's pronunciation list. */
export interface Pronunciation {
  /** As it stands in a text: one word or several, without outer spaces. */
  readonly written: string
  /** What is to be said instead, spelled as one would write it for a reader. */
  readonly spoken: string
  /** Primary language subtag (BCP 47, lower case) that the entry is for. */
  readonly language: string
}

/** More than anybody wrote into a list so far, few enough for one regular expression. */
export const MAX_PRONUNCIATIONS = 500
export const MAX_WRITTEN_CHARACTERS = 60
export const MAX_SPOKEN_CHARACTERS = 120

/** Letters, marks and digits: what a word must not touch to be a word of its own. */
const WORD_CHARACTER = String.raw`[\p{L}\p{M}\p{N}]`

/** The language that entries for `language` (BCP 47) are kept under. */
export function primaryLanguage(language: string): string {
  return language.toLowerCase().split('-', 1)[0] ?? ''
}

/**
 * Writes a text with every whole word (or words) of the list replaced, for the language it is in. Case is ignored, the
 * longest entry wins, and what was put in is not looked at again. Pause tags stay. Pure.
 */
export function applyPronunciations(text: string, list: readonly Pronunciation[], language: string): string {
  const primary = primaryLanguage(language)
  const spoken = new Map(list.filter((entry) => entry.language === primary).map((entry) => [folded(entry.written), entry.spoken]))
  if (spoken.size === 0) return text
  const longestFirst = [...spoken.keys()].sort((a, b) => b.length - a.length)
  const words = longestFirst.map((written) => written.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`).replaceAll(' ', String.raw`\s+`))
  const pattern = new RegExp(`${PAUSE_TAG.source}|(?<!${WORD_CHARACTER})(?:${words.join('|')})(?!${WORD_CHARACTER})`, 'giu')
  return text.normalize('NFC').replaceAll(pattern, (found) => spoken.get(folded(found)) ?? found)
}

/** Adds an entry; one for the same word and language gives way. The newest is first. */
export function withPronunciation(list: readonly Pronunciation[], entry: Pronunciation): readonly Pronunciation[] {
  return [entry, ...withoutPronunciation(list, entry)].slice(0, MAX_PRONUNCIATIONS)
}

export function withoutPronunciation(
  list: readonly Pronunciation[],
  { written, language }: Pick<Pronunciation, 'written' | 'language'>,
): readonly Pronunciation[] {
  return list.filter((entry) => entry.language !== language || folded(entry.written) !== folded(written))
}

function folded(words: string): string {
  return words.normalize('NFC').toLowerCase().trim().replaceAll(/\s+/g, ' ')
}
