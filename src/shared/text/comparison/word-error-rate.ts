import { spellNumber } from './number-spelling'

/** Words that a transcriber may spell in either way. */
const spellings: Readonly<Record<string, string>> = {
  dr: 'doctor',
  mr: 'mister',
  mrs: 'missus',
  st: 'saint',
  ok: 'okay',
  '%': 'percent',
  '&': 'and',
}

/**
 * A transcript as bare words: lower case, no accents or punctuation, whole numbers and a few abbreviations spelled
 * out. Apostrophes vanish ("don't" and "dont" are one word).
 */
export function transcriptWords(text: string): string[] {
  const plain = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .replace(/(\d),(?=\d{3}\b)/g, '$1')
    .replace(/[%&]/g, ' $& ')
    .replace(/[^\p{L}\p{N}%&]+/gu, ' ')
    .trim()
  if (plain === '') return []
  return plain.split(' ').flatMap((word) => (/^\d{1,6}$/.test(word) ? spellNumber(Number(word)).split(' ') : [spellings[word] ?? word]))
}

/** Fewest insertions, deletions and substitutions that turn `from` into `to` (Levenshtein 1965, by words). */
export function editDistance(from: readonly string[], to: readonly string[]): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [index, word] of from.entries()) {
    const next = [index + 1]
    for (const [column, other] of to.entries()) {
      const substitute = (row[column] ?? 0) + (word === other ? 0 : 1)
      next.push(Math.min(substitute, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}

/**
 * Word error rate of what was heard against what was said: edit distance over the number of words said. 0 is perfect;
 * it passes 1 when more was heard than said. Throws RangeError when nothing was said.
 */
export function wordErrorRate(said: string, heard: string): number {
  const reference = transcriptWords(said)
  if (reference.length === 0) throw new RangeError('the reference has no words')
  return editDistance(reference, transcriptWords(heard)) / reference.length
}
