import type { EnglishWords } from './english-words'

const months = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
]
const dayOfYear = /(?<!\p{L})([Oo]n|[Bb]y|[Uu]ntil|[Tt]ill|[Bb]efore|[Aa]fter|[Ss]ince|[Ff]rom|[Dd]ue|[Dd]ated|[Tt]hrough|[Ss]tarting|[Bb]eginning)\s(\d{1,2})\/(\d{1,2})(?![\d/]|[.,]\d)(?!\s(?:of|cup|inch|mile|full|empty))/gu
const surelyDates = /^(?:on|due|dated|since|starting)$/i

const total = String.raw`(\d{1,3}(?:\.\d+)?)\s?\/\s?(5|10|20|100)(?![\d/]|[.,]\d)`
const judged = new RegExp(
  String.raw`(?<!\p{L})((?:rat(?:e|ed|es|ing)|scor(?:e|ed|es)|grad(?:e|ed)|marks?|review|verdict|gave it|gives? it|given|pain|got|gets|earned|say|says|said)(?:\s(?:is|was|of|it|a|at|an|as|him|her|me|them))?:?\s(?:a\s|an\s)?)${total}`,
  'giu',
)
const stars = new RegExp(String.raw`(?<![\d.,/])${total}(?=\s(?:stars?|points?|rating|score|marks)(?!\p{L}))`, 'gu')
const decimalTotal = /(?<![\d.,/])(\d{1,2}\.\d+)\s?\/\s?(4(?:\.0)?|5|6|10|20|100)(?![\d/]|[.,]\d)/g
/** A judgement in figures: "8/10"; of what follows, or of a measure, it is a fraction. */
const outOfTen = /(?<![\d.,/\p{L}])(\d{1,2})\s?\/\s?(10|100)(?![\d/]|[.,]\d|\s?[=+*×^%]|\s(?:of|inch(?:es)?|in|miles?|mm|cm|km|m|kg|g|s|sec(?:onds?)?|lb|oz|cup)(?!\p{L}))/gu
/** A day in figures, where no fraction is written so: "12/25". */
const dayInFigures = /(?<![\p{L}\d.,/=+*×^-])(?<![=+*×]\s)(\d{1,2})\/(\d{1,2})(?![\p{L}\d/]|[.,]\d|\s?[=+*×^]|\s(?:of|cups?|inch(?:es)?|in|miles?)(?!\p{L}))/gu
const fractionsOfMeasures = new Set(['16', '20'])
const ofMany = /(?<!\p{L})((?:page|slide|step|part|chapter|round|question|day|level|episode|lesson|photo|image|figure|sheet|tweet|item|disc|track)s?\s)(\d{1,4})\s?\/\s?(\d{1,4})(?![\d/])/giu

const scientific = /(?<![\p{L}\d.,])(\d+(?:\.\d+)?)[eE]([-+−]?)(\d{1,3})(?![\p{L}\d]|[.,]\d)/gu
const grade = /(?<=(?:^|[^\p{L}])(?:an?|grades?|got|of|and|or|to|from|,)\s)([A-F])[-−–](?=[\s,.;:!?)]|$)/gu
/** Aircraft and the like in the plural: "F-16s", "MiG-29s", "747s". */
const plurals = /(?<![\p{L}\d])((?:\p{Lu}{1,3}|MiG|Su|Tu|An|Il)-?)(\d{1,3})s(?![\p{L}\d])/gu
const teams = /(?<![\p{L}\d])(\d{2})ers(?!\p{L})/gu

/** What a stroke, a dash or a letter says between numbers: dates, ratings, one of many, powers of ten, grades. */
export function spokenRelations(text: string, say: EnglishWords): string {
  const number = (written: string) => say.number(written)
  const outOf = (count: string, all: string) => `${number(count)} out of ${number(all)}`
  return text
    .replace(/(?<![\d/])24\/7\/365(?![\d/])/g, 'twenty-four seven three sixty-five')
    .replace(dayOfYear, (written, word: string, first: string, second: string) => {
      const [month, day] = (say.british && Number(second) <= 12) || Number(first) > 12 ? [second, first] : [first, second]
      const isDate = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31
      if (!isDate || (!surelyDates.test(word) && Number(second) <= 12)) return written
      const name = months[Number(month) - 1] ?? ''
      return say.british ? `${word} the ${say.ordinal(day)} of ${name}` : `${word} ${name} ${say.ordinal(day)}`
    })
    .replace(dayInFigures, (written, first: string, second: string) => {
      const [month, day] = Number(first) > 12 ? [second, first] : [first, second]
      const isDate = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 13 && Number(day) <= 31 && !fractionsOfMeasures.has(second)
      // In Britain the day comes first, in America the month.
      if (!isDate || (Number(first) > 12) !== say.british) return written
      const name = months[Number(month) - 1] ?? ''
      return say.british ? `the ${say.ordinal(day)} of ${name}` : `${name} ${say.ordinal(day)}`
    })
    .replace(judged, (_, word: string, count: string, all: string) => `${word}${outOf(count, all)}`)
    .replace(stars, (_, count: string, all: string) => outOf(count, all))
    .replace(outOfTen, (written, count: string, all: string) => (Number(count) > 3 && Number(count) <= Number(all) ? outOf(count, all) : written))
    .replace(decimalTotal, (_, count: string, all: string) => outOf(count, all))
    .replace(ofMany, (_, thing: string, at: string, all: string) => `${thing}${number(at)} of ${number(all)}`)
    .replace(scientific, (_, count: string, sign: string, power: string) =>
      `${number(count)} times ten to the power of ${sign === '-' || sign === '−' ? 'minus ' : ''}${say.cardinal(String(Number(power)))}`)
    .replace(grade, '$1 minus')
    .replace(plurals, (_, name: string, digits: string) => `${name.replace('-', '')} ${plural(say.pairs(digits))}`)
    .replace(teams, (_, digits: string) => say.cardinal(digits).replace(/e?$/, 'ers'))
}

/** "sixteen" → "sixteens", "twenty" → "twenties", "fifty-six" → "fifty-sixes". */
export function plural(words: string): string {
  if (/y$/.test(words)) return words.replace(/y$/, 'ies')
  return /x$/.test(words) ? `${words}es` : `${words}s`
}
