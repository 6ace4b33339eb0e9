import type { EnglishWords } from './english-words'

const months = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
]
const monthPattern = String.raw`(${months.join('|')}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)`
const day = String.raw`(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?`
const dash = String.raw`\s?[-–—]\s?`
const noMore = String.raw`(?![\d%$€£:/]|[.,]\d)`

const iso = /(?<![\d-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])(?:T(\d\d:\d\d)(?::\d\d)?(?:\.\d+)?Z?)?/g
const slashed = /(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-]|\.\d)/g
const dayMonth = new RegExp(String.raw`(?<![\d.,:/$€£-])(the )?${day}(?:${dash}${day})? (?:of )?${monthPattern}(?![\p{L}])(?:,? (\d{4})(?!\d|,\d))?`, 'gu')
const monthDay = new RegExp(String.raw`\b${monthPattern} ${day}(?:${dash}${day})?${noMore}(?:,? (\d{4})(?!\d|,\d))?`, 'g')
const monthYear = new RegExp(String.raw`\b${monthPattern},? (\d{4})(?!\d|,\d)`, 'g')
/** "Jan. 1 – Feb. 3". */
const betweenDates = new RegExp(String.raw`(?=\s?[-–—])(?<=(?:first|second|third|th)(?:, [a-z-]+(?: [a-z-]+){0,3})?)\s?[-–—]\s?(?=(?:the \p{L}+ of )?(?:${months.join('|')})(?!\p{L}))`, 'gu')
const weekday = new RegExp(String.raw`\b(Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b\.?,? (?=${monthPattern}|(?:the )?\d{1,2}(?:st|nd|rd|th)? \p{Lu})`, 'gu')

const weekdays: Readonly<Record<string, string>> = {
  Mo: 'Monday', Tu: 'Tuesday', We: 'Wednesday', Th: 'Thursday', Fr: 'Friday', Sa: 'Saturday', Su: 'Sunday',
}

/** Dates with a day, a month or a year, in figures or with names; 10/12/2025 by the order of the country. */
export function spokenDates(text: string, say: EnglishWords): string {
  return text
    .replace(weekday, (_, name: string) => `${weekdays[name.slice(0, 2)] ?? name}, `)
    .replace(iso, (_, year: string, month: string, dayOfMonth: string, time?: string) => {
      const date = dateOf(say, Number(dayOfMonth), months[Number(month) - 1] ?? '', year)
      return time === undefined ? date : `${date} at ${time}`
    })
    .replace(slashed, (written, first: string, mark: string, second: string, year: string) => {
      const dayFirst = say.british || mark === '.'
      const [dayOfMonth, month] = inOrder(Number(first), Number(second), dayFirst)
      const isDate = month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= 31
      if (!isDate || (mark !== '/' && year.length === 2)) return written
      return dateOf(say, dayOfMonth, months[month - 1] ?? '', fullYear(year))
    })
    .replace(dayMonth, (_, article: string | undefined, from: string, to: string | undefined, month: string, year?: string) => {
      const days = `${article ?? 'the '}${say.ordinal(from)}${to === undefined ? '' : ` to the ${say.ordinal(to)}`}`
      return `${days} of ${monthName(month)}${year === undefined ? '' : ` ${say.year(year)}`}`
    })
    .replace(monthDay, (_, month: string, from: string, to?: string, year?: string) => {
      const days = `${say.ordinal(from)}${to === undefined ? '' : ` to ${say.ordinal(to)}`}`
      return `${monthName(month)} ${days}${year === undefined ? '' : `, ${say.year(year)}`}`
    })
    .replace(monthYear, (_, month: string, year: string) => `${monthName(month)} ${say.year(year)}`)
    .replace(betweenDates, ' to ')
}

/** Day and month from two figures; the other way round where only that is a date. */
function inOrder(first: number, second: number, dayFirst: boolean): readonly [number, number] {
  const [dayOfMonth, month] = dayFirst ? [first, second] : [second, first]
  return month > 12 && dayOfMonth <= 12 ? [month, dayOfMonth] : [dayOfMonth, month]
}

function dateOf(say: EnglishWords, dayOfMonth: number, month: string, year: string): string {
  const spokenDay = say.ordinal(String(dayOfMonth))
  return say.british ? `the ${spokenDay} of ${month} ${say.year(year)}` : `${month} ${spokenDay}, ${say.year(year)}`
}

/** Two figures mean the hundred years around now, split as POSIX does: 69 to 99 are of the twentieth century. */
function fullYear(year: string): string {
  if (year.length === 4) return year
  return Number(year) >= 69 ? `19${year}` : `20${year}`
}

function monthName(written: string): string {
  return months.find((month) => month.startsWith(written.slice(0, 3))) ?? written
}

const clock = /(?<![\d:.,])([0-5]?\d):([0-5]\d)(?::([0-5]\d))?(?![\d:])(?:\s?([ap])\s?m(?![\p{L}\d]))?/giu
const hour = /(?<![\d:.,$€£])(1[0-2]|[1-9])\s?([ap])\s?m(?![\p{L}\d])/giu
const rangeOfHours = /(?<![\d:.,$€£])(1[0-2]|[1-9])\s?[-–—]\s?(?=(?:1[0-2]|[1-9])(?::[0-5]\d)?\s?[ap]\s?m(?![\p{L}\d]))/giu
const betweenTimes = /(\d{1,2}(?::\d\d)?(?:\s?[ap]\s?m)?)\s?[-–]\s?(?=\d{1,2}:\d\d|(?:1[0-2]|[1-9])\s?[ap]\s?m(?![\p{L}\d]))/giu

/** Times of day on twelve or twenty-four hours, and the ranges between them. */
export function spokenTimes(text: string, say: EnglishWords): string {
  return text
    .replace(rangeOfHours, '$1 to ')
    .replace(betweenTimes, '$1 to ')
    .replace(/(?<![\d:.,$€£])(1[0-2]|0?[1-9])\.([0-5]\d)(?=\s?[ap]\s?m(?![\p{L}\d]))/giu, '$1:$2')
    .replace(clock, (_, hours: string, minutes: string, seconds?: string, half?: string) => {
      const start = spokenClock(Number(hours), minutes, half !== undefined, say)
      const rest = seconds === undefined ? '' : ` and ${say.cardinal(String(Number(seconds)))} second${seconds === '01' ? '' : 's'}`
      return `${start}${rest}${spokenHalf(half)}`
    })
    .replace(hour, (_, hours: string, half: string) => `${say.cardinal(hours)}${spokenHalf(half)}`)
}

function spokenClock(hours: number, minutes: string, hasHalf: boolean, say: EnglishWords): string {
  const spokenHours = say.cardinal(String(hours))
  if (minutes !== '00') return `${spokenHours} ${minutes.startsWith('0') ? `oh ${say.digits(minutes.slice(1))}` : say.cardinal(minutes)}`
  if (hasHalf) return spokenHours
  if (hours % 24 === 0) return 'midnight'
  if (hours > 24) return `${spokenHours} minutes`
  return hours <= 12 ? `${spokenHours} o'clock` : `${spokenHours} hundred`
}

function spokenHalf(half: string | undefined): string {
  return half === undefined ? '' : ` ${half.toUpperCase()} M`
}
