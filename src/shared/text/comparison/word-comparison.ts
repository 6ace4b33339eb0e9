import { alignWords, countDifferences, type AlignedWords } from './word-alignment'
import { spellNumber } from './number-spelling'
import { transcriptWords } from './word-error-rate'

/** A word of a text, as written there, and what became of it. */
export interface ComparedWord {
  readonly text: string
  readonly verdict: 'same' | 'different' | 'missing'
  /** What was heard in its place; null where nothing was. */
  readonly heardAs: string | null
  /** Indices `[start, end)` of the heard words in its place; empty where there are none. */
  readonly heard: readonly [start: number, end: number]
}

/** What was heard beside what was to be said. */
export interface WordComparison {
  readonly words: readonly ComparedWord[]
  /** Words that were heard at the end of the text and are not in it. */
  readonly heardAfter: readonly string[]
  /** Words heard in addition to those of the text, anywhere. */
  readonly extraCount: number
  /** Words of the text that were heard differently or not at all. */
  readonly wrongCount: number
}

/** Writes a heard word as it is said ("$5" as "five dollars"). */
export type SayWord = (heard: string) => string

/**
 * Compares a text, numbers already in words, with what a transcriber wrote down. Case, accents, punctuation and the cut
 * between words do not count. A transcriber writes figures as it likes, so each heard word is read as `sayWord` says it, as
 * a plain number, digit by digit and in pairs of digits, and the reading with the fewest differences holds.
 */
export function compareWords(text: string, heard: readonly string[], sayWord: SayWord): WordComparison {
  const said = spread(text.split(/\s+/), transcriptWords)
  const readings = [sayWord, (word: string) => word, digitByDigit, inPairs].map((read) =>
    spread(heard, (word) => transcriptWords(read(word))),
  )
  const candidates = readings.map((reading) => ({ reading, aligned: alignWords(said.bare, reading.bare) }))
  const best = candidates.reduce((a, b) => (countDifferences(b.aligned) < countDifferences(a.aligned) ? b : a))
  return describe(said, best.reading, heard, best.aligned)
}

/** Words as written and the bare words that they are made of; `owner` tells which word each of these belongs to. */
interface SpreadWords {
  readonly words: readonly string[]
  readonly bare: readonly string[]
  readonly owner: readonly number[]
}

function spread(words: readonly string[], bareWords: (word: string) => readonly string[]): SpreadWords {
  const pairs = words.flatMap((word, index) => bareWords(word).map((bare) => ({ bare, index })))
  return { words, bare: pairs.map(({ bare }) => bare), owner: pairs.map(({ index }) => index) }
}

function digitByDigit(word: string): string {
  return word.replace(/\d/g, (digit) => ` ${spellNumber(Number(digit))} `)
}

/** As hours and minutes, years and rooms are said: 705 is "seven oh five", 1984 "nineteen eighty-four". */
function inPairs(word: string): string {
  return word.replace(/(?<!\d)(\d{1,2})(\d)(\d)(?!\d)/g, (_, head: string, tens: string, ones: string) => {
    const rest = tens === '0' ? `oh ${spellNumber(Number(ones))}` : spellNumber(Number(`${tens}${ones}`))
    return ` ${spellNumber(Number(head))} ${rest} `
  })
}

function describe(said: SpreadWords, reading: SpreadWords, heard: readonly string[], aligned: readonly AlignedWords[]): WordComparison {
  const words = said.words.flatMap((text, index): ComparedWord[] => {
    const mine = aligned.filter(({ said: [start, end] }) => said.owner.slice(start, end).includes(index))
    if (mine.length === 0) return []
    const owners = mine.flatMap(({ heard: [start, end] }) => reading.owner.slice(start, end))
    const place: [number, number] = owners.length === 0 ? [0, 0] : [Math.min(...owners), Math.max(...owners) + 1]
    const verdict = mine.every(({ same }) => same) ? 'same' : owners.length === 0 ? 'missing' : 'different'
    return [{ text, verdict, heardAs: owners.length === 0 ? null : heard.slice(...place).join(' '), heard: place }]
  })
  const extras = aligned.filter(({ said: [start, end] }) => start === end)
  const lastSaid = aligned.findLastIndex(({ said: [start, end] }) => end > start)
  return {
    words,
    heardAfter: aligned.slice(lastSaid + 1).flatMap(({ heard: [start, end] }) => reading.bare.slice(start, end)),
    extraCount: extras.length,
    wrongCount: words.filter(({ verdict }) => verdict !== 'same').length,
  }
}

/** True where a reading said its last words again: what was heard after the end is how the text ends. */
export function repeatsEnding(text: string, { heardAfter }: WordComparison): boolean {
  const said = transcriptWords(text)
  return heardAfter.length > 0 && said.slice(-heardAfter.length).join(' ') === heardAfter.join(' ')
}

/** True where the last word was not heard. */
export function lacksEnding({ words }: WordComparison): boolean {
  return words.at(-1)?.verdict === 'missing'
}
