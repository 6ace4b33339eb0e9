import { allForeignWords, foreignWords } from './normaliser/document/foreign-words'
import { plainForms } from './normaliser/document/letters'
import { holdsWords } from './sentences'

/**
 * Longest text that one reading takes, in characters (code points): nearly two hours of speech, 640 MB as it is played.
 */
export const MAX_TEXT_CHARACTERS = 100_000

/**
 * Words in other writing that a text may hold, of all its words: some are left out and named, a text that consists of them
 * is refused.
 */
const MAX_FOREIGN_SHARE = 1 / 3
/** Writing without spaces has about a word in two signs (Chinese, Japanese). */
const SIGNS_OF_A_WORD = 2

/** Why a text cannot be spoken. The codes are those of `protocol/errors.ts`. */
export interface SpeakableProblem {
  readonly code: 'text-empty' | 'text-unspeakable' | 'text-too-long' | 'text-script-unsupported'
  readonly detail: string
}

/**
 * Checks a text before anything is loaded or run: not empty, at most {@link MAX_TEXT_CHARACTERS} long, with at least
 * one letter or digit, and in the writing of `language` (BCP 47). Null means that it can be spoken.
 */
export function findSpeakableProblem(text: string, language: string): SpeakableProblem | null {
  if (text.trim() === '') return { code: 'text-empty', detail: 'the text is empty' }
  const length = characterCount(text)
  if (length > MAX_TEXT_CHARACTERS) {
    return { code: 'text-too-long', detail: `${length} characters, ${MAX_TEXT_CHARACTERS} at most` }
  }
  if (!holdsWords(text)) return { code: 'text-unspeakable', detail: 'no letter or digit in the text' }
  const foreign = unreadableWords(text, language)
  if (foreign.length > 0 && foreignShare(text) > MAX_FOREIGN_SHARE) {
    return { code: 'text-script-unsupported', detail: `cannot be read as ${language}: ${foreign.slice(0, 5).join(' ')}` }
  }
  return null
}

/** Length as a person counts it, close enough: code points, so that an emoji or a rare letter is one. */
export function characterCount(text: string): number {
  let count = text.length
  for (let at = 1; at < text.length; at++) {
    const isSecondHalf = (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800
    if (isSecondHalf) count--
  }
  return count
}

/** Languages that are written in Latin letters, and whose readers know no others. */
const latin: ReadonlySet<string> = new Set(['de', 'en', 'es', 'fr', 'it', 'pt'])
/** Letters of other scripts than Latin lie here, and hardly anything else: most texts need no closer look. */
const beyondLatin = /[\u0370-\u1cff\u1f00-\u1fff\u2c00-\ud7ff\ud800-\udbff\uf900-\uffef]/

/**
 * The words of a text that nobody who reads `language` (BCP 47; only its primary subtag counts) can read, each once: a
 * reading leaves them out. None in languages of which no writing is known.
 */
export function unreadableWords(text: string, language: string): readonly string[] {
  if (!beyondLatin.test(text) || !latin.has(language.split('-', 1)[0]?.toLowerCase() ?? '')) return []
  return foreignWords(plainForms(text))
}

function foreignShare(text: string): number {
  const plain = plainForms(text)
  const readable = plain.match(/\p{Script=Latin}+/gu)?.length ?? 0
  const foreign = allForeignWords(plain).reduce((sum, word) => sum + (unspaced.test(word) ? Math.ceil(word.length / SIGNS_OF_A_WORD) : 1), 0)
  return foreign / (readable + foreign)
}

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
