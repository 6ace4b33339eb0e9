/** Abbreviations whose full stop does not end a sentence, lower case, without the stop. */
const titles = new Set([
  'mr', 'mrs', 'ms', 'dr', 'prof', 'st', 'jr', 'sr', 'capt', 'col', 'gen', 'lt', 'sgt', 'gov', 'sen', 'rep', 'rev', 'hon',
  'vs', 'e.g', 'i.e', 'cf', 'approx', 'no', 'vol', 'fig', 'ca', 'bzw', 'z.b', 'usw', 'sra', 'srta', 'mme', 'mlle',
])

/**
 * True when `text` ends in an abbreviation that usually has more behind it: "Dr.", "e.g.", or an initial as in
 * "J. Smith", though not the last of letters that are spelled, as in "3 P M.". "No." counts only with a capital and
 * after other words, where it means "number".
 */
export function endsWithAbbreviation(text: string): boolean {
  const word = /(?:^|[\s("“])([\p{L}.]+)\.\s*$/u.exec(text)?.[1]
  if (word === undefined) return false
  if (word.toLowerCase() === 'no') return word === 'No' && text.trim().length > 'No.'.length
  return titles.has(word.toLowerCase()) || isInitial(text, word)
}

function isInitial(text: string, word: string): boolean {
  return /^\p{Lu}$/u.test(word) && word !== 'I' && !/(?<!\p{L})\p{Lu} \p{Lu}\.\s*$/u.test(text)
}
