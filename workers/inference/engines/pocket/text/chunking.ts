/** A stretch of text that is spoken in one run. */
export interface TextChunk {
  readonly text: string
  /** True where even a single word was over the limit and had to be cut. */
  readonly cutsWord: boolean
}

/** Where a text may be cut, from the most to the least natural place. Each is a boundary after the match. */
const sentenceEnd = /[.!?…]+["'”’»)\]]*\s+/gu
const clauseEnd = /[,;:]+["'”’»)\]]*\s+/gu
const wordEnd = /\s+/gu

/**
 * Cuts a text into chunks of at most `limit` tokens: after sentences, within a longer sentence after clauses, then
 * between words, at last inside a word. Neighbouring pieces are joined again as long as they fit (the algorithm of
 * kyutai-labs/pocket-tts, split_into_best_sentences, which lacks the last two steps). No character but white space
 * at a cut is lost.
 *
 * @param countTokens tokens of a stretch when it is spoken on its own, its preparation included
 */
export function chunkText(text: string, limit: number, countTokens: (text: string) => number): readonly TextChunk[] {
  const fits = (stretch: string) => countTokens(stretch) <= limit
  const trimmed = text.trim()
  return trimmed === '' ? [] : cut(trimmed, [sentenceEnd, clauseEnd, wordEnd], fits)
}

function cut(text: string, boundaries: readonly RegExp[], fits: (text: string) => boolean): readonly TextChunk[] {
  if (fits(text)) return [{ text, cutsWord: false }]
  const [boundary, ...finer] = boundaries
  if (boundary === undefined) return cutWord(text, fits)
  const chunks: TextChunk[] = []
  for (const piece of splitAfter(text, boundary)) {
    for (const chunk of cut(piece, finer, fits)) {
      const last = chunks.at(-1)
      const joined = last && `${last.text} ${chunk.text}`
      if (joined !== undefined && !chunk.cutsWord && !last?.cutsWord && fits(joined)) chunks[chunks.length - 1] = { text: joined, cutsWord: false }
      else chunks.push(chunk)
    }
  }
  return chunks
}

function splitAfter(text: string, boundary: RegExp): readonly string[] {
  const pieces: string[] = []
  let from = 0
  for (const match of text.matchAll(boundary)) {
    const to = match.index + match[0].length
    pieces.push(text.slice(from, to).trimEnd())
    from = to
  }
  pieces.push(text.slice(from))
  return pieces.filter((piece) => piece !== '')
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
