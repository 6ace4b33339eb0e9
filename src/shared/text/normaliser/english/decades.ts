import type { EnglishWords } from './english-words'

const full = /(?<![\d.,])(1\d|20)(\d)0'?s(?![\p{L}\d])/gu
const short = /(?:\b(the|his|her|their|my|your|our|early|mid|late)([\s-])'?|')([2-9])0'?s(?![\p{L}\d])/giu

const tensPlural = ['', 'tens', 'twenties', 'thirties', 'forties', 'fifties', 'sixties', 'seventies', 'eighties', 'nineties']

const shortYear = /(?<![\p{L}\d])'(\d)(\d)(?![\d'\p{L}])/gu

/** Decades: "1990s", "the '90s", "in her 30s", and years in short: "'05". Comes before the units, where "30s" are seconds. */
export function spokenDecades(text: string, say: EnglishWords): string {
  return text
    .replace(full, (_, century: string, tens: string) => {
      if (tens !== '0') return `${say.cardinal(century)} ${tensPlural[Number(tens)] ?? ''}`
      return century === '20' ? 'two thousands' : `${say.cardinal(century)} hundreds`
    })
    .replace(short, (_, before: string | undefined, gap: string | undefined, tens: string) => {
      return `${before ?? ''}${gap ?? ''}${tensPlural[Number(tens)] ?? ''}`
    })
    .replace(shortYear, (_, tens: string, ones: string) => (tens === '0' ? `oh ${say.digits(ones)}` : say.cardinal(tens + ones)))
}
