import { toCardinal, toOrdinal } from 'n2words/de-DE'
import { europeanRules } from '../european/european-rules'
import { shortWords } from './short-words'

const months = ['januar', 'februar', 'märz', 'april', 'mai', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'dezember']
const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
const counting = (digits: string) => toCardinal(digits).replace(/eins$/, 'ein')

/** Up to 1999, centuries are counted in hundreds: "neunzehnhundertvierundachtzig". */
const year = (digits: string) => {
  if (!/^1[1-9]\d\d$/.test(digits)) return toCardinal(digits)
  return `${toCardinal(digits.slice(0, 2))}hundert${digits.endsWith('00') ? '' : toCardinal(String(Number(digits.slice(2))))}`
}

/** "am dritten", "der dritte", "3. Oktober" alone "dritter". */
const day = (value: number, before: string) => {
  const ordinal = toOrdinal(value)
  if (/\b(?:am|vom|zum|dem|den|des|beim|ab|seit|bis|nach|vor)\s$/i.test(before)) return `${ordinal}n`
  return /\b(?:der|die|das)\s$/i.test(before) ? ordinal : `${ordinal}r`
}

/** "im 3. Stock", "in der 3. Liga". */
const ordinal =
  /(?<!\p{L})((?:in|auf|bei|zu|von|mit|nach|aus|an|vor|hinter|unter|über|neben|seit|außer)\s)?((?:am|vom|zum|zur|dem|den|des|im|der|die|das)\s)(\d{1,3})\.(?=\s\p{L})/giu
const counted = 'Euro|Menschen|Personen|Einwohner|Mark|Dollar|Stück|Besucher|Kilometer|Meter|Jahre|Mal|Leute|Zuschauer|Bücher|Mitglieder'
/** "in 10115 Berlin". */
const postcode = new RegExp(String.raw`(?<=(?<!\p{L})(?:in |nach |aus |D-)|, )\d{5}(?=\s\p{Lu}\p{Ll})(?!\s(?:${counted}))`, 'gu')

/** German numbers, dates, times, money. */
export const german = {
  letters: 'ÄÖÜäöüßéèêáàâçñ',
  rewrite: europeanRules({
  cardinal: toCardinal,
  counting,
  year,
  digitByDigit: (digits) => Array.from(digits, (digit) => toCardinal(digit)).join(' '),
  months,
  date: (value, month, written, before) =>
    `${day(value, before)} ${capitalised(month)}${written === undefined ? '' : ` ${year(written)}`}`,
  time: (hours, minutes) => `${counting(String(Number(hours)))} Uhr${minutes === '00' ? '' : ` ${toCardinal(String(Number(minutes)))}`}`,
  ordinals: (text) =>
    text
      .replace(/(?<=\p{Ll})str\.(?=\s|$)/gu, 'straße')
      .replace(/(?<=(?:tag|woch))\s?[-–]\s?(?=(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch)/g, ' bis ')
      .replace(/(\d0)er(?!\p{L})/gu, (_, tens: string) => `${toCardinal(tens)}er`)
      .replace(/(?<![\d.])(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])\.(?!\d)/g, (written, date: string, month: string, at: number, whole: string) => {
        const stop = whole.slice(at + written.length).trim() === '' ? '.' : ''
        return `${day(Number(date), whole.slice(0, at))} ${capitalised(months[Number(month) - 1] ?? '')}${stop}`
      })
      .replace(ordinal, (_, preposition: string | undefined, article: string, digits: string) => {
        const isOblique = !/^(?:der|die|das)\s/i.test(article) || (preposition !== undefined && /^der/i.test(article))
        return `${preposition ?? ''}${article}${toOrdinal(digits)}${isOblique ? 'n' : ''}`
      })
      .replace(postcode, (digits) => Array.from(digits, (digit) => toCardinal(digit)).join(' ')),
  shortWords,
  numerals: {
    parts: 'Kapitel Teil Band Akt Szene Buch Abschnitt Artikel Klasse Stufe Phase Typ Anhang Tafel Absatz Gruppe Liga',
    part: (value) => toCardinal(value),
    rulers:
      'Ludwig Wilhelm Friedrich Karl Heinrich Otto Leopold Georg Maximilian Rudolf Joseph Josef Franz Ferdinand Johannes Johann Paul Pius Benedikt Leo ' +
      'Gregor Innozenz Alexander Nikolaus Peter Katharina Elisabeth Philipp Eduard Richard Jakob Albrecht August Christian Gustav Napoleon Konrad Ernst Clemens',
    ruler: (value, name, before) => {
      const ordinal = capitalised(toOrdinal(value))
      const article = /[ae]th?$|ina$/.test(name) ? 'die' : 'der'
      if (/(?:von|mit|unter|bei|zu|nach|seit) (?:(?:Kaiser|König|Papst) )?$/i.test(before)) return `${article === 'die' ? 'der' : 'dem'} ${ordinal}n`
      return /(?:durch|für|gegen|ohne|um) (?:(?:Kaiser|König|Papst) )?$/i.test(before) && article === 'der' ? `den ${ordinal}n` : `${article} ${ordinal}`
    },
    others: [
      [/(?<!\p{L})((?:am|vom|zum|dem|den|des|im|beim|zur) )([IVX]+)\.(?=\s\p{L})/giu, (value, before) => `${before}${capitalised(toOrdinal(value))}n`],
      [/(?<!\p{L})((?:der|die|das) )([IVX]+)\.(?=\s\p{L})/giu, (value, before) => `${before}${capitalised(toOrdinal(value))}`],
    ],
    stopped: true,
  },
  decimalMark: 'Komma',
  percent: 'Prozent',
  minus: 'minus',
  to: 'bis',
  and: 'und',
  number: 'Nummer',
  equals: 'gleich',
  plus: 'plus',
  degrees: 'Grad',
  scales: { million: ['Million', 'Millionen'], billion: ['Milliarde', 'Milliarden'] },
  ofScale: '',
  currencies: { '€': ['Euro', 'Euro'], $: ['Dollar', 'Dollar'], '£': ['Pfund', 'Pfund'] },
  units: {
    kg: ['Kilogramm', 'Kilogramm'], g: ['Gramm', 'Gramm'], km: ['Kilometer', 'Kilometer'], m: ['Meter', 'Meter'],
    cm: ['Zentimeter', 'Zentimeter'], mm: ['Millimeter', 'Millimeter'], l: ['Liter', 'Liter'],
    ml: ['Milliliter', 'Milliliter'],
    'km/h': ['Kilometer pro Stunde', 'Kilometer pro Stunde'], 'm²': ['Quadratmeter', 'Quadratmeter'],
  },
}),
}
