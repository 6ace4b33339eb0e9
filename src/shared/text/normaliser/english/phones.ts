import type { EnglishWords } from './english-words'

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
