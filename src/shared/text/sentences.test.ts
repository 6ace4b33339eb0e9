import { describe, expect, it } from 'vitest'
import { cutInTwo, splitSentences } from './sentences'

const texts = (text: string, maxWords?: number) => splitSentences(text, 'en-US', maxWords).map((sentence) => sentence.text)
const ends = (text: string, maxWords?: number) => splitSentences(text, 'en-US', maxWords).map((sentence) => sentence.end)

describe('splitting into sentences', () => {
  it('gives nothing for text without a letter or digit', () => {
    expect(texts('… !! \n\n 😀')).toEqual([])
  })

  it('splits at full stops, question and exclamation marks', () => {
    expect(texts('Stop! Who goes there? A friend.')).toEqual(['Stop!', 'Who goes there?', 'A friend.'])
  })

  it.each([
    'Dr. Smith met Mrs. Jones in St. Louis.',
    'Bring fruit, e.g. Apples and pears.',
    'The house of J. R. Tolkien stands here.',
    'It was room No. 7 on the left.',
    'The price rose by 3.5 percent.',
  ])('does not split after an abbreviation: %s', (text) => {
    expect(texts(text)).toEqual([text])
  })

  it.each([
    ['He said no. Then he left.', ['He said no.', 'Then he left.']],
    ['No. I will not.', ['No.', 'I will not.']],
    ['We met at three P M. He left.', ['We met at three P M.', 'He left.']],
    ['So did I. We laughed.', ['So did I.', 'We laughed.']],
  ])('splits after words that only look like abbreviations: %s', (text, expected) => {
    expect(texts(text)).toEqual(expected)
  })

  it('keeps signs without words with the sentence before them', () => {
    expect(texts('Really? ... Yes. 🎉')).toEqual(['Really? ...', 'Yes. 🎉'])
  })

  it('ends a sentence at a line break and a paragraph at an empty line', () => {
    expect(splitSentences('A title\nOne line.\n\nThe rest', 'en')).toEqual([
      { text: 'A title', end: 'sentence' },
      { text: 'One line.', end: 'paragraph' },
      { text: 'The rest', end: 'paragraph' },
    ])
  })
})

describe('cutting what is too long', () => {
  it('prefers the clause mark nearest to the middle', () => {
    expect(texts('one two three four, five six seven eight nine, ten eleven twelve thirteen fourteen.', 10)).toEqual([
      'one two three four, five six seven eight nine,',
      'ten eleven twelve thirteen fourteen.',
    ])
  })

  it('does not leave a part of one or two words behind a comma', () => {
    expect(cutInTwo('well, one two three four five six seven')).toEqual(['well, one two three', 'four five six seven'])
  })

  it('marks inner cuts as clauses', () => {
    expect(ends('one two three four five six.', 3)).toEqual(['clause', 'paragraph'])
  })

  it('loses no word of a long text without marks', () => {
    const words = Array.from({ length: 103 }, (_, index) => `w${index}`)
    const parts = texts(words.join(' '))
    expect(parts.join(' ')).toBe(words.join(' '))
    expect(Math.max(...parts.map((part) => part.split(' ').length))).toBeLessThanOrEqual(25)
  })

  it('cuts inside a word that stands alone, and gives up on one character', () => {
    expect(cutInTwo('abcde')).toEqual(['abc', 'de'])
    expect(cutInTwo('a')).toBeNull()
  })
})
