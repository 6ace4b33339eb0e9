import type { Rewrite } from '../document/typography'

const unit = String.raw`(?:%|€|km|kg|cm|mm|mg|ml|kWh|GB|MB|TB|m|g|l|L|h|°C?|percent|per cent|euros?|degrees|met(?:er|re)s?|lit(?:er|re)s?|miles|people|feet|men|women|\p{Ll}{3,}s)(?![\p{L}\d])`

/** Numbers in the groups of other countries, as they are written at home: without groups, with a point. */
const rules: readonly (readonly [RegExp, (written: string) => string])[] = [
  [/(?<![\p{L}\d])(?:Rs|INR)\.?\s?(?=\d)/gu, () => '₹'],
  // India: 12,34,567.
  [/(?<![\d.,])\d{1,2}(?:,\d{2})+,\d{3}(?![\d]|,\d)/g, (written) => written.replaceAll(',', '')],
  // Switzerland: 1'234'567; code: 1_000_000.
  [/(?<![\d.,'])\d{1,3}(?:['’]\d{3})+(?!['’]?\d)/g, (written) => written.replace(/['’]/g, '')],
  [/(?<![\p{L}\d.,_])\d{1,3}(?:_\d{3})+(?![\p{L}_\d])/gu, (written) => written.replaceAll('_', '')],
  [/(?<![\d.,])[1-9]\d{0,2}(?:[\u00a0\u2007\u2009\u202f]\d{3})+(?![\d]|[\u00a0\u2007\u2009\u202f]\d)/g, (written) => written.replace(/\D/g, '')],
  // Sweden and others: 8 336 817; a single group only before what is counted.
  [/(?<![\d.,+)/-]|\d )[1-9]\d{0,2}(?: \d{3}){2,4}(?![\d]|[ .,/-]\d)/g, (written) => written.replaceAll(' ', '')],
  [new RegExp(String.raw`(?<![\d.,+)/-]|\d )[1-9]\d{0,2} \d{3}(?=\s?${unit})`, 'gu'), (written) => written.replace(' ', '')],
  // Germany: 1.234.567,50.
  [/(?<![\p{L}\d.,])\d{1,3}(?:\.\d{3})+,\d{1,2}(?![\d,.]\d|\d)/gu, (written) => written.replaceAll('.', '').replace(',', '.')],
  [/(?<![\p{L}\d.,])(?<!\b[Vv]ersion )[1-9]\d{0,2}(?:\.\d{3}){2,}(?![\d]|[.,]\d)/gu, (written) => written.replaceAll('.', '')],
  [/(?<![\p{L}\d.,])[1-9]\d{0,2}\.\d{3}(?=\s?(?:€|EUR|Euro))/gu, (written) => written.replace('.', '')],
  [new RegExp(String.raw`(?<![\d.,])\d+,\d{1,2}(?=\s?(?:%|€|km|kg|cm|mm|mg|ml|kWh|m|g|l|L|°C?|percent|euros?)(?![\p{L}\d]))`, 'gu'), (written) => written.replace(',', '.')],
  [/(?<![\p{L}\d.,])0,\d+(?![\d]|[.,]\d)/gu, (written) => written.replace(',', '.')],
  [/(?<=[€£$]\s?)(?<![\d.,])\d+,\d{2}(?![\d]|[.,]\d)/g, (written) => written.replace(',', '.')],
]

export const plainGroups: Rewrite = (text) => rules.reduce((rewritten, [pattern, plain]) => rewritten.replace(pattern, plain), text)
