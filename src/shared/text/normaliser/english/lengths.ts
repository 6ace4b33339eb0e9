import type { EnglishWords } from './english-words'

const names: Readonly<Record<string, string>> = {
  d: 'day', h: 'hour', hr: 'hour', hrs: 'hour', m: 'minute', min: 'minute', mins: 'minute', s: 'second', sec: 'second', secs: 'second',
}
const order = ['day', 'hour', 'minute', 'second']
const compact =
  /(?<![\p{L}\d.,:$€£])\d{1,3}\s?(?:d|hrs?|h|mins?|m)\s?\d{1,3}\s?(?:hrs?|h|mins?|m|secs?|s)(?:\s?\d{1,3}\s?(?:mins?|m|secs?|s))?(?![\p{L}\d²³/])/gu
const compactPart = /(\d+)\s?([a-z]+)/g

/** Before these, a clock is told and not a length. */
const beforeClock = /(?:^|[^\p{L}])(?:at|by|from|to|until|till|before|after|around|about|past|since|opens?|closes?|and|or|again at|-|–)\s$/iu
const hoursAndMinutes = /(?<![\p{L}\d.,:])(\d{1,2})\s?h\s?([0-5]\d)(?![\p{L}\d])/gu
const fullHour = /(?<=(?<!\p{L})(?:[Ff]rom|[Aa]t|[Uu]ntil|[Bb]y|[Bb]efore|[Aa]fter|(?<!up )to)\s)([01]?\d|2[0-3])\s?h(?![\p{L}\d])/gu
const clockWithHours = /(?<![\d:.,])([01]?\d|2[0-4])[:.]([0-5]\d)\s?(?:h|hrs?|hours|[Uu]hr)(?![\p{L}\d])/gu
const lap = /(?<![\d:.,])(\d{1,2}):([0-5]\d)\.(\d{1,3})(?![\d:])/g
const stopwatch = /(?<![\d:.,])(\d):([0-5]\d):([0-5]\d)(?![\d:]|\s?[ap]\.?\s?m(?!\p{L}))/giu

/** Lengths of time: "1h30m", "2d4h", "14h30", "1:02.345", "1:52:30". Comes before the times of the day. */
export function spokenLengths(text: string, say: EnglishWords): string {
  const amount = (count: string, name: string) => `${say.cardinal(String(Number(count)))} ${name}${Number(count) === 1 ? '' : 's'}`
  return text
    .replace(compact, (written) => {
      const parts = Array.from(written.matchAll(compactPart), ([, count = '', unit = '']) => ({ count, name: names[unit] ?? '' }))
      const isFalling = parts.every(({ name }, index) => index === 0 || order.indexOf(name) > order.indexOf(parts[index - 1]?.name ?? ''))
      return isFalling ? parts.map(({ count, name }) => amount(count, name)).join(' ') : written
    })
    .replace(fullHour, '$1:00')
    .replace(clockWithHours, (_, hours: string, minutes: string) => (Number(hours) > 12 && minutes === '00' ? `${say.cardinal(hours)} hundred hours` : `${hours}:${minutes}`))
    .replace(hoursAndMinutes, (_, hours: string, minutes: string, at: number, whole: string) => {
      const isClock = Number(hours) > 12 || beforeClock.test(whole.slice(Math.max(0, at - 12), at))
      return isClock ? `${hours}:${minutes}` : `${amount(hours, 'hour')}${minutes === '00' ? '' : ` ${say.cardinal(String(Number(minutes)))}`}`
    })
    .replace(lap, (_, minutes: string, seconds: string, part: string) => {
      const rest = `${say.cardinal(String(Number(seconds)))} point ${say.digits(part)} seconds`
      return Number(minutes) === 0 ? rest : `${amount(minutes, 'minute')} ${rest}`
    })
    .replace(stopwatch, (written, hours: string, minutes: string, seconds: string, at: number, whole: string) => {
      if (beforeClock.test(whole.slice(Math.max(0, at - 12), at))) return written
      const end = seconds === '00' ? '' : ` and ${amount(seconds, 'second')}`
      return `${amount(hours, 'hour')}${end === '' ? ' and' : ','} ${amount(minutes, 'minute')}${end}`
    })
}
