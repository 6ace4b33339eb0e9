import { NUMBER, type EnglishWords } from './english-words'
import { FRACTION, spokenFraction } from './quantities'

const ordinal = /(?<![\p{L}\d.])(\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th)(?![\p{L}\d])/giu
const version = /(?<![\p{L}\d])(?:version\s)?v(?:er(?:sion)?\.?\s?)?\.?(\d+(?:\.\d+)*)(?![\d])/giu
const dotted = /(?<![\d.,])\d+(?:\.\d+){2,}(?![\d])/g
const fraction = new RegExp(FRACTION, 'gu')
const range = new RegExp(String.raw`(?<![\p{L}\d.,/-])(${NUMBER})\s?[–—-]\s?(?=(${NUMBER})(?![\d/]|-\d))`, 'gu')
const plain = new RegExp(NUMBER, 'g')
const glued = /(?<=\p{L})(?=\d)|(?<=\d)(?=\p{L})/gu
const shortCode = /(?<![\p{L}\d])(\p{Lu}{1,3})-?(?=\d)/gu

/** Ordinals, versions, fractions, ranges and all numbers that nothing else has claimed. */
export function spokenNumbers(text: string, say: EnglishWords): string {
  return text
    .replace(ordinal, (_, written: string) => say.ordinal(written))
    .replace(version, (_, number: string) => `version ${spokenDotted(number, 'point', say)}`)
    .replace(dotted, (number) => {
      const isAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(number)
      return isAddress ? number.split('.').map((part) => say.digits(part)).join(' dot ') : spokenDotted(number, 'point', say)
    })
    .replace(/\b24\/7\b/g, 'twenty-four seven')
    .replace(/\b9\/11\b/g, 'nine eleven')
    .replace(fraction, (written) => spokenFraction(written, say))
    .replace(/(?<=\d)\s?\/\s?(?=\d)/g, ' slash ')
    .replace(range, (_, from: string, to: string) => {
      const [first, last] = [Number(from.replaceAll(',', '')), Number(to.replaceAll(',', ''))]
      // A result may fall ("3-1"), a span does not: "747-400", "50-50".
      return first === last || (first > last && first >= 100) ? `${from} ` : `${from} to `
    })
    .replace(/(\p{Lu})-(?=\d)/gu, '$1 ')
    .replace(shortCode, (_, letters: string) => `${Array.from(letters).join(' ')} `)
    .replace(glued, ' ')
    .replace(plain, (number) => say.number(number))
    // Signs of other scripts' digits and superscripts are not read as numbers; what is left is at least not lost.
    .replace(/(?<=[\p{L}])(?=\p{No})/gu, ' ')
}

function spokenDotted(number: string, dot: string, say: EnglishWords): string {
  const [first = '', ...rest] = number.split('.')
  return [first, ...rest].map((part) => say.cardinal(part)).join(` ${dot} `)
}

const international = /(?<![\p{L}\d])\+\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){2,5}(?![\d-])/gu
const american = /(?<![\p{L}\d.+-])(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[.-]\d{4}(?![\d-])/gu
const national = /(?<![\p{L}\d.,+$€£-])\(?0\d{2,4}\)?[ -]\d{3,4}(?:[ -]?\d{3,4})(?![\d-])/gu
const local = /(?<![\p{L}\d.,+$€£/-])\d{3}-\d{4}(?![\d-])/gu
const emergency = /\b((?:call|dial|calls|called|calling|dialed|dialled|dialling|dialing|phone|ring)\s)(911|999|112|101|988|111)\b/gi
/** Account, card and serial numbers: groups of digits, at least three of them. */
const serial = /(?<![\p{L}\d.,+-])(?:\d+(?:-\d+){2,}|\d{4}(?: \d{4}){2,}|\d{5}-\d{4})(?![\d-])/gu
const dateInFigures = /^(?:\d{4}-\d{2}-\d{2}|\d{1,2}-\d{1,2}-\d{4})$/

/** Telephone, card and serial numbers: digit by digit, with a short pause between their groups. */
export function spokenPhones(text: string, say: EnglishWords): string {
  const inGroups = (written: string) => (written.match(/\d+/g) ?? []).map((group) => say.digits(group)).join(', ')
  return text
    .replace(international, (written) => `plus ${inGroups(written)}`)
    .replace(american, inGroups)
    .replace(serial, (written) => (dateInFigures.test(written) ? written : inGroups(written)))
    .replace(national, inGroups)
    .replace(local, inGroups)
    .replace(emergency, (_, verb: string, number: string) => `${verb}${say.digits(number)}`)
}
