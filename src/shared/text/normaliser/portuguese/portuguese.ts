import { toCardinal, toOrdinal } from 'n2words/pt-PT'
import { europeanRules } from '../european/european-rules'
import { shortWords } from './short-words'

const months = ['janeiro', 'fevereiro', 'março', 'abril', 'maio', 'junho', 'julho', 'agosto', 'setembro', 'outubro', 'novembro', 'dezembro']
const counting = (digits: string) => toCardinal(digits)
const feminine = (number: string) => number.replace(/um$/, 'uma').replace(/dois$/, 'duas')
const day = (value: number) => (value === 1 ? toOrdinal(1) : toCardinal(value))

/** Portuguese numbers, dates, times, money. */
export const portuguese = {
  letters: 'ÀÁÂÃÇÉÊÍÓÔÕÚÜàáâãçéêíóôõúüñöä',
  rewrite: europeanRules({
  cardinal: toCardinal,
  counting,
  year: toCardinal,
  digitByDigit: (digits) => Array.from(digits, (digit) => toCardinal(digit)).join(' '),
  months,
  date: (value, month, year) => `${day(value)} de ${month}${year === undefined ? '' : ` de ${toCardinal(year)}`}`,
  time: (hours, minutes) => `${feminine(toCardinal(String(Number(hours))))}${minutes === '00' ? ' horas' : ` e ${toCardinal(String(Number(minutes)))}`}`,
  ordinals: (text) =>
    text.replace(/(?<![\p{L}\d.,])(\d{1,4})\.?([ºª°])/gu, (_, digits: string, ending: string) => {
      const masculine = toOrdinal(digits)
      return ending === 'ª' ? masculine.replace(/o(?=\s|$)/g, 'a') : masculine
    }),
  shortWords,
  numerals: {
    parts: 'capítulo tomo volume livro parte ato acto cena secção seção anexo artigo título fase tipo nível classe tabela canto guerra',
    part: (value) => toCardinal(value),
    rulers: 'João Pedro Manuel Afonso Sancho Dinis Fernando Duarte Sebastião Filipe José Luís Carlos Miguel Maria Paulo Pio Bento Leão Gregório Henrique Jorge Eduardo Guilherme Napoleão Isabel Catarina Francisco Clemente Inocêncio Alexandre Nicolau',
    ruler: (value, name) => {
      if (value > 10) return toCardinal(value)
      return /^(?:Maria|Isabel|Catarina)/.test(name) ? toOrdinal(value).replace(/o$/, 'a') : toOrdinal(value)
    },
    others: [[/(?<!\p{L})(séculos? )([IVX]+)(?!\p{L})/gu, (value, before) => `${before}${value > 10 ? toCardinal(value) : toOrdinal(value)}`]],
    stopped: false,
  },
  decimalMark: 'vírgula',
  percent: 'por cento',
  minus: 'menos',
  to: 'a',
  and: 'e',
  number: 'número',
  equals: 'igual a',
  plus: 'mais',
  degrees: 'graus',
  scales: { million: ['milhão', 'milhões'], billion: ['mil milhões', 'mil milhões'] },
  ofScale: 'de',
  currencies: { '€': ['euro', 'euros'], $: ['dólar', 'dólares'], '£': ['libra', 'libras'] },
  units: {
    kg: ['quilo', 'quilos'], g: ['grama', 'gramas'],
    km: ['quilómetro', 'quilómetros'], m: ['metro', 'metros'],
    cm: ['centímetro', 'centímetros'], mm: ['milímetro', 'milímetros'],
    l: ['litro', 'litros'], ml: ['mililitro', 'mililitros'],
    'km/h': ['quilómetro por hora', 'quilómetros por hora'], 'm²': ['metro quadrado', 'metros quadrados'],
  },
}),
}
