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

/** A lexicon of a book has hundreds; few enough for one regular expression. */
export const MAX_PRONUNCIATIONS = 5000
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
  const { pattern, spoken } = finderOf(list, primaryLanguage(language))
  return pattern ? text.normalize('NFC').replaceAll(pattern, (found) => spoken.get(folded(found)) ?? found) : text
}

/** What finds the words of a list in a text. */
interface Finder {
  /** Null where there is nothing to find. */
  readonly pattern: RegExp | null
  readonly spoken: ReadonlyMap<string, string>
}

/** The list as it was last asked for: a reading asks for every passage, and a long list takes a while to be made ready. */
const finders = new WeakMap<readonly Pronunciation[], Map<string, Finder>>()

function finderOf(list: readonly Pronunciation[], language: string): Finder {
  const known = finders.get(list) ?? new Map<string, Finder>()
  finders.set(list, known)
  const finder = known.get(language) ?? makeFinder(list, language)
  known.set(language, finder)
  return finder
}

function makeFinder(list: readonly Pronunciation[], language: string): Finder {
  const spoken = new Map(list.filter((entry) => entry.language === language).map((entry) => [folded(entry.written), entry.spoken]))
  if (spoken.size === 0) return { pattern: null, spoken }
  return { pattern: new RegExp(`${PAUSE_TAG.source}|(?<!${WORD_CHARACTER})${patternOf(spoken.keys())}(?!${WORD_CHARACTER})`, 'giu'), spoken }
}

/** What may follow at a place inside of words, letter by letter, and whether one of them ends there. */
interface Branch {
  readonly next: Map<string, Branch>
  isEnd: boolean
}

/** A pattern for any of the words, the longer one first. Words that begin alike share their beginning, so that thousands cost little more than one. */
function patternOf(words: Iterable<string>): string {
  const root: Branch = { next: new Map(), isEnd: false }
  for (const word of words) {
    let branch = root
    for (const letter of word) {
      const next = branch.next.get(letter) ?? { next: new Map<string, Branch>(), isEnd: false }
      branch.next.set(letter, next)
      branch = next
    }
    branch.isEnd = true
  }
  return sourceOf(root)
}

function sourceOf({ next, isEnd }: Branch): string {
  if (next.size === 0) return ''
  const ways = [...next].map(([letter, branch]) => `${letter === ' ' ? String.raw`\s+` : letter.replace(/[\\^$.*+?()[\]{}|/-]/, String.raw`\$&`)}${sourceOf(branch)}`)
  return `(?:${ways.join('|')})${isEnd ? '?' : ''}`
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
  }).slice(0, MAX_PRONUNCIATIONS)
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
