/**
 * Longest text that one reading takes, in characters (code points): nearly two hours of speech, 640 MB as it is played.
 */
export const MAX_TEXT_CHARACTERS = 100_000

/**
 * Foreign letters that a text may carry: a Greek letter or a foreign name in a sentence is read as well as it can be,
 * a text in another script is not.
 */
const MAX_FOREIGN_SHARE = 0.1

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
  if (!/[\p{L}\p{N}]/u.test(text)) return { code: 'text-unspeakable', detail: 'no letter or digit in the text' }
  const foreign = foreignLetters(text, language)
  if (foreign.share > MAX_FOREIGN_SHARE) {
    return { code: 'text-script-unsupported', detail: `cannot be read as ${language}: ${foreign.examples}` }
  }
  return null
}

/** Length as a person counts it, close enough: code points, so that an emoji or a rare letter is one. */
export function characterCount(text: string): number {
  return Array.from(text).length
}

const everyLetter = /\p{L}/gu
// Modifier letters and the like belong to no script of their own.
const sharedLetter = /[\p{Script=Common}\p{Script=Inherited}]/u
const latin = /\p{Script_Extensions=Latin}/u

const scriptOfLanguage: Readonly<Record<string, RegExp>> = {
  de: latin,
  en: latin,
  es: latin,
  fr: latin,
  it: latin,
  pt: latin,
}

/**
 * Share of the text's letters, 0 to 1, that are foreign to the writing of `language` (BCP 47; only its primary subtag
 * counts), and the first few of those letters. Text without letters and unknown languages have no foreign letters.
 */
function foreignLetters(text: string, language: string): { readonly share: number; readonly examples: string } {
  const script = scriptOfLanguage[primarySubtag(language)]
  if (!script) return { share: 0, examples: '' }
  const letters = text.match(everyLetter) ?? []
  const foreign = letters.filter((character) => !script.test(character) && !sharedLetter.test(character))
  return {
    share: letters.length === 0 ? 0 : foreign.length / letters.length,
    examples: [...new Set(foreign)].slice(0, 5).join(''),
  }
}

function primarySubtag(language: string): string {
  return language.split('-', 1)[0]?.toLowerCase() ?? ''
}
