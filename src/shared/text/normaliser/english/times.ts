import type { EnglishWords } from './english-words'

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
