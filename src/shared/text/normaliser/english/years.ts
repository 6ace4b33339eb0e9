import type { EnglishWords } from './english-words'

const full = /(?<![\d.,])(1\d|20)(\d)0'?s(?![\p{L}\d])/gu
/** The second of two decades: "1980s-90s". */
const toDecade = /(?<=(?:tens|ties|hundreds|thousands)\s?)[-–—]\s?'?([2-9])0'?s(?![\p{L}\d])/gu
/** "the 1970s and 80s": no seconds. */
const andDecade = /(?<=(?:tens|ties|hundreds|thousands)(?:,|,? and|,? or|,? to)\s)'?([2-9])0'?s(?![\p{L}\d])/gu
const toFullDecade = /(?<=(?:tens|ties|hundreds|thousands))\s?[-–—]\s?(?=(?:one|two|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)(?!\p{L}))/gu
const short = /(?:\b(the|his|her|their|my|your|our|early|mid|late)([\s-])'?|')([2-9])0'?s(?![\p{L}\d])/giu

/** "90s music": what is of a decade and lasts no seconds. */
const ofDecade = /(?<![\p{L}\d.,])([2-9])0s(?=(?:,|,? and|,? or)\s[2-9]0s(?:\s|$)|\s(?:music|kids?|child|fashion|style|hits?|movies?|films?|songs?|era|pop|rock|disco|nostalgia|sitcoms?)(?!\p{L}))/gu

const tensPlural = ['', 'tens', 'twenties', 'thirties', 'forties', 'fifties', 'sixties', 'seventies', 'eighties', 'nineties']

const shortYear = /(?<![\p{L}\d])'(\d)(\d)(?![\d'\p{L}])/gu

/** Decades: "1990s", "the '90s", "in her 30s", and years in short: "'05". Comes before the units, where "30s" are seconds. */
export function spokenDecades(text: string, say: EnglishWords): string {
  return text
    .replace(full, (_, century: string, tens: string) => {
      if (tens !== '0') return `${say.cardinal(century)} ${tensPlural[Number(tens)] ?? ''}`
      return century === '20' ? 'two thousands' : `${say.cardinal(century)} hundreds`
    })
    .replace(ofDecade, (_, tens: string) => tensPlural[Number(tens)] ?? '')
    .replace(toDecade, (_, tens: string) => ` to ${tensPlural[Number(tens)] ?? ''}`)
    .replace(toFullDecade, ' to ')
    .replace(andDecade, (_, tens: string) => tensPlural[Number(tens)] ?? '')
    .replace(andDecade, (_, tens: string) => tensPlural[Number(tens)] ?? '')
    .replace(short, (_, before: string | undefined, gap: string | undefined, tens: string) => {
      return `${before ?? ''}${gap ?? ''}${tensPlural[Number(tens)] ?? ''}`
    })
    .replace(shortYear, (_, tens: string, ones: string) => (tens === '0' ? `oh ${say.digits(ones)}` : say.cardinal(tens + ones)))
}

const span = /(?<![\d.,$€£/-])(1[1-9]\d\d|20\d\d)\s?([-–—/])\s?(1[1-9]\d\d|20\d\d|\d\d)(?![\d%/]|[.,]\d|-\d|\s?[-–]\s?\d)/g
const era = /(?<![\d.,])(\d{1,4})\s?((?:B\.?\s?C\.?\s?E|B\.?\s?C|A\.?\s?D|C\.?\s?E)(?![\p{L}\d]))/gu
const eraBefore = /\b(A\.?\s?D)\.?\s(\d{1,4})(?![\d.,]\d)/g
/** Before 1100 only where a year is surely meant: "in 1066". */
const early = /(?<=(?<!\p{L})(?:[Ii]n|[Yy]ear|[Ss]ince|[Uu]ntil)\s)10[1-9]\d(?![\d%°/:]|[.,]\d|-\d|\p{L})/gu
const single = /(?<![\p{L}\d.,$€£#+/:]|\d-)(1[1-9]\d\d|20\d\d)(?![\d%°/:]|[.,]\d|-\d|\p{L})/gu

/** Words that make even an unusual number a year. */
const yearContext = /\b(?:in|since|until|till|from|before|after|around|circa|by|year|of|during|early|late|mid|spring|summer|autumn|fall|winter)[\s-]+(?:the year )?$/i
/** Words that end in s and are no plurals. */
const noPlurals = (
  'is was has as this its does us plus yes versus across always perhaps sometimes towards besides thus unless ' +
  'whereas series his hers ours theirs makes brings sees comes marks less says gives shows feels'
).replaceAll(' ', '|')
const counted =
  'people men women children feet percent sheep fish million billion thousand more other different new square cubic hundred'
/** What follows a count, as in "1500 people": most plurals, and these. */
const countedNoun = new RegExp(
  String.raw`^\s(?:${counted.replaceAll(' ', '|')}|of the|\p{Ll}{2,}s(?<!\b(?:${noPlurals})))\b`,
  'u',
)

/** Years, spans of years and eras. */
export function spokenYears(text: string, say: EnglishWords): string {
  return text
    .replace(era, (_, year: string, name: string) => `${say.year(year)} ${spelled(name)}`)
    .replace(eraBefore, (_, name: string, year: string) => `${spelled(name)} ${say.year(year)}`)
    .replace(span, (written, from: string, mark: string, to: string) => {
      const full = to.length === 2 ? `${from.slice(0, 2)}${to}` : to
      if (Number(full) <= Number(from)) return written
      if (mark === '/') return `${say.year(from)} ${say.year(to)}`
      return `${say.year(from)} to ${say.year(full)}`
    })
    .replace(early, (written, at: number, whole: string) => (countedNoun.test(whole.slice(at + written.length)) ? written : say.year(written)))
    .replace(single, (written, _, at: number, whole: string) => {
      if (countedNoun.test(whole.slice(at + written.length))) return written
      const isUsual = Number(written) >= 1500
      return isUsual || yearContext.test(whole.slice(0, at)) ? say.year(written) : written
    })
}

function spelled(name: string): string {
  return Array.from(name.replace(/[^A-Z]/g, '')).join(' ')
}
