import type { LanguageRules } from '../normaliser'
import { spokenAbbreviations, spokenAcronyms } from './abbreviations'
import { spokenAddresses } from './addresses'
import { spokenDates, spokenTimes } from './dates-and-times'
import { spokenDecades, spokenYears } from './years'
import { createEnglishWords, type EnglishWords } from './english-words'
import { spokenMoney } from './money'
import { spokenNumbers, spokenPhones } from './numbers'
import { spokenRomans } from './roman-numerals'
import { markedSigns, spokenSymbols } from './symbols'
import { spokenUnits } from './units'

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

/** What eSpeak NG reads inside English words; it spells out the code points of others. */
const LETTERS = 'À-ÖØ-öø-ÿŒœŠšŽžČč'

/** English as it is said: British for `en-GB` and its like, American otherwise. */
export async function loadEnglish(language: string): Promise<LanguageRules> {
  const british = /^en-(?:gb|ie|au|nz|in|za)\b/i.test(language)
  const library = british ? await import('n2words/en-GB') : await import('n2words/en-US')
  const say = createEnglishWords(library, british)
  return { letters: LETTERS, rewrite: (text) => steps.reduce((rewritten, step) => step(rewritten, say), text) }
}
