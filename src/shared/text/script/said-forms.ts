/** "NASA" → "N A S A", "020 7946" → "0 2 0, 7 9 4 6": every letter and digit by itself, a rest wherever other signs part them. */
export function letterByLetter(text: string): string {
  return words(text).map((word) => Array.from(word).join(' ')).join(', ')
}

/** "2026" → "2 0 2 6"; what is no digit stays. */
export function digitByDigit(text: string): string {
  return text.replace(/\d(?:[\d.,  ]*\d)?/g, (number) => Array.from(number.replace(/\D/g, '')).join(' '))
}


/** Runs of letters, marks and digits. */
function words(text: string): readonly string[] {
  return text.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
}
