import { transcriptWords } from './comparison/word-error-rate'
import { findMarks } from './script/marks'

/** A word as a person wrote it, and the said words `[from, to)` that stand for it. */
export interface WrittenWord {
  readonly text: string
  readonly from: number
  readonly to: number
}

/** The words of a sentence as a person wrote them, each with those of the sentence that are said for it. */
export type WrittenSentence = readonly WrittenWord[]

/** How far ahead both texts are searched for where they say the same again, step by step: rules rewrite a few words, left-out code is longer. */
const WINDOWS = [16, 64, 256, 1024] as const
/** So near one common word is enough; farther away it may be any "the", and the next one has to be the same, too. */
const NEAR = 8
/** Below this share of words that both have, of the shorter text, another one was said, and nothing is laid beside it. */
const LEAST_SHARE = 0.4
/** More combinations of a rewritten stretch are not weighed; its words are shared out evenly. */
const MOST_WEIGHED = 40_000

/**
 * Lays what was written beside what is said, so that "$5" stands for "five dollars" whatever rules made it so: words that both have hold
 * the texts together, and what lies between two of these is shared out among the written words by how many words each is likely to
 * be said as. Every said word belongs to one written word, in order; written words that nobody says are left out.
 *
 * @param said words as they are said, with their punctuation
 * @returns null where too few of them were written so
 */
export function layWritten(written: string, said: readonly string[]): readonly WrittenWord[] | null {
  const words = wordsOf(written)
  const keys = said.map(keyOf)
  const laid: WrittenWord[] = []
  let same = 0
  let [at, to] = [0, 0]
  while (at < words.length || to < keys.length) {
    const next = words[at]
    if (next && next.key === keys[to]) {
      laid.push({ text: next.text, from: to, to: to + 1 })
      same++
      at++
      to++
      continue
    }
    const [skipped, spoken] = nextMeeting(words, keys, at, to)
    laid.push(...shared(words.slice(at, at + skipped), said.slice(to, to + spoken), to))
    at += skipped
    to += spoken
  }
  return same < LEAST_SHARE * Math.min(words.length, said.length) ? null : withoutHoles(laid, said.length)
}

interface Word {
  readonly text: string
  /** What both texts are compared by: the words that a transcriber would write. */
  readonly key: string
}

/** Signs of Markdown, which are neither said nor shown: at the beginning of a line, alone, and around a word. */
const lineMarks = /^[ \t]*(?:[-*+•>]|#{1,6})(?:[ \t]*[>#])*[ \t]+/gm
const markAlone = /^(?:[#*_~`|]+|-{2,}|={2,}|:?-+:?)$/u
const marksAround = /^[*_~`#>|]+|[*_~`|]+$/gu

/** Words with a letter or a digit, each with the signs that stand alone behind it. */
function wordsOf(written: string): readonly Word[] {
  const words: Word[] = []
  for (const token of withoutMarks(written).replace(lineMarks, ' ').split(/\s+/u)) {
    if (token === '' || markAlone.test(token)) continue
    const [text, key] = [token.replace(marksAround, ''), keyOf(token)]
    const before = words.at(-1)
    if (/[\p{L}\p{N}]/u.test(token)) words.push({ text, key })
    else if (before) words[words.length - 1] = { text: `${before.text} ${text}`, key: `${before.key} ${key}`.trim() }
  }
  return words.filter(({ key }) => key !== '')
}

/** The text beside its marks; of one that has other words said than are written, those that are written. */
function withoutMarks(written: string): string {
  let [text, at] = ['', 0]
  for (const mark of findMarks(written)) {
    text += written.slice(at, mark.start) + (mark.kind === 'says' ? mark.written : mark.kind === 'pause' ? ' ' : '')
    at = mark.end
  }
  return text + written.slice(at)
}

function keyOf(word: string): string {
  return transcriptWords(word).join(' ')
}

/** How many written and how many said words lie before the next place where both go on with the same words, or their ends. */
function nextMeeting(words: readonly Word[], keys: readonly string[], at: number, to: number): readonly [number, number] {
  const meets = (i: number, j: number) => {
    const [word, after] = [words[at + i], words[at + i + 1]]
    if (word === undefined || word.key !== keys[to + j]) return false
    return i + j <= NEAR || after === undefined || keys[to + j + 1] === undefined || after.key === keys[to + j + 1]
  }
  const rest = [words.length - at, keys.length - to] as const
  if (rest[0] === 0 || rest[1] === 0) return rest
  for (const window of WINDOWS) {
    for (let sum = 1; sum <= 2 * window; sum++) {
      for (let i = Math.max(0, sum - window); i <= Math.min(window, sum); i++) if (meets(i, sum - i)) return [i, sum - i]
    }
    if (window >= rest[0] && window >= rest[1]) break
  }
  return rest
}

/** A rewritten stretch: its said words shared out among the written ones, in order. */
function shared(words: readonly Word[], said: readonly string[], offset: number): WrittenWord[] {
  const ends = words.length * said.length ** 2 > MOST_WEIGHED ? evenEnds(words.length, said.length) : likelyEnds(words, said)
  return words.map(({ text }, i) => ({ text, from: offset + (ends[i - 1] ?? 0), to: offset + (ends[i] ?? said.length) }))
}

function evenEnds(count: number, total: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => Math.round((total * (i + 1)) / count))
}

/** Ends of the runs of said words that cost least in sum: by length, by the sign at the end, and by the first letter. */
function likelyEnds(words: readonly Word[], said: readonly string[]): readonly number[] {
  const width = said.length + 1
  const costs = new Float64Array((words.length + 1) * width).fill(Infinity)
  const froms = new Int32Array(costs.length)
  costs[0] = 0
  for (const [i, word] of words.entries()) {
    for (let from = 0; from < width; from++) {
      const before = costs[i * width + from] ?? Infinity
      if (before === Infinity) continue
      for (let to = from; to < width; to++) {
        const cost = before + costOf(word, said, from, to)
        if (cost >= (costs[(i + 1) * width + to] ?? NaN)) continue
        costs[(i + 1) * width + to] = cost
        froms[(i + 1) * width + to] = from
      }
    }
  }
  const ends: number[] = []
  for (let [i, end] = [words.length, said.length]; i > 0; i--) {
    ends.unshift(end)
    end = froms[i * width + end] ?? 0
  }
  return ends
}

function costOf({ text, key }: Word, said: readonly string[], from: number, to: number): number {
  const expected = key.split(' ').length + (text.match(/[$€£¥%°]/gu)?.length ?? 0)
  if (from === to) return expected + 1
  const [first = '', last = ''] = [said[from], said[to - 1]]
  const otherSign = signOf(text) === signOf(last) ? 0 : 1.5
  const otherLetter = /^\P{L}*(\p{L})/u.exec(text)?.[1]?.toLowerCase() === /^\P{L}*(\p{L})/u.exec(first)?.[1]?.toLowerCase() ? 0 : 0.25
  return Math.abs(to - from - expected) + otherSign + otherLetter
}

/** What a word ends with, for the pause behind it; the dot of an abbreviation is none. */
function signOf(word: string): 'pause' | 'none' {
  return /[,;:!?…]["”’)]*$/u.test(word) ? 'pause' : 'none'
}

/** Said words that no written word stands for belong to the one before, or to the first; written words that are not said go. */
function withoutHoles(laid: readonly WrittenWord[], total: number): readonly WrittenWord[] {
  const spoken = laid.filter(({ from, to }) => to > from)
  return spoken.map((word, i) => ({ ...word, from: i === 0 ? 0 : word.from, to: spoken[i + 1]?.from ?? total }))
}
