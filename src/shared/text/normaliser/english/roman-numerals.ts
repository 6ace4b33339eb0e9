import { romanValue } from '../roman-value'
import type { EnglishWords } from './english-words'

const parts = (
  'Chapter Part Act Scene Volume Vol Book Section Article Appendix Phase Stage Type Class Level Grade Title ' +
  'Canto Psalm Figure Table Plate War Bowl Apollo Mark Symphony Unit Step Round Episode Season Verse Track ' +
  'Number Division Category Schedule Exhibit Annex Tier Chap Sect Paragraph Paragraphs Scenes Lesson Stanza Movement Cycle Lecture Sonata Concerto Century'
).replaceAll(' ', '|')
const rulers = (
  'Henry Edward Richard George William Charles James Louis Elizabeth Mary Philip Philippe Francis Paul Benedict ' +
  'Pius Leo Gregory Innocent Alexander Nicholas Catherine Peter Ivan Frederick Wilhelm Otto Ferdinand Alfonso ' +
  'Carlos Napoleon Ramses Ramesses Cleopatra Ptolemy Darius Xerxes Urban Clement Boniface Sixtus Constantine ' +
  'Gustav Christian Harald Haakon Margrethe Emmanuel Umberto Pedro Felipe Isabella Robert Thutmose Amenhotep ' +
  'Theodosius Leopold Albert Joseph Rudolf Maximilian Casimir Stephen Harold Vladimir Michael Olav Celestine ' +
  'Julius Adrian Mehmed Selim Murad Suleiman Tutankhamun Seti Artaxerxes Antiochus Mithridates Victor'
).replaceAll(' ', '|')

const afterPart = new RegExp(String.raw`(?<!\p{L})((?:${parts})s?\.?)(:? )([IVXLCDM]{2,}|[IVX])(?:(\s?[-–]\s?|,? and |, | to )([IVXLCDM]+))?(?![\p{L}\d'])`, 'gu')
/** The same in capitals and in small letters: "CHAPTER XII", "part iii". "i" alone and "mix" are words. */
const loud = new RegExp(String.raw`(?<!\p{L})((?:${parts.toUpperCase()})S?)( )([IVXLCDM]+)(?![\p{L}\d'])`, 'gu')
const quiet = new RegExp(
  String.raw`(?<!\p{L})((?:${parts}|Pages?|Pp?\.|App\.|Ch\.|Fol)s?\.?)( )([ivxlc]+)(?:(\s?[-–]\s?|,? and |, | to )([ivxlc]+))?(?![\p{L}\d'])`, 'giu')
/** Headings of an outline: "II. Middle" on a line of its own. */
const heading = /^([IVXL]{1,6})(\.|:)\s+(?=["'“]?\p{Lu})/gmu
/** A part of a part: "Part IIIb". */
const lettered = new RegExp(String.raw`(?<!\p{L})((?:${parts})s?\.?) ([IVX]+)([a-d])(?![\p{L}\d])`, 'gu')
/** A year on a building or at the end of a film. */
const inscribed = /(?<![\p{L}\d])M(?:CM|DC|CC|D|M)?[CDLXVI]{3,}(?![\p{L}\d'-])/gu
const rulerThe = new RegExp(String.raw`(?<!\p{L})((?:${rulers})) the ([IVX]+)(?![\p{L}\d])('s)?`, 'gu')
const quietHeading = /^([ivxl]{1,6})\.\s+(?=\S)/gm
const afterRuler = new RegExp(String.raw`\b((?:${rulers})) ([IVX]{2,}|[VX]|I(?=[,.;:)!?]|\s(?:of|and|was|had|who|ruled|reigned|died|became|is|in)\b|$))(?![\p{L}\d])(?!\.\p{L})('s)?`, 'gu')
const afterTitle = /\b((?:King|Queen|Pope|Emperor|Empress|Tsar|Czar|Kaiser|Sultan|Pharaoh|Prince|Saint) \p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?) ([IVX]+)(?![\p{L}\d])('s)?/gu
const century = /(?<![\p{L}\d])([IVX]+)(?:st|nd|rd|th)?(?=(?:(?:,| and| to|[-–])\s?[IVX]+(?:st|nd|rd|th)?)?(?: |-)centur(?:y|ies)(?!\p{L}))/gu
/** Caliphs, emirs and sultans, whose names are written with an article: "Abd al-Rahman III". */
const afterDynasty = /(?<!\p{L})((?:Abd|Ibn|Abu|Muhammad|Mohammed|Ahmad|Ahmed|Mustafa|Osman|Abdul|Abdulhamid|Bayezid|Hisham|Yazid|Marwan|Walid|Umar)(?:[ -](?:al|ad|ar|as|an|az|ul|ibn|bin)?-?\p{Lu}?[\p{L}'-]+){0,2}) ([IVX]{2,4}|[VX])(?![\p{L}\d'-])('s)?/gu
const afterName = /(\p{Lu}\p{Ll}+) ([IVX]{2,})(?![\p{L}\d'-])/gu

/** Roman numerals where a name makes them numbers: Henry VIII, Chapter IV, part iii, the XIX century, Rocky II, "II. Middle". */
export function spokenRomans(text: string, say: EnglishWords): string {
  const number = (numeral: string, spoken: (value: string) => string, written: string) => {
    const value = romanValue(numeral.toUpperCase())
    return value === null ? written : spoken(String(value))
  }
  const reigning = (written: string, name: string, numeral: string, owns: string | undefined) =>
    number(numeral, (value) => `${name} the ${capitalised(say.ordinal(value))}${owns ?? ''}`, written)
  const part = (written: string, name: string, gap: string, numeral: string, mark?: string, last?: string) => {
    const start = number(numeral, (value) => `${name}${gap}${say.cardinal(value)}`, '')
    if (start === '' || mark === undefined || last === undefined || typeof mark !== 'string') return start === '' ? written : `${start}${typeof mark === 'string' ? `${mark}${last ?? ''}` : ''}`
    return number(last, (value) => `${start}${/[-–]/.test(mark) ? ' to ' : mark}${say.cardinal(value)}`, `${start}${mark}${last}`)
  }
  const isOutline = /^II[.:]\s/m.test(text)
  const isQuietOutline = /^ii\.\s/m.test(text)
  return text
    .replace(heading, (written, numeral: string, mark: string) =>
      numeral === 'I' && !isOutline ? written : number(numeral, (value) => `${say.cardinal(value)}${mark} `, written))
    .replace(quietHeading, (written, numeral: string) => (isQuietOutline ? number(numeral, (value) => `${say.cardinal(value)}. `, written) : written))
    .replace(/(?<!\p{L})WW(I{1,2})(?![\p{L}\d])/gu, (_, numeral: string) => `World War ${say.cardinal(String(numeral.length))}`)
    .replace(century, (written, numeral: string) => number(numeral, (value) => say.ordinal(value), written))
    .replace(afterTitle, reigning)
    .replace(afterRuler, reigning)
    .replace(rulerThe, reigning)
    .replace(lettered, (written, name: string, numeral: string, letter: string) => number(numeral, (value) => `${name} ${say.cardinal(value)} ${letter}`, written))
    .replace(inscribed, (numeral) => number(numeral, (value) => say.year(value), numeral))
    .replace(afterPart, part)
    .replace(loud, part)
    .replace(quiet, (written, name: string, gap: string, numeral: string, mark?: string, last?: string) =>
      /^[CLDM]$/.test(numeral) || /^(?:i|mix|c|l|civil|livid|mild|dim|did|mil|vivid|mimic)$/.test(numeral) && !/^(?:pp?\.|pages?|chapter|part|section|book|appendix|act|scene)$/i.test(name) ? written : part(written, name, gap, numeral, mark, last))
    .replace(afterDynasty, (_, name: string, numeral: string, owns: string | undefined) => reigning(_, name, numeral, owns))
    .replace(afterName, (written, name: string, numeral: string) =>
      number(numeral, (value) => `${name} ${say.cardinal(value)}`, written))
}

function capitalised(ordinal: string): string {
  return ordinal.replace(/^\p{L}/u, (letter) => letter.toUpperCase())
}
