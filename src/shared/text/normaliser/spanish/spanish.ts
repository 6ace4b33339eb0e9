import { toCardinal, toOrdinal } from 'n2words/es-ES'
import { europeanRules } from '../european/european-rules'
import { shortWords } from './short-words'

const months = ['enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio', 'julio', 'agosto', 'septiembre', 'octubre', 'noviembre', 'diciembre']
const counting = (digits: string) => toCardinal(digits).replace(/veintiuno$/, 'veintiún').replace(/uno$/, 'un')
const day = (value: number) => (value === 1 ? toOrdinal(1) : toCardinal(value))

/** Spanish numbers, dates, times, money. */
export const spanish = {
  letters: 'ÁÉÍÑÓÚÜáéíñóúüçàèò',
  rewrite: europeanRules({
  cardinal: toCardinal,
  counting,
  year: toCardinal,
  digitByDigit: (digits) => Array.from(digits, (digit) => toCardinal(digit)).join(' '),
  months,
  date: (value, month, year) => `${day(value)} de ${month}${year === undefined ? '' : ` de ${toCardinal(year)}`}`,
  time: (hours, minutes) => `${hours === '1' || hours === '01' ? 'una' : toCardinal(String(Number(hours)))}${minutes === '00' ? ' en punto' : ` y ${toCardinal(String(Number(minutes)))}`}`,
  ordinals: (text) =>
    text.replace(/(?<![\p{L}\d.,])(\d{1,4})\.?([ºª°])/gu, (_, digits: string, ending: string) => {
      const masculine = toOrdinal(digits)
      return ending === 'ª' ? masculine.replace(/o(?=\s|$)/g, 'a') : masculine
    }),
  shortWords,
  numerals: {
    parts: 'capítulo tomo volumen libro parte acto escena sección anexo artículo título fase tipo nivel clase tabla siglo siglos guerra canto',
    part: (value) => toCardinal(value),
    rulers: 'Felipe Carlos Alfonso Fernando Isabel Juan Pablo Pío Benedicto León Gregorio Luis Enrique Jaime Pedro Sancho Ramiro Francisco Jorge Eduardo Guillermo Napoleón Clemente Inocencio Alejandro Nicolás Catalina María Urbano Bonifacio Amadeo',
    ruler: (value, name) => {
      if (value > 10) return toCardinal(value)
      return /^(?:Isabel|Catalina|María)/.test(name) ? toOrdinal(value).replace(/o$/, 'a') : toOrdinal(value)
    },
    others: [],
    stopped: false,
  },
  decimalMark: 'coma',
  percent: 'por ciento',
  minus: 'menos',
  to: 'a',
  and: 'y',
  number: 'número',
  equals: 'igual a',
  plus: 'más',
  degrees: 'grados',
  scales: { million: ['millón', 'millones'], billion: ['mil millones', 'mil millones'] },
  ofScale: 'de',
  currencies: { '€': ['euro', 'euros'], $: ['dólar', 'dólares'], '£': ['libra', 'libras'] },
  units: {
    kg: ['kilo', 'kilos'], g: ['gramo', 'gramos'],
    km: ['kilómetro', 'kilómetros'], m: ['metro', 'metros'],
    cm: ['centímetro', 'centímetros'], mm: ['milímetro', 'milímetros'],
    l: ['litro', 'litros'], ml: ['mililitro', 'mililitros'],
    'km/h': ['kilómetro por hora', 'kilómetros por hora'], 'm²': ['metro cuadrado', 'metros cuadrados'],
  },
}),
}
