import { withGaps } from '../document/gaps'
import type { LanguageRules } from '../language-rules'
import { spokenAbbreviations } from './abbreviations'
import { spokenAcronyms } from './acronyms'
import { spokenAddresses } from './addresses'
import { spokenCalendar } from './calendar'
import { spokenFormulas } from './chemistry'
import { spokenDates, spokenTimes } from './dates-and-times'
import { spokenDecades, spokenYears } from './years'
import { withEnglishGaps } from './glued'
import { plainGroups } from './groups'
import { spokenIdentifiers } from './identifiers'
import { spokenLengths } from './lengths'
import { spokenMagnitudes } from './magnitudes'
import { createEnglishWords, type EnglishWords } from './english-words'
import { spokenMoney } from './money'
import { spokenNumbers, spokenPhones } from './numbers'
import { spokenPaths } from './paths'
import { spokenRelations } from './relations'
import { spokenScripture } from './scripture'
import { spokenRomans } from './roman-numerals'
import { markedSigns, spokenSymbols } from './symbols'
import { spokenUnits } from './units'

/**
 * From the most telling form to the plainest: an address holds dots, a date holds numbers, a price holds a number.
 * Every step leaves words or simpler forms, which the later steps finish.
 */
const steps: readonly ((text: string, say: EnglishWords) => string)[] = [
  spokenPaths,
  spokenAddresses,
  withGaps,
  withEnglishGaps,
  spokenScripture,
  spokenFormulas,
  spokenAbbreviations,
  plainGroups,
  spokenIdentifiers,
  spokenPhones,
  spokenRelations,
  spokenLengths,
  spokenDates,
  spokenCalendar,
  spokenTimes,
  spokenDecades,
  markedSigns,
  spokenMoney,
  spokenMagnitudes,
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
