import type { EnglishWords } from './english-words'

const values: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 }
const canonical = /^M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/

const parts = (
  'Chapter Part Act Scene Volume Vol Book Section Article Appendix Phase Stage Type Class Level Grade Title ' +
  'Canto Psalm Figure Table Plate War Bowl Apollo Mark Symphony Unit Step Round Episode Season Verse Track ' +
  'Division Category Schedule Exhibit Annex Tier'
).replaceAll(' ', '|')
const rulers = (
  'Henry Edward Richard George William Charles James Louis Elizabeth Mary Philip Philippe Francis Paul Benedict ' +
  'Pius Leo Gregory Innocent Alexander Nicholas Catherine Peter Ivan Frederick Wilhelm Otto Ferdinand Alfonso ' +
  'Carlos Napoleon Ramses Ramesses Cleopatra Ptolemy Darius Xerxes Urban Clement Boniface Sixtus Constantine ' +
  'Gustav Christian Harald Haakon Margrethe Emmanuel Umberto Pedro Felipe Isabella Robert Thutmose Amenhotep ' +
  'Theodosius Leopold Albert Joseph Rudolf Maximilian Casimir Stephen Harold Vladimir Michael Olav Celestine ' +
  'Julius Adrian Mehmed Selim Murad Suleiman Tutankhamun Seti Artaxerxes Antiochus Mithridates Victor'
).replaceAll(' ', '|')

const afterPart = new RegExp(String.raw`\b(${parts})(s?\.?) ([IVXLCDM]{2,}|[IVX])(?![\p{L}\d'])`, 'gu')
const afterRuler = new RegExp(String.raw`\b((?:${rulers})) ([IVX]{2,}|[VX]|I(?=[,.;:)!?]|\s(?:of|and|was|had|who|ruled|reigned|died|became|is|in)\b|$))(?![\p{L}\d])(?!\.\p{L})`, 'gu')
const afterTitle = /\b((?:King|Queen|Pope|Emperor|Empress|Tsar|Czar|Kaiser|Sultan|Pharaoh|Prince|Saint) \p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?) ([IVX]+)(?![\p{L}\d'])/gu
const century = /(?<![\p{L}\d])([IVX]+)(?=(?:st|nd|rd|th)? centur(?:y|ies)\b)(?:st|nd|rd|th)?/gu
const afterName = /(\p{Lu}\p{Ll}+) ([IVX]{2,})(?![\p{L}\d'-])/gu

/** Roman numerals where a name makes them numbers: Henry VIII, Chapter IV, the XIX century, Rocky II. */
export function spokenRomans(text: string, say: EnglishWords): string {
  const number = (numeral: string, spoken: (value: string) => string, written: string) => {
    const value = romanValue(numeral)
    return value === null ? written : spoken(String(value))
  }
  const reigning = (written: string, name: string, numeral: string) =>
    number(numeral, (value) => `${name} the ${capitalised(say.ordinal(value))}`, written)
  return text
    .replace(century, (written, numeral: string) => number(numeral, (value) => say.ordinal(value), written))
    .replace(afterTitle, reigning)
    .replace(afterRuler, reigning)
    .replace(afterPart, (written, part: string, rest: string, numeral: string) =>
      number(numeral, (value) => `${part}${rest} ${say.cardinal(value)}`, written))
    .replace(afterName, (written, name: string, numeral: string) =>
      number(numeral, (value) => `${name} ${say.cardinal(value)}`, written))
}

/** Value of a numeral in its one proper spelling, else null. */
function romanValue(numeral: string): number | null {
  if (!canonical.test(numeral)) return null
  const digits = Array.from(numeral, (letter) => values[letter] ?? 0)
  return digits.reduce((sum, value, index) => sum + (value < (digits[index + 1] ?? 0) ? -value : value), 0)
}

function capitalised(ordinal: string): string {
  return ordinal.replace(/^\p{L}/u, (letter) => letter.toUpperCase())
}
