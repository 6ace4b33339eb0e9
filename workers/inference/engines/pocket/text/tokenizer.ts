import type { SentencePieceModel } from './sentencepiece-model'

export interface Tokenizer {
  readonly size: number
  /** Token ids of a text. Nothing is trimmed; no begin or end marks are added. */
  encode(text: string): readonly number[]
  /** The text of token ids; ids outside the vocabulary and control pieces give nothing. */
  decode(ids: readonly number[]): string
}

/** SentencePiece writes a space as U+2581. */
const SPACE = '\u2581'
/** How much worse than the worst piece an unknown character scores (kUnkPenalty of unigram_model.cc). */
const UNKNOWN_PENALTY = 10
/** User-defined pieces always win: everything else has the logarithm of a probability, so 0 at most. */
const USER_DEFINED_SCORE_PER_CHARACTER = 1

interface Lattice {
  /** Pieces that can be chosen, by their text. */
  readonly candidates: ReadonlyMap<string, { readonly id: number; readonly score: number }>
  readonly longest: number
  readonly unknownScore: number
}

/**
 * A SentencePiece unigram tokenizer with byte fallback (Kudo 2018): the most probable way to cut the text into pieces,
 * found by dynamic programming over code points. Characters without a piece become their UTF-8 bytes where the model
 * has byte pieces, the unknown piece otherwise.
 */
export function createTokenizer(model: SentencePieceModel): Tokenizer {
  const lattice = buildLattice(model)
  const unknownId = Math.max(0, model.pieces.findIndex((piece) => piece.type === 'unknown'))
  const byteIds = new Map(model.pieces.flatMap(({ text, type }, id) => (type === 'byte' ? [[Number(text.slice(1, -1)), id] as const] : [])))

  function unknownIds(character: string): readonly number[] {
    if (byteIds.size === 0) return [unknownId]
    return Array.from(new TextEncoder().encode(character), (byte) => byteIds.get(byte) ?? unknownId)
  }

  return {
    size: model.pieces.length,

    encode(text) {
      const collapsed = model.removeExtraWhitespaces ? text.trim().replace(/ {2,}/g, ' ') : text
      if (collapsed === '') return []
      const prefixed = model.addDummyPrefix && (model.prefixesSpaced || !collapsed.startsWith(' ')) ? ` ${collapsed}` : collapsed
      const characters = Array.from(prefixed.replaceAll(' ', SPACE))
      return bestCut(characters, lattice).flatMap(({ id, from, to }) => (id === null ? unknownIds(characters.slice(from, to).join('')) : [id]))
    },

    decode(ids) {
      const parts: string[] = []
      let bytes: number[] = []
      const flush = () => {
        if (bytes.length > 0) parts.push(new TextDecoder().decode(Uint8Array.from(bytes)))
        bytes = []
      }
      for (const id of ids) {
        const piece = model.pieces[id]
        if (piece?.type === 'byte') {
          bytes.push(Number(piece.text.slice(1, -1)))
          continue
        }
        flush()
        // U+2047 is what SentencePiece itself shows for the unknown piece.
        if (piece?.type === 'unknown') parts.push(' \u2047 ')
        else if (piece !== undefined && piece.type !== 'control') parts.push(piece.text)
      }
      flush()
      const text = parts.join('').replaceAll(SPACE, ' ')
      return model.addDummyPrefix && text.startsWith(' ') ? text.slice(1) : text
    },
  }
}

function buildLattice({ pieces }: SentencePieceModel): Lattice {
  const worst = pieces.reduce((lowest, { type, score }) => (type === 'normal' ? Math.min(lowest, score) : lowest), 0)
  const candidates = new Map<string, { id: number; score: number }>()
  let longest = 1
  pieces.forEach(({ text, score, type }, id) => {
    if (type !== 'normal' && type !== 'user-defined') return
    const characters = Array.from(text).length
    longest = Math.max(longest, characters)
    candidates.set(text, { id, score: type === 'normal' ? score : characters * USER_DEFINED_SCORE_PER_CHARACTER })
  })
  return { candidates, longest, unknownScore: worst - UNKNOWN_PENALTY }
}

/** The cut with the highest sum of scores; `id` null marks an unknown character. */
function bestCut(characters: readonly string[], { candidates, longest, unknownScore }: Lattice) {
  const best = [{ score: 0, from: 0, id: null as number | null }]
  for (let to = 1; to <= characters.length; to++) {
    const single = best[to - 1]?.score ?? 0
    let chosen = { score: single + unknownScore, from: to - 1, id: null as number | null }
    let text = ''
    for (let from = to - 1; from >= Math.max(0, to - longest); from--) {
      text = (characters[from] ?? '') + text
      const piece = candidates.get(text)
      const before = best[from]
      if (piece === undefined || before === undefined) continue
      const score = before.score + piece.score
      if (score > chosen.score) chosen = { score, from, id: piece.id }
    }
    best.push(chosen)
  }
  const cut: { id: number | null; from: number; to: number }[] = []
  for (let to = characters.length; to > 0; ) {
    const { id, from } = best[to] ?? { id: null, from: to - 1 }
    cut.push({ id, from, to })
    to = from
  }
  return cut.reverse()
}
