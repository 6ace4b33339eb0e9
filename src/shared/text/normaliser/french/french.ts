import { toCardinal, toOrdinal } from 'n2words/fr-FR'
import { europeanRules } from '../european/european-rules'
import { shortWords } from './short-words'

const months = ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre']
const counting = (digits: string) => toCardinal(digits)
const day = (value: number) => (value === 1 ? toOrdinal(1) : toCardinal(value))

/** French numbers, dates, times, money. */
export const french = {
  letters: 'ÀÂÄÇÉÈÊËÎÏÔÖŒÙÛÜŸàâäçéèêëîïôöœùûüÿñáíóú',
  rewrite: europeanRules({
  cardinal: toCardinal,
  counting,
  year: toCardinal,
  digitByDigit: (digits) => Array.from(digits, (digit) => toCardinal(digit)).join(' '),
  months,
  date: (value, month, year) => `${day(value)} ${month}${year === undefined ? '' : ` ${toCardinal(year)}`}`,
  time: (hours, minutes) =>
    `${Number(hours) === 1 ? 'une heure' : `${toCardinal(String(Number(hours)))} heures`}${minutes === '00' ? '' : ` ${toCardinal(String(Number(minutes)))}`}`,
  ordinals: (text) =>
    text.replace(/(?<=(?:à|de|vers|dès|avant|après|jusqu'à|entre|et|pour) )([01]?\d|2[0-4])\s?h(?![\p{L}\d])/giu, (_, hours: string) => (Number(hours) === 1 ? 'une heure' : `${toCardinal(String(Number(hours)))} heures`)).replace(/(?<![\p{L}\d.,])(\d{1,4})(ère|re|er|ème|e)(?!\p{L})/gu, (_, digits: string, ending: string) => {
      const masculine = toOrdinal(digits)
      return digits === '1' && /re$/.test(ending) ? 'première' : masculine
    }),
  shortWords,
  numerals: {
    parts: 'chapitre tome volume livre partie acte scène section annexe article titre phase type niveau classe tableau figure page chant canto guerre',
    part: (value) => toCardinal(value),
    rulers: 'Louis Charles Henri François Napoléon Philippe Jean Jean-Paul Pie Benoît Léon Grégoire Clément Innocent Paul Alexandre Nicolas Pierre Catherine Élisabeth Elizabeth Édouard Georges Guillaume Jacques Frédéric Albert Léopold Baudouin Urbain Boniface',
    ruler: (value, name) => (value === 1 ? (/[eh]$/.test(name) && /^(?:Catherine|Él|El)/.test(name) ? 'première' : 'premier') : toCardinal(value)),
    others: [[/(?<![\p{L}\d])([IVX]+|[IVXLC]{2,})(?:ème|e)(?=s?\s(?:siècles?|République|Empire|arrondissement|dynastie|armée|congrès|édition|\p{Ll}))/gu, (value) => toOrdinal(value)]],
    stopped: false,
  },
  decimalMark: 'virgule',
  percent: 'pour cent',
  minus: 'moins',
  to: 'à',
  and: 'et',
  number: 'numéro',
  equals: 'égale',
  plus: 'plus',
  degrees: 'degrés',
  scales: { million: ['million', 'millions'], billion: ['milliard', 'milliards'] },
  ofScale: "d'",
  currencies: { '€': ['euro', 'euros'], $: ['dollar', 'dollars'], '£': ['livre', 'livres'] },
  units: {
    kg: ['kilo', 'kilos'], g: ['gramme', 'grammes'],
    km: ['kilomètre', 'kilomètres'], m: ['mètre', 'mètres'],
    cm: ['centimètre', 'centimètres'], mm: ['millimètre', 'millimètres'],
    l: ['litre', 'litres'], ml: ['millilitre', 'millilitres'],
    'km/h': ['kilomètre à l’heure', 'kilomètres à l’heure'], 'm²': ['mètre carré', 'mètres carrés'],
  },
}),
}
