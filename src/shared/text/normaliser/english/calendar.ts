import type { Rewrite } from '../document/typography'

const days: Readonly<Record<string, string>> = {
  Mon: 'Monday', Tue: 'Tuesday', Tues: 'Tuesday', Wed: 'Wednesday', Weds: 'Wednesday', Thu: 'Thursday', Thur: 'Thursday', Thurs: 'Thursday',
  Fri: 'Friday', Sat: 'Saturday', Sun: 'Sunday',
}
const months: Readonly<Record<string, string>> = {
  Jan: 'January', Feb: 'February', Mar: 'March', Apr: 'April', Jun: 'June', Jul: 'July', Aug: 'August', Sep: 'September', Sept: 'September',
  Oct: 'October', Nov: 'November', Dec: 'December',
}
const names: Readonly<Record<string, string>> = { ...days, ...months }
const day = Object.keys(days).sort((a, b) => b.length - a.length).join('|')
const month = Object.keys(months).sort((a, b) => b.length - a.length).join('|')
const fullMonth = 'January|February|March|April|May|June|July|August|September|October|November|December'

const rangeOf = (name: string) => new RegExp(String.raw`(?<!\p{L})(${name})\.?(?=\s?(?:[-–—/&,+]|to|and|or|through|thru)\s?(?:and\s|or\s)?(?:${name}|${fullMonth})(?!\p{Ll}))`, 'gu')
const endOf = (name: string) => new RegExp(String.raw`(?<=(?:day|ary|ch|il|ay|ne|ly|st|er)(\s?(?:[-–—/&,+]|to|and|or|through|thru)\s?(?:and\s|or\s)?))(${name})(?!\p{Ll})(\.?)`, 'gu')
const betweenNames = new RegExp(String.raw`(?<=(?:day|${fullMonth}))\s?[-–—]\s?(?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|${fullMonth})`, 'gu')

/** "Sat." and "Sun." are words as well: only where a time is told. */
const stopped = /(?<!\p{L})(Mon|Tues?|Weds?|Thu(?:rs?)?|Fri)\.(?!\p{L})/gu
const toldDay = /(?<=(?<!\p{L})(?:[Oo]n|[Ee]very|[Ee]ach|[Uu]ntil|[Bb]y|[Ff]rom|[Tt]his|[Nn]ext|[Ll]ast|[Cc]losed|[Oo]pen|[Aa]nd|[Oo]r|[Nn]o|[Pp]ast)\s|[(&,]\s?)(Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)(?:\.(?!\p{L})|(?=\s(?:at|from|\d|morning|evening|night|afternoon)(?!\p{L})))/gu
/** No sentence begins with a small letter: the stop is the day's. */
const dayInside = /(?<!\p{L})(Sat|Sun)\.(?=\s\p{Ll})/gu
const dayBeforeTime = /(?<!\p{L})(Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?(?=,?\s(?:at|from)\s|:?\s\d{1,2}(?::\d\d|\s?[ap]\.?m))/gu
const stoppedMonth = new RegExp(String.raw`(?<!\p{L})(${month.replace('Mar|', '')})\.(?!\p{L}|\s?\d)`, 'gu')
const toldMarch = /(?<=(?<!\p{L})(?:in|since|until|by|from|to|early|late|mid|last|next|of|and)\s)(Mar)\.(?!\p{L}|\s?\d)/gu
const toldMonth = new RegExp(String.raw`(?<=(?<!\p{L})(?:in|since|until|early|late|mid|last|next)\s)(${month})(?![\p{L}.]|\s?\d)`, 'gu')
const stopAtEnd = /^["')\]]*\s*$|^["')\]]*\s*\n|^["')\]]*\s+["'(]?\p{Lu}/u

/** Days and months that are written short, alone and in ranges; the full stop stays where it ends the sentence. */
export const spokenCalendar: Rewrite = (text) => {
  const named = (short: string) => names[short] ?? short
  const ending = (written: string, at: number, whole: string) => (written.endsWith('.') && stopAtEnd.test(whole.slice(at + written.length)) ? '.' : '')
  const alone = (written: string, short: string, at: number, whole: string) => `${named(short)}${ending(written, at, whole)}`
  return [day, month]
    .reduce((rewritten, name) =>
      rewritten
        .replace(rangeOf(name), (_, short: string) => named(short))
        .replace(endOf(name), (written, _, short: string, __, at: number, whole: string) => alone(written, short, at, whole)), text)
    .replace(betweenNames, ' to ')
    .replace(/(?<=day)\s?\/\s?(?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)/g, ' and ')
    .replace(stopped, alone)
    .replace(toldDay, alone)
    .replace(dayInside, (_, short: string) => named(short))
    .replace(dayBeforeTime, (_, short: string) => named(short))
    .replace(stoppedMonth, alone)
    .replace(toldMarch, alone)
    .replace(toldMonth, (short) => named(short))
}
