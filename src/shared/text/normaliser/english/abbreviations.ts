import { namesLetter } from '../../letter-names'
import { counted, ending, leading, notes, starters, titles } from './abbreviation-names'

const startsSentence = new RegExp(String.raw`^(?:\s*$|\s*["')\]]*\s*(?:\n|$)|["')\]]*\s+["'(]?(?:${starters})\b)`, 'u')
const capitalNext = /^(?:["')\]]*\s*$|["')\]]*\s*\n|["')\]]*\s+["'(]?\p{Lu})/u

const houseNumber = String.raw`(?<![\d.,])(\d+[a-zA-Z]?\s(?:[NSEW]\.?\s)?(?:\p{Lu}[\p{L}'-]+|\d+(?:st|nd|rd|th))(?:\s\p{Lu}[\p{L}'-]+)?\s)`
const streets: Readonly<Record<string, string>> = {
  Dr: 'Drive', St: 'Street', Ave: 'Avenue', Rd: 'Road', Ln: 'Lane', Blvd: 'Boulevard', Ct: 'Court', Pl: 'Place',
}
const street = new RegExp(String.raw`${houseNumber}(Dr|St|Ave|Rd|Ln|Blvd|Ct|Pl)\b(\.?)`, 'gu')
const streetName = /(?<=\p{Lu}[\p{L}'-]*\p{Ll}\s|\d(?:st|nd|rd|th)\s)(Dr|St)\b(\.?)(?=[,;:!?)"']|\s+(?:\p{Ll}|\d)|\s+(?:The|He|She|It|They|We|You|I|This|That|There|Then|But|And|So|In|On|At|When|Where|My|His|Her|Our|Their|After|Before|No|Not|For)(?!\p{L})|\s*$|\n)/gu
const title = new RegExp(String.raw`\b(${Object.keys(titles).join('|')})\.(?=\s?\p{Lu})`, 'gu')
const bareTitle = /\b(Mr|Mrs|Ms|Dr|Prof|St)(?=\s\p{Lu}\p{Ll})/gu
const loneTitle = /\b(Mr|Mrs|Ms|Prof)\.(?=\s|$)/g
const anywhere = new RegExp(String.raw`(?<![\p{L}\d.])(${[...Object.keys(ending), ...Object.keys(leading)].join('|')})\.(?![\p{L}\d])`, 'gu')
const counters = Object.entries(counted).map(([written, word]) => ({ pattern: new RegExp(String.raw`(?<![\p{L}\d.]|\d )${written}\s?(?=#?(?:\d+[a-z]?|[IVXivx]+)(?!\p{L}))`, 'giu'), word }))
const numberSign = /\b[Nn](?:o\.|º|°|o\b(?=\s\d+\b(?=\s+(?:on|in)\s+the)))\s?(?=\d|[IVX]{2,}(?!\p{L}))|№\s?(?=\d)/gu
const circa = /\b(?:ca|c)\.\s?(?=\d)/g
const unitWithStop = /(?<=[\d½¼¾]\s?)(min|sec|hr|hrs|mins|secs|oz|fl\.? oz|lb|lbs|ft|yd|mi|kg|g|cm|mm|km|tsp|tbsp|gal|qt|pt|deg|yr|yrs|wk|wks|doz|ml|cl)\.(?!\p{L})/gu
const bareVersus = /(?<=\p{L}\s)vs?(?=\s\p{L})/gu
const initials = /(?<![\p{L}\d.])(?:\p{L}\.\s?){2,}(?!\p{L}\.)(?<=\.\s?)/gu
const degree = /\b(Ph|Ed|M|B)\.\s?(D|Sc|A|S|Ed)\.(?=\W|$)/g
const middleInitial = /(?<=\p{Lu}[\p{L}'-]*\p{Ll}\s)(\p{Lu})\.(?=\s(\p{Lu}\p{Ll}+))/gu
const firstInitial = /(?<=^|[\n("'] ?|[\p{Ll},]\s)(\p{Lu})\.(?=\s(\p{Lu}[\p{L}'-]*\p{Ll}))/gu

/** What may stand behind a time of day in the same sentence, although it begins with a capital. */
const goesOnAfterTime = new RegExp(
  String.raw`^\s(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December|` +
    String.raw`(?:${Object.keys(titles).join('|')})(?!\p{L})|Mister|Missus|Miz|Doctor|Professor|\p{Lu}{2,4}(?!\p{L})|(?:Eastern|Pacific|Central|Mountain|Greenwich)(?!\p{L})|\p{Lu}\p{Ll}+\stime(?!\p{L}))`,
  'u',
)
/** "At eight A M" alone begins a sentence that goes on, whoever comes next. */
const beginsSentence = /(?:^|[.!?;:]["')\]]*\s+|\n\s*)(?:and |but |so |then )?(?:at|by|around|about|after|before|until|till|from|since|between|on|it was|every day at)(?:\s[\p{L}\d:-]+){1,4}\s?$/iu

function endsTime(before: string, after: string): boolean {
  if (/^["')\]]*\s*$|^["')\]]*\s*\n/.test(after)) return true
  if (!capitalNext.test(after) || goesOnAfterTime.test(after)) return false
  return startsSentence.test(after) || !beginsSentence.test(before.slice(-60))
}

/** Abbreviations with a full stop, and initials; the stop stays where it also ends the sentence. */
export function spokenAbbreviations(text: string): string {
  const kept = (after: string, pattern = startsSentence) => (pattern.test(after) ? '.' : '')
  const noted = notes.reduce((rewritten, [pattern, words]) => rewritten.replace(pattern, words), text)
  const numbered = counters.reduce((rewritten, { pattern, word }) => rewritten.replace(pattern, (written) => `${inCaseOf(written, word)} `), noted)
  return numbered
    .replace(numberSign, 'number ')
    .replace(circa, 'circa ')
    .replace(/(?<=\d\s?)deg\.?\s?([CF])(?!\p{L})(?:\.(?=\s\p{Ll}))?/gu, '°$1')
    .replace(/\be\.\s?g\.?,?(?![\p{L}\d])/giu, (written) => `${written.startsWith('E') ? 'For' : 'for'} example${written.endsWith(',') ? ',' : ''}`)
    .replace(/\bi\.\s?e\.?,?(?![\p{L}\d])/giu, (written) => `${written.startsWith('I') ? 'That' : 'that'} is${written.endsWith(',') ? ',' : ''}`)
    .replace(/\ba\.\s?k\.\s?a\.|\bAKA\b|\baka\b/gi, 'also known as')
    .replace(/\bet al\.?(?!\p{L})/gu, (written, at: number, whole: string) => `and others${kept(rest(written, at, whole))}`)
    .replace(unitWithStop, (written, unit: string, at: number, whole: string) => `${unit}${kept(rest(written, at, whole), capitalNext)}`)
    .replace(degree, (written, first: string, second: string, at: number, whole: string) => {
      return `${spelled(first)} ${spelled(second)}${kept(rest(written, at, whole))}`
    })
    .replace(initials, (written, at: number, whole: string) => {
      const after = rest(written.trimEnd(), at, whole)
      const isTime = /^[ap]\.\s?m\./i.test(written)
      const gap = /\s$/.test(written) ? ' ' : ''
      const ends = isTime ? endsTime(whole.slice(0, at), after) : startsSentence.test(after) && !/^P\.\s?S\.$/i.test(written.trim())
      return `${spelled(written)}${ends ? '.' : ''}${gap}`
    })
    .replace(street, (written, before: string, name: string, stop: string, at: number, whole: string) => {
      return `${before}${streets[name] ?? name}${stop === '' ? '' : kept(rest(written, at, whole), capitalNext)}`
    })
    .replace(streetName, (written, name: string, stop: string, at: number, whole: string) => {
      return `${streets[name] ?? name}${stop === '' ? '' : kept(rest(written, at, whole), capitalNext)}`
    })
    .replace(title, (_, name: string) => titles[name] ?? name)
    .replace(bareTitle, (name) => titles[name] ?? name)
    .replace(loneTitle, (_, name: string) => titles[name] ?? name)
    .replace(anywhere, (written, name: string, at: number, whole: string) => {
      const after = rest(written, at, whole)
      return name in leading ? `${leading[name] ?? name}${kept(after)}` : `${ending[name] ?? name}${kept(after, capitalNext)}`
    })
    .replace(bareVersus, 'versus')
    .replace(middleInitial, (written, letter: string, next: string, at: number, whole: string) => initial(written, letter, next, at, whole))
    .replace(firstInitial, (written, letter: string, next: string, at: number, whole: string) =>
      letter === 'I' && !/^\s\p{Lu}\p{Ll}+\s(?:wrote|said|was|is|found|invented|discovered|argued|showed|et)(?!\p{L})/u.test(rest(written, at, whole)) ? written : initial(written, letter, next, at, whole))
}

const rest = (written: string, at: number, whole: string) => whole.slice(at + written.length)

/** The letter of a name, without its stop, unless it is the name of a thing or a new sentence begins. */
function initial(written: string, letter: string, next: string, at: number, whole: string): string {
  return isStarter(next) || namesLetter(whole.slice(Math.max(0, at - 40), at)) ? written : letter
}

function inCaseOf(written: string, word: string): string {
  return /^\p{Lu}/u.test(written) ? `${word.charAt(0).toUpperCase()}${word.slice(1)}` : word
}

const starter = new RegExp(`^(?:${starters})$`)
function isStarter(word: string): boolean {
  return starter.test(word)
}

/** "U.S." → "U S", "Ph" → "P H". */
function spelled(letters: string): string {
  return (letters.match(/\p{L}/gu) ?? []).join(' ').toUpperCase()
}
