import type { Tokenizer } from './tokenizer'

/** A stretch of text that is spoken in one run. */
export interface TextChunk {
  readonly text: string
  /** True where even a single word was over the limit and had to be cut. */
  readonly cutsWord: boolean
}

type Encoder = Pick<Tokenizer, 'encode' | 'decode'>

/** Tokens of a stretch and what they say. */
interface Segment {
  readonly count: number
  readonly text: string
}

/**
 * Cuts a prepared text into chunks of at most `limit` tokens, exactly as kyutai-labs/pocket-tts 4.0.1 does
 * (`split_into_best_sentences`): after sentences, but never inside a decimal number; a sentence over the limit after commas,
 * semicolons and colons; neighbours are joined again as long as their tokens fit. What is over the limit even so is cut
 * between words, at last inside a word, which the official code does not do.
 */
export function chunkText(text: string, limit: number, tokenizer: Encoder): readonly TextChunk[] {
  const whole = text.trim()
  if (whole === '') return []
  const fits = (stretch: string) => tokenizer.encode(stretch).length <= limit
  return joinedSegments(sentences(whole, limit, tokenizer), limit).flatMap((chunk) => (fits(chunk) ? [{ text: chunk, cutsWord: false }] : cutWords(chunk, fits)))
}

/** Sentences; in the place of one over the limit its clauses, where it has any. */
function sentences(text: string, limit: number, tokenizer: Encoder): readonly Segment[] {
  const ids = tokenizer.encode(text)
  const ends = marks('.!...?', tokenizer)
  const clauseEnds = marks(',;:', tokenizer)
  return segmentsOf(ids, boundaries(ids, ends).filter((at) => !isInsideDecimal(ids, at, tokenizer)), tokenizer).flatMap((sentence) => {
    if (sentence.count <= limit) return [sentence]
    const inner = tokenizer.encode(sentence.text.trim())
    const clauses = segmentsOf(inner, boundaries(inner, clauseEnds), tokenizer)
    return clauses.length > 1 ? clauses : [sentence]
  })
}

/** Tokens of marks; the first one is what every text begins with. */
function marks(text: string, { encode }: Encoder): ReadonlySet<number> {
  return new Set(encode(text).slice(1))
}

/** Where a token stands that is none of `ends` behind one that is. */
function boundaries(ids: readonly number[], ends: ReadonlySet<number>): readonly number[] {
  return [...ids.keys()].filter((at) => at > 0 && ends.has(ids[at - 1] ?? -1) && !ends.has(ids[at] ?? -1))
}

/** Tokens before and behind a place, which hold the two characters around it. */
const NEAR = 8

function isInsideDecimal(ids: readonly number[], at: number, { decode }: Encoder): boolean {
  return /\p{Nd}\.$/u.test(decode(ids.slice(Math.max(0, at - NEAR), at))) && /^\p{Nd}/u.test(decode(ids.slice(at, at + NEAR)))
}

function segmentsOf(ids: readonly number[], cuts: readonly number[], { decode }: Encoder): readonly Segment[] {
  const starts = [0, ...cuts]
  return starts.map((start, i) => {
    const end = starts[i + 1] ?? ids.length
    return { count: end - start, text: decode(ids.slice(start, end)) }
  })
}

function joinedSegments(segments: readonly Segment[], limit: number): readonly string[] {
  const chunks: Segment[] = []
  for (const segment of segments) {
    const last = chunks.at(-1)
    if (last !== undefined && (last.text === '' || last.count + segment.count <= limit)) {
      chunks[chunks.length - 1] = last.text === '' ? segment : { count: last.count + segment.count, text: `${last.text} ${segment.text}` }
    } else {
      chunks.push(segment)
    }
  }
  return chunks.map(({ text }) => text.trim()).filter((text) => text !== '')
}

/** As many words together as fit; a word that does not is cut. */
function cutWords(text: string, fits: (text: string) => boolean): readonly TextChunk[] {
  const chunks: TextChunk[] = []
  for (const word of text.split(/\s+/u)) {
    const last = chunks.at(-1)
    const joined = last && !last.cutsWord ? `${last.text} ${word}` : null
    if (joined !== null && fits(joined)) chunks[chunks.length - 1] = { text: joined, cutsWord: false }
    else if (fits(word)) chunks.push({ text: word, cutsWord: false })
    else chunks.push(...cutWord(word, fits))
  }
  return chunks
}

/** The longest beginnings that fit, one after the other; a single character is taken as it is. */
function cutWord(word: string, fits: (text: string) => boolean): readonly TextChunk[] {
  const characters = Array.from(word)
  const chunks: TextChunk[] = []
  for (let from = 0; from < characters.length; ) {
    let to = from + 1
    while (to < characters.length && fits(characters.slice(from, to + 1).join(''))) to++
    chunks.push({ text: characters.slice(from, to).join(''), cutsWord: true })
    from = to
  }
  return chunks
}
