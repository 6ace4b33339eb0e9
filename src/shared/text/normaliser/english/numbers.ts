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
  const short = (digits: string) => (digits.length > 2 ? say.digits(digits) : say.cardinal(digits))
  return text
    .replace(/(?<![\d.])802\.(\d{1,2})([a-z]{1,2})?(?![\p{L}\d])/gu, (_, part: string, letters: string | undefined) =>
      `eight oh two dot ${say.cardinal(part)}${letters === undefined ? '' : ` ${Array.from(letters.toUpperCase()).join(' ')}`}`)
    .replace(stage, (_, name: string, number: string | undefined) => ` ${name === 'rc' ? 'R C' : name}${number === undefined ? '' : ` dot ${say.cardinal(number)}`}`)
    .replace(dottedName, (_, digits: string) => ` dot ${short(digits)}`)
    .replace(ordinal, (_, written: string) => say.ordinal(written))
    .replace(version, (_, number: string) => `version ${spokenDotted(number, 'point', say)}`)
    .replace(dotted, (number) => {
      const isAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(number)
      return isAddress ? number.split('.').map((part) => say.digits(part)).join(' dot ') : spokenDotted(number, 'point', say)
    })
    .replace(/\b40([13])\s?\(([kb])\)/g, (_, digit: string, letter: string) => `four oh ${say.cardinal(digit)} ${letter.toUpperCase()}`)
    .replace(/\b24\/7\b/g, 'twenty-four seven')
    .replace(/\b9\/11\b/g, 'nine eleven')
    .replace(fraction, (written) => spokenFraction(written, say))
    .replace(/(?<=\d)\s?\/\s?(?=\d)/g, ' slash ')
    .replace(range, (_, from: string, to: string) => {
      const [first, last] = [Number(from.replaceAll(',', '')), Number(to.replaceAll(',', ''))]
      // A result may fall ("3-1"), a span does not: "747-400", "50-50".
      return first === last || (first > last && first >= 100) ? `${from} ` : `${from} to `
    })
    .replace(/(?<=\d)-(?=\p{Lu}\d)/gu, ' ')
    .replace(/(\p{Lu})-(?=\d)/gu, '$1 ')
    .replace(shortCode, (_, letters: string, at: number, whole: string) => {
      // "A one" at the start of a sentence would be read with the article.
      const wouldBeArticle = letters === 'A' && /(?:^|[.!?]["')]?\s|\n)$/.test(whole.slice(Math.max(0, at - 3), at))
      return wouldBeArticle ? 'A-' : `${Array.from(letters).join(' ')} `
    })
    .replace(glued, ' ')
    .replace(/(?<=\p{L})(?=\.\d)/gu, ' ')
    .replace(plain, (number) => say.number(number))
    // Signs of other scripts' digits and superscripts are not read as numbers; what is left is at least not lost.
    .replace(/(?<=[\p{L}])(?=\p{No})/gu, ' ')
}

function spokenDotted(number: string, dot: string, say: EnglishWords): string {
  const [first = '', ...rest] = number.split('.')
  return [first, ...rest].map((part) => say.cardinal(part)).join(` ${dot} `)
}

/** "H.264", "MPEG.4", "beta.3": what stands behind the stop is a name, too. */
const dottedName = /(?<=(?<![\p{L}\d.])(?:\p{Lu}{1,5}|\p{L}\p{Ll}+))\.(\d+)(?![\d]|\.\d)/gu
const stage = /(?<=\d|point \w+)(?:-|(?=rc))(alpha|beta|rc|dev|pre|preview|canary|nightly|snapshot|release|build|final|stable)(?:[.-]?(\d+))?(?![\p{L}\d])/gu

const international = /(?<![\p{L}\d])\+\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){2,5}(?![\d-])/gu
const american = /(?<![\p{L}\d.+-])(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[.-]\d{4}(?![\d-])/gu
const national = /(?<![\p{L}\d.,+$€£/-])\(?0\d{1,4}\)?(?:[ -]\d{3,4}(?:[ -]?\d{3,4})|-\d{4,9}|\/\d{5,9}|\/\d{3,4}(?:[ -]\d{2,4}){1,3})(?![\d-])/gu
const vanity = /(?<![\p{L}\d])1-(8\d\d)-(?=\p{Lu}{3})/gu
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
    .replace(vanity, (_, area: string) => `one, ${say.digits(area)}, `)
    .replace(local, inGroups)
    .replace(emergency, (_, verb: string, number: string) => `${verb}${say.digits(number)}`)
}
