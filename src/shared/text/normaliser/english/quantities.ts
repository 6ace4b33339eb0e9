import { NUMBER, type EnglishWords } from './english-words'

/** A number or a range of numbers before a unit: two groups. */
export const QUANTITY = String.raw`(?<![\p{L}\d.,/^])(${NUMBER})(?:\s?(?:[-–—]|to)\s?(${NUMBER}))?`

/** The words of a {@link QUANTITY}. */
export function spokenQuantity(from: string, to: string | undefined, say: EnglishWords): string {
  return to === undefined ? say.number(from) : `${say.number(from)} to ${say.number(to)}`
}

const functionWords = (
  'of and or in at per for to is was are were on with from a an as by than more less each every this that the ' +
  'if when which who but so until since before after today away ago apiece total plus off out up over under'
).replaceAll(' ', '|')
const beforeFunctionWord = new RegExp(String.raw`^\s(?:${functionWords})\b`)

/**
 * True where an amount describes the noun behind it, so that its unit has no plural: "a 5 kg bag". `before` and
 * `after` are the text on both sides.
 */
export function describesNoun(before: string, after: string): boolean {
  return /\b(?:an?|another)\s$/i.test(before) && /^\s\p{Ll}/u.test(after) && !beforeFunctionWord.test(after)
}

const vulgar: Readonly<Record<string, string>> = {
  '½': '1/2', '⅓': '1/3', '⅔': '2/3', '¼': '1/4', '¾': '3/4', '⅕': '1/5', '⅖': '2/5', '⅗': '3/5', '⅘': '4/5', '⅙': '1/6',
  '⅚': '5/6', '⅛': '1/8', '⅜': '3/8', '⅝': '5/8', '⅞': '7/8', '⅐': '1/7', '⅑': '1/9', '⅒': '1/10',
}

/** A fraction as people write it, "1/2", "2 1/2", "1½", as the source of a regular expression without groups. */
export const FRACTION = String.raw`(?:(?<![\p{L}\d.,/])(?:\d+[ -])?\d+\s?[/⁄]\s?\d+(?![\d/]|[.,]\d)|(?<![\d.,/])(?:\d+\s?)?[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒])`

/** Denominators that are said as ordinals whatever they divide; others only up to ten. */
const spokenDenominators = new Set([12, 16, 20, 32, 64, 100, 1000])

/** The words of a {@link FRACTION}: "2 1/2" → "two and a half", "22/7" → "twenty-two over seven". */
export function spokenFraction(written: string, say: EnglishWords): string {
  const plain = written.replace(/\s?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒])/u, (_, sign: string) => ` ${vulgar[sign] ?? sign}`).trim()
  const [, whole, over = '', under = ''] = /^(?:(\d+)[ -])?(\d+)\s?[/⁄]\s?(\d+)$/.exec(plain) ?? []
  const part = spokenPart(over, under, say)
  return whole === undefined ? part : `${say.cardinal(whole)} and ${part.replace(/^one half$/, 'a half')}`
}

function spokenPart(over: string, under: string, say: EnglishWords): string {
  const divisor = Number(under)
  if (over === under) return `${say.cardinal(over)} ${say.cardinal(under)}`
  const isSpoken = divisor > 1 && (divisor <= 10 || spokenDenominators.has(divisor)) && Number(over) < divisor
  if (!isSpoken) return `${say.cardinal(over)} over ${say.cardinal(under)}`
  if (divisor === 2) return 'one half'
  const name = divisor === 4 ? 'quarter' : say.ordinal(under)
  return `${say.cardinal(over)} ${name}${over === '1' ? '' : 's'}`
}
