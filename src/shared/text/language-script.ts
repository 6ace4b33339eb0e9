/** Which writing a language is read from, so that text nobody can pronounce is refused instead of garbled. */

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
export function foreignLetters(text: string, language: string): { readonly share: number; readonly examples: string } {
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
