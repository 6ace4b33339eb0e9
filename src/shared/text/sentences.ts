import { namesLetter } from './letter-names'

/** What follows a stretch of text, so that a reader knows how long to pause. */
export type SentenceEnd = 'clause' | 'sentence' | 'paragraph'

/** A stretch of text that is read in one go. `text` is trimmed and holds at least one letter or digit. */
export interface Sentence {
  readonly text: string
  readonly end: SentenceEnd
}

/** Whether there is a letter or a digit: of marks alone nothing can be said. */
export function holdsWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}

/** Longest sentence that is read in one go, in words; about ten seconds of speech. */
const MAX_SENTENCE_WORDS = 25

/** Parts of a cut sentence have at least this many words where a clause mark allows it. */
const MIN_CLAUSE_WORDS = 4

/** A full stop ends a sentence whatever follows it; Unicode's rules go on before a small letter, as of a number in words. */
const endBeforeLower = /(?<=\p{Ll}{2}[.!?]\s+)(?=\p{Ll})/u

/**
 * Splits a text into sentences of `language` (BCP 47) by the Unicode rules, except after abbreviations. A line break
 * ends a sentence, an empty line a paragraph. Sentences over `maxWords` are cut at clause marks, else at spaces.
 * Stretches without letters or digits join the sentence before them.
 */
export function splitSentences(text: string, language: string, maxWords: number = MAX_SENTENCE_WORDS): Sentence[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' })
  return text.split(/\n\s*\n/).flatMap((paragraph) => {
    const texts = paragraph
      .split(/\n/)
      .flatMap((line) => joinFragments(Array.from(segmenter.segment(line), ({ segment }) => segment.split(endBeforeLower)).flat()))
    return texts.flatMap((sentence, index) => {
      const parts = cutToLength(sentence, maxWords)
      const end = index === texts.length - 1 ? 'paragraph' : 'sentence'
      return parts.map((part, at): Sentence => ({ text: part, end: at === parts.length - 1 ? end : 'clause' }))
    })
  })
}

/**
 * Cuts a text in two near its middle: after a clause mark, else at a space, else inside the word. Null when it is a
 * single character.
 */
export function cutInTwo(text: string): readonly [string, string] | null {
  const words = text.trim().split(/\s+/)
  if (words.length === 1) {
    const characters = Array.from(words[0] ?? '')
    const middle = Math.ceil(characters.length / 2)
    return characters.length < 2 ? null : [characters.slice(0, middle).join(''), characters.slice(middle).join('')]
  }
  const middle = words.length / 2
  const clauseEnds = words.flatMap((word, index) => (/[,;:—–…)]["”’]?$/.test(word) ? [index + 1] : []))
  const inner = clauseEnds.filter((at) => at >= MIN_CLAUSE_WORDS && words.length - at >= MIN_CLAUSE_WORDS)
  const nearest = inner.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0]
  const cut = nearest ?? Math.ceil(middle)
  return [words.slice(0, cut).join(' '), words.slice(cut).join(' ')]
}

function joinFragments(segments: readonly string[]): string[] {
  const sentences: string[] = []
  let open = ''
  for (const [index, segment] of segments.entries()) {
    if (open === '' && sentences.length > 0 && !holdsWords(segment)) {
      sentences.push(`${sentences.pop() ?? ''}${segment}`)
      continue
    }
    open += segment
    if (endsWithAbbreviation(open) || quoteGoesOn(segment, segments[index + 1])) continue
    sentences.push(open)
    open = ''
  }
  if (open !== '') sentences.push(open)
  return sentences.map((sentence) => sentence.trim()).filter(holdsWords)
}

/** "Stop!" she cried: what was asked or called inside a sentence does not end it. */
function quoteGoesOn(segment: string, next: string | undefined): boolean {
  return /[!?]+["'”’»)]+\s*$/.test(segment) && next !== undefined && /^["'“‘(]?\p{Ll}/u.test(next)
}

function cutToLength(sentence: string, maxWords: number): string[] {
  if (sentence.split(/\s+/).length <= maxWords) return [sentence]
  const halves = cutInTwo(sentence)
  return halves ? halves.flatMap((half) => cutToLength(half, maxWords)) : [sentence]
}

/** Abbreviations whose full stop does not end a sentence, lower case, without the stop. */
const titles = new Set([
  'mr', 'mrs', 'ms', 'dr', 'prof', 'st', 'jr', 'sr', 'capt', 'col', 'gen', 'lt', 'sgt', 'gov', 'sen', 'rep', 'rev', 'hon',
  'vs', 'v', 'e.g', 'i.e', 'cf', 'approx', 'no', 'vol', 'fig', 'ca', 'bzw', 'z.b', 'usw', 'sra', 'srta', 'mme', 'mlle',
])

/**
 * True when `text` ends in an abbreviation that usually has more behind it: "Dr.", "e.g.", or an initial as in
 * "J. Smith", though not the last of letters that are spelled, as in "3 P M.". "No." counts only with a capital and
 * after other words, where it means "number".
 */
function endsWithAbbreviation(text: string): boolean {
  const word = /(?:^|[\s("“])([\p{L}.]+)\.\s*$/u.exec(text)?.[1]
  if (word === undefined) return false
  if (word.toLowerCase() === 'no') return word === 'No' && text.trim().length > 'No.'.length
  return titles.has(word.toLowerCase()) || isInitial(text, word)
}

function isInitial(text: string, word: string): boolean {
  return /^\p{Lu}$/u.test(word) && word !== 'I' && !namesLetter(text.trimEnd().slice(0, -2)) && !/(?<!\p{L})\p{Lu} \p{Lu}\.\s*$/u.test(text)
}
