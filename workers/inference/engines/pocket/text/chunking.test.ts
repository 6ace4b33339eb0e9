import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../../src/shared/audio/random'
import { chunkText } from './chunking'

/** One token per word and per mark: easy to count by hand. */
const countTokens = (text: string) => text.match(/[\p{L}\p{N}']+|[^\s]/gu)?.length ?? 0
const chunksOf = (text: string, limit: number) => chunkText(text, limit, countTokens).map((chunk) => chunk.text)

describe('chunking', () => {
  it('gives nothing for nothing', () => {
    expect(chunksOf('  ', 10)).toEqual([])
  })

  it('leaves a text that fits alone', () => {
    expect(chunksOf(' One. Two. ', 10)).toEqual(['One. Two.'])
  })

  it('cuts after sentences and joins as many as fit', () => {
    expect(chunksOf('One two. Three four. Five six. Seven.', 6)).toEqual(['One two. Three four.', 'Five six. Seven.'])
  })

  it('keeps runs of marks and closing quotes with their sentence', () => {
    expect(chunksOf('"What?!" she asked. "Oh..." he said.', 9)).toEqual(['"What?!" she asked.', '"Oh..." he said.'])
  })

  it('does not cut inside a number', () => {
    expect(chunksOf('Pi is 3.14 or so. Yes.', 9)).toEqual(['Pi is 3.14 or so.', 'Yes.'])
  })

  it('cuts a long sentence after clauses', () => {
    expect(chunksOf('When it rains, we stay inside; when it stops, we go.', 8)).toEqual(['When it rains, we stay inside;', 'when it stops, we go.'])
  })

  it('cuts a clause that is too long between words', () => {
    expect(chunksOf('a b c d e f g', 3)).toEqual(['a b c', 'd e f', 'g'])
  })

  it('cuts a word only when it alone is over the limit, and says so', () => {
    const byLetter = (text: string) => text.length
    expect(chunkText('hi incomprehensible', 8, byLetter)).toEqual([
      { text: 'hi', cutsWord: false },
      { text: 'incompre', cutsWord: true },
      { text: 'hensible', cutsWord: true },
    ])
  })

  it('never exceeds the limit and never loses a word, whatever the text', () => {
    const random = createRandom(11)
    const pick = <T>(from: readonly T[]) => from[random.uint32() % from.length]!
    for (let trial = 0; trial < 300; trial++) {
      const words = Array.from({ length: 1 + (random.uint32() % 120) }, () =>
        pick(['a', 'word', "don't", '3.5', 'Straße', 'e.g.', '"quoted"']) + pick(['', '', '', '', ',', '.', '!?', '...', ';']))
      const text = words.join(pick([' ', '  ', '\n']))
      const limit = 8 + (random.uint32() % 50)
      const chunks = chunkText(text, limit, countTokens)
      expect(chunks.map((chunk) => chunk.text).join(' ').split(/\s+/)).toEqual(words)
      for (const chunk of chunks) expect(countTokens(chunk.text)).toBeLessThanOrEqual(limit)
    }
  })
})
