/** What the rules of English need to say numbers. All take ASCII digits and throw nothing on them. */
export interface EnglishWords {
  /** British order of days and months, "and" after hundreds, British spelling. */
  readonly british: boolean
  /** "1205" → "one thousand two hundred five". */
  cardinal(digits: string): string
  /** "21" → "twenty-first". */
  ordinal(digits: string): string
  /** "1984" → "nineteen eighty-four"; what is no usual year is a cardinal. */
  year(digits: string): string
  /** "1482" → "fourteen eighty-two", "370" → "three seventy", "405" → "four oh five": flights, aircraft, roads, screens. */
  pairs(digits: string): string
  /** "007" → "zero zero seven". */
  digits(digits: string): string
  /** Whole or decimal, with or without thousands separators: "1,205.50" → "… point five zero". */
  number(written: string): string
}

/** A number as people write it in English, as the source of a regular expression without groups. */
export const NUMBER = String.raw`(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)`

/** From here on, digits without separators are an identifier and read one by one. */
const MAX_CARDINAL_DIGITS = 15

const digitNames = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']

/** Words for numbers on top of a library's cardinals and ordinals. */
export function createEnglishWords(
  library: { readonly toCardinal: (value: string) => string; readonly toOrdinal: (value: string) => string },
  british: boolean,
): EnglishWords {
  const digits = (written: string) => Array.from(written, (digit) => digitNames[Number(digit)] ?? '').join(' ')

  const cardinal = (written: string) => {
    const isIdentifier = written.length > MAX_CARDINAL_DIGITS || (written.length > 1 && written.startsWith('0'))
    return isIdentifier ? digits(written) : library.toCardinal(written)
  }

  const pairs = (written: string) => {
    if (written.startsWith('0') || written.length < 3 || written.length > 4) return cardinal(written)
    const [front, rest] = [written.slice(0, -2), written.slice(-2)]
    if (rest === '00') return front.endsWith('0') ? library.toCardinal(written) : `${library.toCardinal(front)} hundred`
    return `${library.toCardinal(front)} ${rest.startsWith('0') ? `oh ${digits(rest.slice(1))}` : library.toCardinal(rest)}`
  }

  return {
    british,
    digits,
    cardinal,
    pairs,

    ordinal(written) {
      const plain = written.replace(/\D/g, '').replace(/^0+(?=\d)/, '')
      return plain === '0' ? 'zeroth' : library.toOrdinal(plain)
    },

    year(written) {
      const century = written.slice(0, -2)
      const rest = written.slice(-2)
      if (!/^(?:1\d|2[01])\d\d$/.test(written) || /^[12]00\d$/.test(written)) return cardinal(written)
      if (rest === '00') return `${library.toCardinal(century)} hundred`
      return `${library.toCardinal(century)} ${rest.startsWith('0') ? `oh ${digits(rest.slice(1))}` : library.toCardinal(rest)}`
    },

    number(written) {
      const [whole = '', fraction] = written.replace(/[^\d.]/g, '').split('.')
      const start = whole === '' ? '' : written.includes(',') ? library.toCardinal(whole) : cardinal(whole)
      if (fraction === undefined) return start
      return `${/^0+$/.test(whole) ? 'zero' : start} point ${digits(fraction)}`.trim()
    },
  }
}
