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

/** Of a list; a lexicon of a book has hundreds. */
export const MAX_PRONUNCIATIONS = 5000
export const MAX_WRITTEN_CHARACTERS = 60
export const MAX_SPOKEN_CHARACTERS = 120

/** Letters, marks and digits: what a word must not touch to be a word of its own. */
const WORD_CHARACTER = String.raw`[\p{L}\p{M}\p{N}]`
const WORDS = new RegExp(`${WORD_CHARACTER}+`, 'gu')

/** The language that entries for `language` (BCP 47) are kept under. */
export function primaryLanguage(language: string): string {
  return language.toLowerCase().split('-', 1)[0] ?? ''
}

/**
 * Writes a text with every whole word (or words) of the list replaced, for the language it is in. Case is ignored, the
 * longest entry wins, and what was put in is not looked at again. Pause tags stay. Pure.
 */
export function applyPronunciations(text: string, list: readonly Pronunciation[], language: string): string {
  const composed = text.normalize('NFC')
  const spoken = spokenIn(composed, list, primaryLanguage(language))
  if (spoken.size === 0) return text
  const longestFirst = [...spoken.keys()].sort((a, b) => b.length - a.length)
  const words = longestFirst.map((written) => written.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll(' ', String.raw`\s+`))
  const pattern = new RegExp(`${PAUSE_TAG.source}|(?<!${WORD_CHARACTER})(?:${words.join('|')})(?!${WORD_CHARACTER})`, 'giu')
  return composed.replaceAll(pattern, (found) => spoken.get(folded(found)) ?? found)
}

/** What is said for the entries whose every word stands somewhere in the text: of thousands a text has few, and only those are searched for. */
function spokenIn(text: string, list: readonly Pronunciation[], language: string): ReadonlyMap<string, string> {
  const words = new Set(wordsOf(folded(text)))
  const byFirstWord = foldedList(list)
  const possible = ['', ...words].flatMap((word) => byFirstWord.get(word) ?? [])
  const present = possible.filter((entry) => entry.language === language && entry.words.every((word) => words.has(word)))
  return new Map(present.map(({ key, spoken }) => [key, spoken]))
}

/** An entry as it is searched for. */
interface FoldedEntry {
  readonly language: string
  readonly key: string
  readonly words: readonly string[]
  readonly spoken: string
}

/** Lists by the first word of their entries, '' for those without one. A text's every passage asks for its list again. */
const foldedLists = new WeakMap<readonly Pronunciation[], ReadonlyMap<string, readonly FoldedEntry[]>>()

function foldedList(list: readonly Pronunciation[]): ReadonlyMap<string, readonly FoldedEntry[]> {
  const known = foldedLists.get(list)
  if (known) return known
  const byFirstWord = new Map<string, FoldedEntry[]>()
  for (const { written, spoken, language } of list) {
    const key = folded(written)
    const words = wordsOf(key)
    const first = words[0] ?? ''
    const others = byFirstWord.get(first)
    const entry = { language, key, words, spoken }
    if (others) others.push(entry)
    else byFirstWord.set(first, [entry])
  }
  foldedLists.set(list, byFirstWord)
  return byFirstWord
}

function wordsOf(text: string): readonly string[] {
  return text.match(WORDS) ?? []
}

/** Adds entries, of which the last is the newest; those for the same word and language give way. The newest is first. */
export function withPronunciations(list: readonly Pronunciation[], entries: readonly Pronunciation[]): readonly Pronunciation[] {
  const seen = new Set<string>()
  const newestFirst = [...entries].reverse().concat(list)
  return newestFirst.filter((entry) => {
    const key = `${entry.language} ${folded(entry.written)}`
    const isFirst = !seen.has(key)
    seen.add(key)
    return isFirst
  })
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
