import type { EnglishWords } from './english-words'
import { FRACTION, spokenFraction, describesNoun, QUANTITY, spokenQuantity } from './quantities'
import { perNames, unitNames } from './unit-names'

const oneOf = (names: Iterable<string>) =>
  Array.from(names).sort((a, b) => b.length - a.length).map((name) => name.replaceAll('.', String.raw`\.`)).join('|')

const per = String.raw`(?:\/(${oneOf(perNames.keys())}))?(?![\p{L}\d]|\/\d)`
const withUnit = new RegExp(String.raw`${QUANTITY}([ \u00a0\u202f]?|-)(${oneOf(unitNames.keys())})${per}`, 'gu')
const fractionOfUnit = new RegExp(String.raw`(${FRACTION})[ -]?(${oneOf(unitNames.keys())})(?![\p{L}\d/])`, 'gu')
const feetAndInches = /(?<![\p{L}\d.,'])(\d{1,3})['′]\s?(?:(\d{1,2}(?:\.\d+)?)\s?["″])?(?![\p{L}\d])/gu
const footAndInch = /(?<![\d.,])(\d+)\s?ft\.?\s?(\d{1,2})\s?in\b\.?/gu
/** Somebody's height: "5'9", "6ft2". */
const height = /(?<![\p{L}\d.,'°])([3-8])(?:\s?ft\.?\s?|['′]\s?)(\d|1[01])(?![\d'′"″]|\.\d|\s?(?:in|inch(?:es)?|\p{Ll}{0,2}\/)(?!\p{L})|\p{L})/gu
const perTime = /(?<=\d)\s?\/\s?(min|hr|h|sec|s|day|week|month|year|yr)(?![\p{L}\d])/gu
const inches = /(?<![\p{L}\d.,/])(\d+(?:\.\d+)?)\s?(?:″|"(?=\s(?:screen|monitor|display|TV|pipe|nail|disc|laptop|tablet|x|×|by|tall|wide|long|deep))|in\.(?=\s\p{Ll}|[,;)]|\s*$)|[ -]?inch(?:es)?(?!\p{L}))/gu
const dimensions = /(\d)\s?[x×]\s?(?=\d[\d.,]*(?:\s?[x×]\s?\d[\d.,]*)?\s?(?:mm|cm|m|km|in|ft|px|inch(?:es)?|feet|meters|metres|pixels)\b)/gu
const feetByFeet = /(?<![\p{L}\d.,])(\d{1,3})['′]\s?[x×]\s?(\d{1,3})['′](?![\p{L}\d'])/gu
const fractionInches = new RegExp(String.raw`(${FRACTION})\s?["″](?=\s\p{Ll})`, 'gu')
const secondInches = /(?<=(?:\d\s?["″]|inches)\s?(?:x|by|×)\s?)(\d{1,3})\s?["″]/gu
const pintAmongMeasures = /(?<=(?:gal(?:lons?)?|qts?|quarts?|cups?|oz|ounces?)\.?(?:,| and|,? or)?\s)(\d+(?:\.\d+)?)\s?pts?(?![\p{L}\d])/gu
/** A place on the globe: "40°26'46"N". */
const arc = /(?<![\p{L}\d.,])(\d{1,3})°\s?(\d{1,2})['′](?:\s?(\d{1,2}(?:\.\d+)?)["″])?\s?([NSEW])?(?![\p{L}\d])/gu
const pint = /(?<![\p{L}\d.,])(\d+(?:\.\d+)?)\s?pts?\.?(?=\sof(?!\p{L}))/gu
const compass = /(?<=degrees?)\s?([NESW])(?!\p{L})/gu
// "14B and 14C" are seats.
const fahrenheit = /(?<![\p{L}\d.,])(?<![\d ][A-H](?:,|,? and|,? or| to) )(-?\d{2,3})([FC])(?![\p{L}\d#+]|\s(?:dating|dated|isotopes?|atoms?)(?!\p{L}))/gu
const british: Readonly<Record<string, string>> = { meter: 'metre', liter: 'litre', ton: 'tonne' }
const compassNames: Readonly<Record<string, string>> = { N: 'north', E: 'east', S: 'south', W: 'west' }

/** The groups of `withUnit`, then where the match begins and the text around it. */
type UnitMatch = [string, string | undefined, string, string, string | undefined, number, string]

/** Weights, lengths, temperatures, percentages and other amounts with a unit, their ranges and rates. */
export function spokenUnits(text: string, say: EnglishWords): string {
  const local = (name: string) =>
    say.british ? name.replace(/meter|liter|\bton(?=s?\b)/g, (unit) => british[unit] ?? unit) : name
  return text
    .replace(arc, (_, degrees: string, minutes: string, seconds: string | undefined, point: string | undefined) => {
      const amount = (count: string, name: string) => `${say.number(String(Number(count)))} ${name}${Number(count) === 1 ? '' : 's'}`
      const parts = [amount(degrees, 'degree'), amount(minutes, 'minute'), seconds === undefined ? '' : amount(seconds, 'second'), compassNames[point ?? ''] ?? '']
      return parts.filter((part) => part !== '').join(' ')
    })
    .replace(dimensions, '$1 by ')
    .replace(footAndInch, (_, feet: string, rest: string) => {
      const spokenFeet = `${say.cardinal(feet)} ${feet === '1' ? 'foot' : 'feet'}`
      return `${spokenFeet} ${say.cardinal(rest)} ${rest === '1' ? 'inch' : 'inches'}`
    })
    .replace(height, (_, feet: string, rest: string) => `${say.cardinal(feet)} foot ${say.cardinal(rest)}`)
    .replace(feetAndInches, (written, feet: string, rest: string | undefined, at: number, whole: string) => {
      if (rest !== undefined) return rest === '0' ? `${say.cardinal(feet)} feet` : `${say.cardinal(feet)} foot ${say.number(rest)}`
      const opensQuote = written.endsWith("'") && (whole.slice(0, at).match(/(?<!\p{L})'/gu) ?? []).length % 2 === 1
      const isOne = feet === '1' || describesNoun(whole.slice(0, at), whole.slice(at + written.length))
      return opensQuote ? written : `${say.cardinal(feet)} ${isOne ? 'foot' : 'feet'}`
    })
    .replace(feetByFeet, (_, first: string, second: string) => `${say.cardinal(first)} by ${say.cardinal(second)} feet`)
    .replace(fractionInches, (_, part: string) => `${spokenFraction(part, say)} inch`)
    .replace(secondInches, (_, size: string) => `${say.number(size)} inches`)
    .replace(inches, (written, size: string, at: number, whole: string) => {
      const isKind = /^\s(?:screen|monitor|display|TV|pipe|nail|disc|laptop|tablet)(?!\p{L})/u.test(whole.slice(at + written.length))
      return `${say.number(size)} ${size === '1' || isKind ? 'inch' : 'inches'}`
    })
    .replace(/(?<=°\s?[CF])\/(?=-?\d)/g, ', ')
    .replace(fahrenheit, '$1°$2')
    .replace(pintAmongMeasures, (_, count: string) => `${say.number(count)} ${count === '1' ? 'pint' : 'pints'}`)
    .replace(pint, (_, count: string) => `${say.number(count)} ${count === '1' ? 'pint' : 'pints'}`)
    .replace(fractionOfUnit, (_, fraction: string, unit: string) => {
      const [one, many] = unitNames.get(unit) ?? [unit, unit]
      const spoken = spokenFraction(fraction, say)
      return `${spoken} ${local(/ and /.test(spoken) ? many : one)}`
    })
    .replace(withUnit, (written, ...[from, to, gap, unit, rate, at, whole]: UnitMatch) => {
      const [one, many] = unitNames.get(unit) ?? [unit, unit]
      const isOne = gap === '-' || (from === '1' && to === undefined)
      const name = isOne || describesNoun(whole.slice(0, at), whole.slice(at + written.length)) ? one : many
      const behind = rate === undefined ? '' : ` per ${perNames.get(rate) ?? rate}`
      return `${spokenQuantity(from, to, say)} ${local(name)}${local(behind)}`
    })
    .replace(compass, (_, point: string) => ` ${compassNames[point] ?? point}`)
    .replace(/(?<=\d)\s?[lL]\/100\s?km(?!\p{L})/gu, local(' liters per hundred kilometers'))
    .replace(/(?<=\p{Ll}{3})\/(min|sec|hr|h|day|month|year|yr)(?![\p{L}\d])/gu, (_, unit: string) => ` per ${perNames.get(unit) ?? unit}`)
    .replace(perTime, (_, unit: string) => ` per ${perNames.get(unit) ?? unit}`)
    .replace(/\bkm\/h\b/g, local('kilometers per hour'))
    .replace(/\bm\/s\b/g, local('meters per second'))
    .replace(/%(?=\p{L})/gu, ' percent ')
    .replace(/%/g, ' percent')
}
