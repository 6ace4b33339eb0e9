import { NUMBER, type EnglishWords } from './english-words'
import { describesNoun } from './quantities'

interface Currency {
  readonly one: string
  readonly many: string
  readonly cent?: string
  readonly cents?: string
}

const euro: Currency = { one: 'euro', many: 'euros', cent: 'cent', cents: 'cents' }
const pound: Currency = { one: 'pound', many: 'pounds', cent: 'penny', cents: 'pence' }
const dollar = (country = ''): Currency => ({ one: `${country}dollar`, many: `${country}dollars`, cent: 'cent', cents: 'cents' })
const yen: Currency = { one: 'yen', many: 'yen' }
const rupee: Currency = { one: 'rupee', many: 'rupees', cent: 'paisa', cents: 'paise' }
const franc: Currency = { one: 'Swiss franc', many: 'Swiss francs', cent: 'centime', cents: 'centimes' }

const currencies: Readonly<Record<string, Currency>> = {
  '$': dollar(), 'US$': dollar('U S '), 'C$': dollar('Canadian '), 'CA$': dollar('Canadian '),
  'A$': dollar('Australian '),
  'AU$': dollar('Australian '), 'NZ$': dollar('New Zealand '), 'HK$': dollar('Hong Kong '), '€': euro, '£': pound,
  '¥': yen,
  '₹': rupee, '₽': { one: 'ruble', many: 'rubles' }, '₩': { one: 'won', many: 'won' }, '₿': { one: 'bitcoin', many: 'bitcoins' },
  'R$': { one: 'real', many: 'reais', cent: 'centavo', cents: 'centavos' },
  USD: dollar('U S '), CAD: dollar('Canadian '), AUD: dollar('Australian '), NZD: dollar('New Zealand '), EUR: euro,
  GBP: { ...pound, one: 'British pound', many: 'British pounds' }, JPY: yen, CHF: franc, INR: rupee,
}

const scales: Readonly<Record<string, string>> = {
  k: 'thousand', thousand: 'thousand', m: 'million', mn: 'million', mio: 'million', million: 'million', b: 'billion',
  bn: 'billion', billion: 'billion', t: 'trillion', tn: 'trillion', trillion: 'trillion', hundred: 'hundred',
}

const sign = String.raw`((?:US|CA?|AU?|NZ|HK|R)?\$|[€£¥₹₽₩₿])`
const code = String.raw`(USD|CAD|AUD|NZD|EUR|GBP|JPY|CHF|INR)`
const scale = String.raw`(?:\s?(k|mn?|mio|bn?|tn?)(?![\p{L}\d])|[ -](hundred|thousand|million|billion|trillion)(?!\p{L}))?`
const amount = `(${NUMBER})${scale}`
const range = String.raw`(?:\s?[-–—]\s?(?:[$€£]\s?)?${amount})?`
const end = String.raw`(?![\p{L}\d])`

const signFirst = new RegExp(String.raw`(?<![\p{L}\d])${sign}\s?${amount}${range}${end}`, 'giu')
const codeFirst = new RegExp(String.raw`\b${code}\s?${amount}${range}${end}`, 'gu')
const signLast = new RegExp(String.raw`(?<![\p{L}\d.,])${amount}${range}\s?([€£¥₹]|${code}${end})`, 'giu')
const centsOnly = new RegExp(String.raw`(?<![\d.,])(\d+)\s?(?:¢|ct\b)`, 'gu')
const afterMoney = new RegExp(
  String.raw`(dollars?|euros?|pounds?|cents?|pence|yen|rupees?|francs?)\/\s?` +
    String.raw`(hr|hour|h|day|week|wk|month|mo|year|yr|person|night|kg|lb|litre|liter|user|unit|share|ton|page)(?!\p{L})`,
  'gu',
)

const rateNames: Readonly<Record<string, string>> = {
  hr: 'hour', h: 'hour', wk: 'week', mo: 'month', yr: 'year', kg: 'kilogram', lb: 'pound',
}

type Group = string | undefined
/** The groups of the patterns above, then where the match begins and the text around it. */
type SignFirst = [string, string, Group, Group, Group, Group, Group, number, string]
type SignLast = [string, Group, Group, Group, Group, Group, string, Group, number, string]

/** Prices and other amounts of money: sign or code before or behind, cents, thousands to trillions, ranges, rates. */
export function spokenMoney(text: string, say: EnglishWords): string {
  return text
    .replace(signFirst, (written, ...[name, from, short, long, to, shortTo, longTo, at, whole]: SignFirst) =>
      spoken({ name, from, scale: short ?? long, to, scaleTo: shortTo ?? longTo }, around(written, at, whole), say))
    .replace(codeFirst, (written, ...[name, from, short, long, to, shortTo, longTo, at, whole]: SignFirst) =>
      spoken({ name, from, scale: short ?? long, to, scaleTo: shortTo ?? longTo }, around(written, at, whole), say))
    .replace(signLast, (written, ...[from, short, long, to, shortTo, longTo, name, , at, whole]: SignLast) =>
      spoken({ name, from, scale: short ?? long, to, scaleTo: shortTo ?? longTo }, around(written, at, whole), say))
    .replace(centsOnly, (_, count: string) => `${say.cardinal(count)} ${count === '1' ? 'cent' : 'cents'}`)
    .replace(afterMoney, (_, unit: string, per: string) => `${unit} per ${rateNames[per] ?? per}`)
}

interface Amount {
  readonly name: string
  readonly from: string
  readonly scale: string | undefined
  readonly to: string | undefined
  readonly scaleTo: string | undefined
}

interface Surroundings {
  readonly before: string
  readonly after: string
}

function around(written: string, at: number, whole: string): Surroundings {
  return { before: whole.slice(0, at), after: whole.slice(at + written.length) }
}

function spoken({ name, from, scale, to, scaleTo }: Amount, { before, after }: Surroundings, say: EnglishWords): string {
  const currency = currencies[name.toUpperCase()]
  if (!currency) return name
  const { one, many, cent, cents } = currency
  const spokenScale = (written: string | undefined) => (written === undefined ? '' : ` ${scales[written.toLowerCase()] ?? written}`)
  if (to !== undefined) return `${say.number(from)}${spokenScale(scale)} to ${say.number(to)}${spokenScale(scaleTo)} ${many}`
  const unit = describesNoun(before, after) ? one : many
  if (scale !== undefined) return `${say.number(from)}${spokenScale(scale)} ${unit}`
  const [, whole = '', hundredths = ''] = /^(.*)\.(\d\d)$/.exec(from) ?? []
  if (hundredths === '' || cent === undefined || cents === undefined) return `${say.number(from)} ${from === '1' ? one : unit}`
  const spokenCents = `${say.cardinal(String(Number(hundredths)))} ${hundredths === '01' ? cent : cents}`
  if (Number(hundredths) === 0) return `${say.number(whole)} ${whole === '1' ? one : unit}`
  if (/^0*$/.test(whole)) return spokenCents
  return `${say.number(whole)} ${whole === '1' ? one : many} and ${spokenCents}`
}
