import { describe, expect, it } from 'vitest'
import { letters } from '#fixtures/letter-tokenizer'
import { createRandom } from '../../../../../src/shared/audio/random'
import { chunkText } from './chunking'

// Where the official code cuts is shown on 300 texts in text-rules.test.ts. Here a token is a character, and one more is in front.

const chunksOf = (text: string, limit: number) => chunkText(text, limit, letters).map((chunk) => chunk.text)

describe('chunking', () => {
  it('gives nothing for nothing', () => {
    expect(chunksOf('  ', 10)).toEqual([])
  })

  it('cuts after sentences and joins as many as fit', () => {
    expect(chunksOf('One two. Three. Four five. Six.', 20)).toEqual(['One two.  Three.', 'Four five.  Six.'].map((text) => text.replace('  ', ' ')))
  })

  it('does not cut inside a number', () => {
    expect(chunksOf('Pi is 3.14 or so. Yes.', 18)).toEqual(['Pi is 3.14 or so.', 'Yes.'])
  })

  it('cuts a clause that is too long between words', () => {
    expect(chunksOf('a b c d e f g', 6)).toEqual(['a b c', 'd e f', 'g'])
  })

  it('cuts a word only when it alone is over the limit, and says so', () => {
    expect(chunkText('hi incomprehensible', 9, letters)).toEqual([
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
      const limit = 16 + (random.uint32() % 50)
      const chunks = chunkText(words.join(' '), limit, letters)
      expect(chunks.map((chunk) => chunk.text).join(' ').replace(/\s+/g, '')).toEqual(words.join(''))
      for (const chunk of chunks) expect(letters.encode(chunk.text).length).toBeLessThanOrEqual(limit)
    }
  })
})
