import { NUMBER, type EnglishWords } from './english-words'

/** A number or a range of numbers before a unit: two groups. */
export const QUANTITY = String.raw`(?<![\p{L}\d.,/])(${NUMBER})(?:\s?(?:[-–—]|to)\s?(${NUMBER}))?`

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
