/**
 * Writes out what the phoneme front end would read wrongly because it is cut at punctuation or unknown to it. Digits,
 * ordinals and percent signs are read by the front end itself.
 */
const titles: Readonly<Record<string, string>> = {
  dr: 'Doctor',
  jr: 'Junior',
  mr: 'Mister',
  mrs: 'Missus',
  ms: 'Miz',
  prof: 'Professor',
  sr: 'Senior',
  vs: 'versus',
}

const currencies: Readonly<Record<string, { readonly unit: string; readonly cent: string }>> = {
  $: { unit: 'dollar', cent: 'cent' },
  '€': { unit: 'euro', cent: 'cent' },
  '£': { unit: 'pound', cent: 'penny' },
}

/** English text with abbreviations, amounts of money and typographic signs in plain words. */
export function spokenForm(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[‘’ʼ]/g, "'")
    .replace(/\be\.g\./gi, 'for example')
    .replace(/\bi\.e\./gi, 'that is')
    // The front end would read out the names of emoji.
    .replace(/[\p{Extended_Pictographic}\u200d\ufe0f\u{1f3fb}-\u{1f3ff}]/gu, ' ')
    .replace(/(?<![\p{L}.])(?:\p{L}\.){2,}/gu, spelledLetters)
    .replace(/\b(Dr|Jr|Mr|Mrs|Ms|Prof|Sr|vs)\.(?=\s|$|,)/g, (whole, title: string) => titles[title.toLowerCase()] ?? whole)
    .replace(/\bSt\.(?=\s\p{Lu})/gu, 'Saint')
    .replace(/\betc\./gi, 'et cetera')
    .replace(/\bNo\.(?=\s?\d)/g, 'number')
    .replace(/([$€£])(\d[\d,]*)(?:\.(\d\d))?(?![\d.])(\s(?:hundred|thousand|million|billion|trillion))?/g, spokenMoney)
    .replace(/(?<=\d),(?=\d{3}\b)/g, '')
    .replace(/(?<=\d)\s?[-–]\s?(?=\d)/g, ' to ')
    .replace(/\s&\s/g, ' and ')
    .replace(/[^\S\n]+/g, ' ')
    .trim()
}

/** "U.S." as "U S", "p.m." as "P M"; at the very end the stop also ends the sentence. */
function spelledLetters(letters: string, at: number, text: string): string {
  const spelled = letters.replace(/\./g, ' ').trim().toUpperCase()
  return text.slice(at + letters.length).trim() === '' ? `${spelled}.` : spelled
}

function spokenMoney(whole: string, sign: string, units: string, cents?: string, scale?: string): string {
  const currency = currencies[sign]
  if (!currency) return whole
  const { unit, cent } = currency
  if (scale !== undefined) return `${units}${scale} ${unit}s`
  const amount = `${units} ${unit}${units === '1' ? '' : 's'}`
  if (cents === undefined || cents === '00') return amount
  return `${amount} and ${Number(cents)} ${Number(cents) === 1 ? cent : plural(cent)}`
}

function plural(cent: string): string {
  return cent === 'penny' ? 'pence' : `${cent}s`
}
