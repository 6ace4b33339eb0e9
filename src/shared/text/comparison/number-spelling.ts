const small = [
  'zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen',
  'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen',
]
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']

/** A whole number from 0 to 999,999 as English words without "and" or hyphens: 1205 → "one thousand two hundred five". */
export function spellNumber(value: number): string {
  if (!Number.isInteger(value) || value < 0 || value > 999_999) throw new RangeError(`cannot spell ${value}`)
  if (value < 20) return small[value] ?? ''
  if (value < 100) return join(tens[Math.floor(value / 10)] ?? '', value % 10)
  if (value < 1000) return join(`${spellNumber(Math.floor(value / 100))} hundred`, value % 100)
  return join(`${spellNumber(Math.floor(value / 1000))} thousand`, value % 1000)
}

function join(head: string, rest: number): string {
  return rest === 0 ? head : `${head} ${spellNumber(rest)}`
}
