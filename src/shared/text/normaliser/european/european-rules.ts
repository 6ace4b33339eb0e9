import { withGaps } from '../document/gaps'
import type { Rewrite } from '../document/typography'
import { numeralRules, type Numerals } from './numerals'
import { shortWordRules, type ShortWords } from './short-words'

/** What the shared rules need to know of a language that writes "1.234,5" or "1 234,5". */
export interface EuropeanLanguage {
  readonly cardinal: (digits: string) => string
  /** A number right before a masculine noun: "ein Euro". */
  readonly counting: (digits: string) => string
  readonly year: (digits: string) => string
  readonly digitByDigit: (digits: string) => string
  /** Lower case, January first. */
  readonly months: readonly string[]
  /** A whole date; `month` as in `months`; `before` is the text in front of it. */
  readonly date: (day: number, month: string, year: string | undefined, before: string) => string
  readonly time: (hours: string, minutes: string) => string
  /** Written ordinals that are no dates, e.g. "3.º"; without it they stay as they are. */
  readonly ordinals: Rewrite
  readonly shortWords: ShortWords
  readonly numerals: Numerals
  readonly decimalMark: string
  readonly percent: string
  readonly minus: string
  /** Between the ends of a range. */
  readonly to: string
  readonly and: string
  readonly number: string
  readonly equals: string
  readonly plus: string
  readonly degrees: string
  readonly scales: { readonly million: readonly [string, string]; readonly billion: readonly [string, string] }
  /** Between a scale and its currency: "de" in "un million d'euros"; empty where nothing stands there. */
  readonly ofScale: string
  readonly currencies: Readonly<Record<'€' | '$' | '£', readonly [one: string, many: string]>>
  readonly units: Readonly<Record<string, readonly [one: string, many: string]>>
}

const amount = String.raw`(?:\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)`
const notInside = String.raw`(?<![\p{L}\d.,/:-])`
const isoDate = /(?<![\d-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])/g
const numericDate = /(?<![\d./-])(0?[1-9]|[12]\d|3[01])([./-])(0?[1-9]|1[0-2])\2(\d{4}|\d{2})(?![\d/]|[.,]\d)/g
const clock = /(?<![\d:.,])([01]?\d|2[0-4])(?::|\s?h\s?)([0-5]\d)(?![\d:])(?:\s?(?:Uhr|h)\b)?/g
const phone = /(?<![\p{L}\d])(?:(?:\+\d{1,3}|0\d{1,4})(?:[ ./-]\(?\d{2,}\)?){1,6}|\d{3}-\d{4})(?![\d-])/gu
const singleYear = /(?<![\p{L}\d.,$€£/:-])(1[1-9]\d\d|20\d\d)(?![\d%°€$£/:]|[.,]\d|-\d|\p{L})/gu

/** Numbers, dates, times, money, percentages and telephone numbers of a continental European language. */
export function europeanRules(language: EuropeanLanguage): Rewrite {
  const { counting, year, months, date, to } = language
  const monthPattern = months.join('|')
  const namedDate = new RegExp(String.raw`${notInside}(0?[1-9]|[12]\d|3[01])(?:er|\.|[º°])? (?:de )?(${monthPattern})(?!\p{L})(?:,? (?:de[l]? )?(\d{4})(?!\d|[.,]\d))?`, 'giu')
  const money = new RegExp(String.raw`${notInside}(?:([€$£])\s?(${amount})|(${amount})\s?(?=[€$£]|(?:Mio|Mrd|M)\.?\s?[€$£]))(?:\s?(Mio|Mrd|M)\.?\s?)?([€$£])?(?!\d)`, 'gu')
  const unitNames = Object.keys(language.units).sort((a, b) => b.length - a.length)
  const withUnit = new RegExp(String.raw`${notInside}(?:(${amount})\s?[-–]\s?)?(${amount})\s?(${unitNames.join('|')})(?![\p{L}\d])`, 'gu')
  const range = new RegExp(String.raw`${notInside}(${amount})\s?[-–]\s?(?=${amount}(?![\d/]|-\d))`, 'gu')

  const { number, price } = amountsOf(language)
  const [inFull, inNumbers] = [shortWordRules(language.shortWords), numeralRules(language.numerals)]

  return (text) =>
    language
      .ordinals(
        inNumbers(inFull(withGaps(text)))
          .replace(/(?<![\d.,])\d{1,3}(?:'\d{3})+(?!'?\d)/g, (grouped) => grouped.replaceAll("'", ''))
          .replace(/(?<![\d.,:])([01]?\d|2[0-4])\.([0-5]\d)(?=\s?(?:Uhr|h)(?!\p{L}))/gu, '$1:$2')
          .replace(isoDate, (written, y: string, m: string, d: string, at: number, whole: string) =>
            date(Number(d), months[Number(m) - 1] ?? written, y, whole.slice(0, at)))
          .replace(numericDate, (written, d: string, _, m: string, y: string, at: number, whole: string) =>
            date(Number(d), months[Number(m) - 1] ?? written, y.length === 2 ? `${Number(y) >= 69 ? '19' : '20'}${y}` : y, whole.slice(0, at)))
          .replace(namedDate, (_, d: string, month: string, y: string | undefined, at: number, whole: string) =>
            date(Number(d), month.toLowerCase(), y, whole.slice(0, at))),
      )
      .replace(phone, (written) => {
        const groups = (written.match(/\d+/g) ?? []).map(language.digitByDigit).join(', ')
        return written.startsWith('+') ? `${language.plus} ${groups}` : groups
      })
      .replace(clock, (_, hours: string, minutes: string) => language.time(hours, minutes))
      .replace(/(?<![\p{L}\d.,%€$£-])[-−](?=[€$£]?\d)/gu, `${language.minus} `)
      .replace(/(?<=\d\s?)\+(?=\s?\d)/g, ` ${language.plus} `)
      .replace(/(?<=\d\s?)=(?=\s?\d)/g, ` ${language.equals} `)
      .replace(/(?<!\p{L})(?:n\.?[º°]|n\.[oº°]?|Nr\.|№)\s?(?=\d)/giu, `${language.number} `)
      .replace(money, (written, ...[sign, behind, before, scale, last]: readonly (string | undefined)[]) => {
        const found = sign ?? last
        return found === undefined ? written : price(found, behind ?? before ?? '', scale)
      })
      .replace(withUnit, (_, from: string | undefined, last: string, unit: string) => {
        const [one, many] = language.units[unit] ?? [unit, unit]
        return `${from === undefined ? '' : `${number(from)} ${to} `}${number(last, counting)} ${last === '1' && from === undefined ? one : many}`
      })
      .replace(/(\d)\s?%/g, `$1 ${language.percent}`)
      .replace(/(\d)\s?°C?(?!\p{L})/gu, `$1 ${language.degrees}`)
      .replace(/(?<=^|\s)&(?=\s|$)/g, language.and)
      .replace(/(?<=(?<![\d.,])(?:1[1-9]|20)\d\d)\s?[-–]\s?(?=(?:1[1-9]|20)\d\d(?!\d))/g, ` ${to} `)
      .replace(singleYear, (written) => year(written))
      .replace(range, `$1 ${to} `)
      .replace(/(?<=\p{L})(?=\d)|(?<=\d)(?=\p{L})/gu, ' ')
      .replace(new RegExp(amount, 'g'), (written) => number(written))
}

/** How a language says a written number, and a price in a currency, perhaps with a scale behind it. */
function amountsOf(language: EuropeanLanguage) {
  const { cardinal, counting } = language

  const number = (written: string, spoken = cardinal) => {
    const [whole = '', fraction] = written.replace(/[.\u00a0\u202f ](?=\d{3}(?!\d))/g, '').split(/[.,]/)
    if (fraction !== undefined) return `${cardinal(whole)} ${language.decimalMark} ${fractionDigits(fraction)}`
    return whole.length > 15 || /^0\d/.test(whole) ? language.digitByDigit(whole) : spoken(whole)
  }
  const fractionDigits = (fraction: string) =>
    fraction.length <= 2 && !fraction.startsWith('0') && language.decimalMark !== 'Komma' ? cardinal(fraction) : language.digitByDigit(fraction)

  const price = (sign: string, written: string, scale: string | undefined) => {
    const [one, many] = language.currencies[sign as '€' | '$' | '£']
    if (scale !== undefined) {
      const [oneScale, manyScale] = scale === 'Mrd' ? language.scales.billion : language.scales.million
      const gap = language.ofScale.endsWith("'") ? '' : ' '
      const currency = language.ofScale === '' ? many : `${language.ofScale}${gap}${many}`
      return `${number(written, counting)} ${written === '1' ? oneScale : manyScale} ${currency}`
    }
    const [, whole = '', cents = ''] = /^(.*),(\d\d)$/.exec(written) ?? []
    if (cents === '') return `${number(written, counting)} ${written === '1' ? one : many}`
    const start = `${number(whole, counting)} ${whole === '1' ? one : many}`
    return cents === '00' ? start : `${start} ${language.and === '' ? '' : `${language.and} `}${cardinal(String(Number(cents)))}`
  }

  return { number, price }
}
