import { splitAtPauses, type SpokenSegment } from './pause-tags'
import { tidySpaces, typographic, type Rewrite } from './typography'

/** Turns what a person wrote into what is to be said. */
export type Normaliser = (written: string) => readonly SpokenSegment[]

const loaders: Readonly<Record<string, (language: string) => Promise<Rewrite>>> = {
  en: async (language) => (await import('./english/english')).loadEnglish(language),
  de: async () => (await import('./european/german')).german,
  es: async () => (await import('./european/spanish')).spanish,
  fr: async () => (await import('./european/french')).french,
  it: async () => (await import('./european/italian')).italian,
  pt: async () => (await import('./european/portuguese')).portuguese,
}

/** Languages whose numbers are put into words, primary subtags of BCP 47. */
export const LANGUAGES_WITH_RULES: readonly string[] = Object.keys(loaders)

/**
 * Loads the rules of `language` (BCP 47): English in full, American or British; German, Spanish, French, Italian and
 * Portuguese numbers, dates, times, money and percentages; of any other language only the typography. Each language is
 * a file of its own, fetched when first asked for.
 */
export async function loadNormaliser(language: string): Promise<Normaliser> {
  const [primary = ''] = language.toLowerCase().split('-')
  const rewrite = await loaders[primary]?.(language)
  const once: Rewrite = (text) => tidySpaces(rewrite ? rewrite(typographic(text)) : typographic(text))
  return (written) => splitAtPauses(written).map(({ text, pauseSeconds }) => ({ text: settled(once, text), pauseSeconds }))
}

/** Ordinary text settles in one pass and a second one shows it; marks heaped without spaces uncover others. */
const MAX_PASSES = 6

function settled(rewrite: Rewrite, text: string): string {
  let current = text
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const next = rewrite(current)
    if (next === current) break
    current = next
  }
  return current
}

/** True when the words differ, not only the marks between them. */
export function saysOtherwise(written: string, spoken: readonly SpokenSegment[]): boolean {
  const words = (text: string) => text.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu)?.join(' ') ?? ''
  return words(written) !== words(spoken.map(({ text }) => text).join(' '))
}
