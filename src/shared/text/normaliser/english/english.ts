import type { Rewrite } from '../normaliser'
import { spokenAbbreviations } from './abbreviations'
import { spokenAcronyms } from './acronyms'
import { spokenAddresses } from './addresses'
import { spokenDates } from './dates'
import { spokenDecades } from './decades'
import { createEnglishWords, type EnglishWords } from './english-words'
import { spokenMoney } from './money'
import { spokenNumbers } from './numbers'
import { spokenPhones } from './phones'
import { spokenRomans } from './roman-numerals'
import { markedSigns, spokenSymbols } from './symbols'
import { spokenTimes } from './times'
import { spokenUnits } from './units'
import { spokenYears } from './years'

/**
 * From the most telling form to the plainest: an address holds dots, a date holds numbers, a price holds a number.
 * Every step leaves words or simpler forms, which the later steps finish.
 */
const steps: readonly ((text: string, say: EnglishWords) => string)[] = [
  spokenAddresses,
  spokenAbbreviations,
  spokenPhones,
  spokenDates,
  spokenTimes,
  spokenDecades,
  markedSigns,
  spokenMoney,
  spokenUnits,
  spokenYears,
  spokenRomans,
  spokenSymbols,
  spokenNumbers,
  spokenAcronyms,
]

/** English as it is said: British for `en-GB` and its like, American otherwise. */
export async function loadEnglish(language: string): Promise<Rewrite> {
  const british = /^en-(?:gb|ie|au|nz|in|za)\b/i.test(language)
  const library = british ? await import('n2words/en-GB') : await import('n2words/en-US')
  const say = createEnglishWords(library, british)
  return (text) => steps.reduce((rewritten, step) => step(rewritten, say), text)
}
