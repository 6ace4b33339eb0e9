import { describe, expect, it } from 'vitest'
import { spellNumber } from './number-spelling'
import { editDistance, transcriptWords, wordErrorRate } from './word-error-rate'

describe('word error rate', () => {
  it('refuses a reference without words', () => {
    expect(() => wordErrorRate('…', 'hello')).toThrow(RangeError)
  })

  it('is 1 when nothing was heard', () => {
    expect(wordErrorRate('one two three four', '')).toBe(1)
  })

  it('passes 1 when more was heard than said', () => {
    expect(wordErrorRate('yes', 'yes yes yes')).toBe(2)
  })

  it.each([
    ['a substitution', 'the cat sat down', 'the cat sat dawn', 1 / 4],
    ['a deletion', 'the cat sat down', 'the cat sat', 1 / 4],
    ['an insertion', 'the cat sat down', 'the cat has sat down', 1 / 4],
    ['no mistake', 'The cat, sat down!', 'the cat sat down', 0],
  ])('counts %s', (_, said, heard, rate) => {
    expect(wordErrorRate(said, heard)).toBe(rate)
  })
})

describe('words of a transcript', () => {
  it.each([
    ['Dr. Smith paid 20%.', 'doctor smith paid twenty percent'],
    ['It’s 1,205 miles', 'its one thousand two hundred five miles'],
    ['twenty-one', 'twenty one'],
    ['21', 'twenty one'],
    ['Café naïve', 'cafe naive'],
    ['  ', ''],
  ])('reads %j as %j', (text, words) => {
    expect(transcriptWords(text).join(' ')).toBe(words)
  })
})

// The classic example of the literature: kitten to sitting takes three edits.
it('finds the fewest edits', () => {
  expect(editDistance(Array.from('kitten'), Array.from('sitting'))).toBe(3)
})

describe('numbers in words', () => {
  it.each([-1, 1.5, 1_000_000, Number.NaN])('refuses %s', (value) => {
    expect(() => spellNumber(value)).toThrow(RangeError)
  })

  it.each([
    [0, 'zero'],
    [13, 'thirteen'],
    [40, 'forty'],
    [100, 'one hundred'],
    [999_999, 'nine hundred ninety nine thousand nine hundred ninety nine'],
  ])('spells %s', (value, words) => {
    expect(spellNumber(value)).toBe(words)
  })
})
