import { toCardinal, toOrdinal } from 'n2words/it-IT'
import { europeanRules } from '../european/european-rules'
import { shortWords } from './short-words'

const months = ['gennaio', 'febbraio', 'marzo', 'aprile', 'maggio', 'giugno', 'luglio', 'agosto', 'settembre', 'ottobre', 'novembre', 'dicembre']
const counting = (digits: string) => toCardinal(digits).replace(/^uno$/, 'un')
const day = (value: number) => (value === 1 ? toOrdinal(1) : toCardinal(value))

/** Italian numbers, dates, times, money. */
export const italian = {
  letters: 'ÀÈÉÌÎÒÓÙàèéìîòóùáíúçñüö',
  rewrite: europeanRules({
  cardinal: toCardinal,
  counting,
  year: toCardinal,
  digitByDigit: (digits) => Array.from(digits, (digit) => toCardinal(digit)).join(' '),
  months,
  date: (value, month, year) => `${day(value)} ${month}${year === undefined ? '' : ` ${toCardinal(year)}`}`,
  time: (hours, minutes) => `${hours === '1' || hours === '01' ? 'una' : toCardinal(String(Number(hours)))}${minutes === '00' ? ' in punto' : ` e ${toCardinal(String(Number(minutes)))}`}`,
  ordinals: (text) =>
    text.replace(/(?<![\p{L}\d.,])(\d{1,4})([ºª])/gu, (_, digits: string, ending: string) => {
      const masculine = toOrdinal(digits)
      return ending === 'ª' ? masculine.replace(/o$/, 'a') : masculine
    }),
  shortWords,
  numerals: {
    parts: 'capitolo tomo volume libro parte atto scena sezione allegato articolo titolo fase tipo livello classe tavola canto',
    part: (value) => toCardinal(value),
    rulers: 'Vittorio Umberto Carlo Giovanni Paolo Pio Benedetto Leone Gregorio Luigi Enrico Federico Francesco Alessandro Napoleone Elisabetta Caterina Filippo Ferdinando Giorgio Edoardo Guglielmo Nicola Pietro Clemente Innocenzo Bonifacio Urbano Celestino Sisto Giulio Isabella',
    ruler: (value, name) => (/a$/.test(name) && !/^(?:Nicola|Luca|Andrea)/.test(name) ? toOrdinal(value).replace(/o$/, 'a') : toOrdinal(value)),
    others: [
      [/(?<!\p{L})([IVX]+)(?=\ssecol[oi](?!\p{L}))/gu, (value) => toOrdinal(value)],
      [/(?<!\p{L})(secolo )([IVX]+)(?!\p{L})/gu, (value, before) => `${before}${toOrdinal(value)}`],
    ],
    stopped: false,
  },
  decimalMark: 'virgola',
  percent: 'per cento',
  minus: 'meno',
  to: 'a',
  and: 'e',
  number: 'numero',
  equals: 'uguale a',
  plus: 'più',
  degrees: 'gradi',
  scales: { million: ['milione', 'milioni'], billion: ['miliardo', 'miliardi'] },
  ofScale: 'di',
  currencies: { '€': ['euro', 'euro'], $: ['dollaro', 'dollari'], '£': ['sterlina', 'sterline'] },
  units: {
    kg: ['chilo', 'chili'], g: ['grammo', 'grammi'],
    km: ['chilometro', 'chilometri'], m: ['metro', 'metri'],
    cm: ['centimetro', 'centimetri'], mm: ['millimetro', 'millimetri'],
    l: ['litro', 'litri'], ml: ['millilitro', 'millilitri'],
    'km/h': ['chilometro orario', 'chilometri orari'], 'm²': ['metro quadrato', 'metri quadrati'],
  },
}),
}
