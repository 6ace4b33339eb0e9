import { describe, expect, it } from 'vitest'
import { loadNormaliser } from '../normaliser/normaliser'
import { compareWords, lacksEnding, repeatsEnding } from './word-comparison'

const normalise = await loadNormaliser('en-US')
const sayWord = (word: string) => normalise(word).map(({ text }) => text).join(' ')
const compare = (text: string, heard: string) => compareWords(text, heard.split(' ').filter((word) => word !== ''), sayWord)
const wrong = (text: string, heard: string) => {
  const { words, extraCount } = compare(text, heard)
  return [...words.filter(({ verdict }) => verdict !== 'same').map(({ text: word, heardAs }) => [word, heardAs]), ...(extraCount ? [`+${extraCount}`] : [])]
}

describe('words that were heard as written', () => {
  it.each([
    ['another case and other marks', 'Well, I never!', 'well I never'],
    ['an apostrophe', "Don't stop.", 'Dont stop.'],
    ['an accent', 'A naïve café', 'A naive cafe'],
    ['a title in full', 'Doctor Smith is in.', 'Dr. Smith is in.'],
    ['a hyphen', 'a well known fact', 'a well-known fact'],
    ['a number in figures', 'She paid twenty one pounds.', 'She paid 21 pounds.'],
    ['a sum of money', 'It costs five dollars.', 'It costs $5.'],
    ['a year', 'born in nineteen eighty-four', 'born in 1984'],
    ['a time', 'at seven oh five', 'at 7:05'],
    ['a time without its colon', 'at seven oh five', 'at 705.'],
    ['a later time', 'at seven thirty', 'at 730'],
    ['a room', 'in twelve forty-two', 'in 1242'],
    ['a share', 'twenty percent of it', '20% of it'],
    ['a text of nothing but numbers', 'three, fourteen, fifteen', '3, 14, 15.'],
    ['digits that run together', 'one two three four', '1234'],
    ['a text of one number', 'nineteen eighty-four', '1984.'],
  ])('takes %s', (_, text, heard) => {
    expect(wrong(text, heard)).toEqual([])
  })
})

describe('words that were not', () => {
  it.each([
    ['another word', 'The cat sat down.', 'The cat sat dawn.', [['down.', 'dawn.']]],
    ['a missing word', 'The cat sat down.', 'The sat down.', [['cat', null]]],
    ['a word too many', 'The cat sat down.', 'The fat cat sat down.', ['+1']],
    ['nothing', 'Hello there.', '', [['Hello', null], ['there.', null]]],
    ['another number', 'room twenty one', 'room 22', [['one', '22']]],
  ])('names %s', (_, text, heard, differing) => {
    expect(wrong(text, heard)).toEqual(differing)
  })

  it('counts a written word once, however many words it is read as', () => {
    expect(compare('a twenty-one gun salute', 'a gun salute').wrongCount).toBe(1)
  })

  it('leaves signs without words alone', () => {
    expect(compare('yes — no', 'yes no').words.map(({ text }) => text)).toEqual(['yes', 'no'])
  })
})

describe('endings', () => {
  it.each([
    ['said twice', 'We walked to the sea.', 'We walked to the sea. To the sea.', true, false],
    ['said once', 'We walked to the sea.', 'We walked to the sea.', false, false],
    ['followed by something else', 'We walked to the sea.', 'We walked to the sea. Thank you.', false, false],
    ['cut off', 'We walked to the sea.', 'We walked to the', false, true],
    ['missing in silence', 'We walked.', '', false, true],
  ])('knows an ending that is %s', (_, text, heard, repeated, missing) => {
    const comparison = compare(text, heard)
    expect([repeatsEnding(text, comparison), lacksEnding(comparison)]).toEqual([repeated, missing])
  })
})

it('tells where each word was heard', () => {
  expect(compare('It costs five dollars today.', 'It costs $5 today.').words.map(({ heard }) => heard)).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
    [2, 3],
    [3, 4],
  ])
})
