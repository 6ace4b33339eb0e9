/** Abbreviations whose full stop does not end a sentence, lower case, without the stop. */
const titles = new Set([
  'mr', 'mrs', 'ms', 'dr', 'prof', 'st', 'jr', 'sr', 'capt', 'col', 'gen', 'lt', 'sgt', 'gov', 'sen', 'rep', 'rev', 'hon',
  'vs', 'e.g', 'i.e', 'cf', 'approx', 'no', 'vol', 'fig', 'ca', 'bzw', 'z.b', 'usw', 'sra', 'srta', 'mme', 'mlle',
])

/**
 * True when `text` ends in an abbreviation that usually has more behind it: "Dr.", "e.g.", or an initial as in
 * "J. Smith". "No." counts only with a capital and after other words, where it means "number".
 */
export function endsWithAbbreviation(text: string): boolean {
  const word = /(?:^|[\s("“])([\p{L}.]+)\.\s*$/u.exec(text)?.[1]
  if (word === undefined) return false
  if (word.toLowerCase() === 'no') return word === 'No' && text.trim().length > 'No.'.length
  return titles.has(word.toLowerCase()) || /^\p{Lu}$/u.test(word) && word !== 'I'
}
