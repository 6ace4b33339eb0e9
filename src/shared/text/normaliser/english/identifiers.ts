import type { EnglishWords } from './english-words'
import { plural } from './relations'

const states =
  'A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]'
const airlines = 'AA|AC|AF|AY|BA|BR|CX|CZ|DL|EI|EK|ET|EY|FR|GA|IB|JL|KE|KL|LA|LH|LO|LX|MH|MU|NH|NZ|OZ|PR|QF|QR|SK|SN|SQ|SU|TG|TK|TP|UA|UX|VS|VY|WN'
const between = String.raw`(?:\s(?:is|was|number|numbers|no\.?|code|ID|id|to|the|HELP|STOP|YES|START|JOIN|\p{Lu}{2,8}\sto))*[:#]?\s#?`
const secret = String.raw`(?:PIN|pin|[Cc]ode|OTP|[Pp]asscode|[Pp]assword|[Zz][Ii][Pp]|ZIP|[Pp]ostcode|[Aa]ccount|[Aa]cct\.?|[Tt]racking|[Ss]erial|ID|[Rr]outing|[Ss]ort\scode|[Ff]ax|[Dd]ial|[Dd]ialed|[Dd]ialled|[Bb]adge|[Ll]icen[cs]e)`
const counted = String.raw`(?:[Oo]rder|[Tt]icket|[Cc]ase|[Ii]nvoice|[Rr]ef(?:erence)?\.?|[Bb]ooking|[Rr]eservation|[Pp]olicy|[Mm]ember(?:ship)?|[Cc]ustomer|[Cc]ard|SKU|[Tt]ext|SMS|[Cc]all|[Cc]onfirmation|[Tt]el\.?|[Pp]hone|[Ee]mployee|[Pp]atient|[Ss]tudent|[Dd]ocket|[Ii]tem|[Pp]art)`
const groupsOfDigits = String.raw`(\d{3,12}(?:[ -]\d{2,6}){0,3})(?![\d]|[.,/:]\d|\s?%|-\d)`
const secretNumber = new RegExp(String.raw`(?<![\p{L}\d])(${secret}${between})${groupsOfDigits}`, 'gu')
const longNumber = new RegExp(String.raw`(?<![\p{L}\d])(${counted}${between})(?=\d{5}|\d{3,4}[ -]\d{3})${groupsOfDigits}`, 'gu')
const secondCall = /(?<=(?<!\p{L})(?:[Cc]all|[Dd]ial|[Tt]ext)\s(?:\p{L}+\s){1,6}(?:or|and)\s)(\d{3})(?![\d]|[.,-]\d)/gu

const americanZip = new RegExp(String.raw`(?<![\p{L}\d])(${states})\s(\d{5})(?![\d.,])`, 'gu')
const cityFirst = /(?<![\p{L}\d])((?!(?:The|In|Over|About|Of|And|Or|At|On|To|By|From|With|Only|Nearly|Almost|Some|All|Another|These|Those|Around|Since|Windows|Room|No|Level|Lakh|Space)\s)\p{Lu}\p{Ll}{2,})\s(\d{5})(?![\d.,]|-\d|\s?(?:%|\p{Ll}))/gu
const numberFirst = /(?<![\p{L}\d.,$€£-]|\d\s)(\d{5})(?=\s(?:Berlin|Paris|Wien|Madrid|Roma|Milano|Hamburg|München|Köln|Frankfurt|Lyon|Marseille|Bonn|Stuttgart)(?!\p{L}))/gu
const countryCode = /(?<![\p{L}\d])([A-Z]{1,2})-(\d{5})(?![\d-])/gu
const british = /(?<![\p{L}\d])([A-Z]{1,2}\d[A-Z\d]?) (\d[A-Z]{2})(?![\p{L}\d])/gu
const canadian = /(?<![\p{L}\d])([A-Z]\d[A-Z]) ?(\d[A-Z]\d)(?![\p{L}\d])/gu

const flight = new RegExp(String.raw`(?<![\p{L}\d])([Ff]lights?\s)(?:([A-Z]{2}|[A-Z]\d)[\s-]?)?(\d{2,4})(?![\d]|[.,:]\d|\s(?:hours|minutes|people|passengers)(?!\p{L}))`, 'gu')
const airline = new RegExp(String.raw`(?<![\p{L}\d])(${airlines})\s?(\d{2,4})(?![\d]|[.,:]\d|\p{L})`, 'gu')
const boeing = /(?<![\p{L}\d])((?:[Bb]oeings?|[Ee]mbraer|[Dd]ouglas|[Aa] (?=7\d7\b)|[Tt]he (?=7\d7\b)|[Tt]his (?=7\d7\b)|an? Airbus|Airbus) ?)([1-9]\d\d)(?:-(\d{1,3}))?(?![\d]|[.,]\d|\s?%|\s(?:people|\p{Ll}{3,}s)(?!\p{L}))/gu
const jets = /(?<![\p{L}\d.,])(7[0-8]7)s(?![\p{L}\d])/gu
const airbus = /(?<![\p{L}\d])A(2[12]0|3[0-9]0|318|319|321)(?:-(\d{3}))?(neo|ceo|F)?(?![\p{L}\d])/gu
const road = /(?<![\p{L}\d])((?:Interstate|Highway|Hwy\.?|Route|State Route|Road|Exit|Autobahn|I-|US-|SR-)\s?)(\d{3})(?![\d]|[.,]\d)/gu

const beforeMilitary = /(?:^|[^\p{L}])(?:at|by|from|until|to|before|after|around|hours,? (?:and|or|to)) $/iu
const graphics = /(?<![\p{L}\d])((?:RTX|GTX|RX|Radeon|GeForce|Ryzen \d|Form)\s)(\d{3,4})(?!\d)/gu
const military = /(?<![\p{L}\d.,:])([01]\d|2[0-3])([0-5]\d)\s?(hours|hrs|h|Zulu|Z)(?![\p{L}\d])/giu
const lines = /(?<![\p{L}\d.,])(240|360|480|576|720|1080|1440|2160|4320)([pi])(?![\p{L}\d])/gu
const screen = /(?<![\p{L}\d.,])([1-9]\d{2,3})\s?[x×]\s?([1-9]\d{2,3})(?![\p{L}\d]|[.,]\d|\s?(?:mm|cm|m|km|in|ft|=|x|×)(?!\p{L}))/gu

/** Numbers that name: codes and accounts digit by digit, postcodes, flights, aircraft, roads, military time, screens. */
export function spokenIdentifiers(text: string, say: EnglishWords): string {
  const inGroups = (written: string) => (written.match(/\d+/g) ?? []).map((group) => say.digits(group)).join(', ')
  const each = (code: string) => Array.from(code, (sign) => (/\d/.test(sign) ? say.digits(sign) : sign)).join(' ')
  const spelled = (letters: string | undefined) => (letters === undefined ? '' : `${Array.from(letters).join(' ')} `)
  return text
    .replace(secretNumber, (_, before: string, number: string) => before.replace('#', 'number ') + inGroups(number))
    .replace(longNumber, (_, before: string, number: string) => before.replace('#', 'number ') + inGroups(number))
    .replace(graphics, (_, name: string, model: string) => name + say.pairs(model))
    .replace(secondCall, (number) => say.digits(number))
    .replace(americanZip, (_, state: string, zip: string) => `${spelled(state)}${say.digits(zip)}`)
    .replace(cityFirst, (_, city: string, code: string) => `${city} ${say.digits(code)}`)
    .replace(numberFirst, (code) => say.digits(code))
    .replace(countryCode, (_, country: string, code: string) => `${spelled(country)}${say.digits(code)}`)
    .replace(british, (_, area: string, street: string) => `${each(area)} ${each(street)}`)
    .replace(canadian, (_, area: string, street: string) => `${each(area)} ${each(street)}`)
    .replace(flight, (_, word: string, company: string | undefined, number: string) => `${word}${spelled(company)}${say.pairs(number)}`)
    .replace(airline, (_, company: string, number: string) => `${spelled(company)}${say.pairs(number)}`)
    .replace(boeing, (_, maker: string, model: string, version: string | undefined) =>
      `${maker}${say.pairs(model)}${version === undefined ? '' : ` ${say.pairs(version)}`}`)
    .replace(jets, (_, model: string) => plural(say.pairs(model)))
    .replace(airbus, (_, model: string, version: string | undefined, engine: string | undefined) =>
      `A ${say.pairs(model)}${version === undefined ? '' : ` ${say.pairs(version)}`}${engine === undefined ? '' : ` ${engine}`}`)
    .replace(road, (_, name: string, number: string) => `${name}${say.pairs(number)}`)
    .replace(military, (written, hours: string, minutes: string, unit: string, at: number, whole: string) => {
      const isZulu = /^z/i.test(unit)
      if (!beforeMilitary.test(whole.slice(Math.max(0, at - 14), at)) && !hours.startsWith('0') && !isZulu) return written
      const spokenHours = hours.startsWith('0') ? `zero ${say.digits(hours.slice(1))}` : say.cardinal(hours)
      const spokenMinutes = minutes === '00' ? 'hundred' : minutes.startsWith('0') ? `oh ${say.digits(minutes.slice(1))}` : say.cardinal(minutes)
      return `${spokenHours} ${spokenMinutes} ${isZulu ? unit : 'hours'}`
    })
    .replace(lines, (_, count: string, kind: string) => `${say.pairs(count)} ${kind}`)
    .replace(screen, (_, width: string, height: string) => `${say.pairs(width)} by ${say.pairs(height)}`)
}
