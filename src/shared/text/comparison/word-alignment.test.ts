import { describe, expect, it } from 'vitest'
import { alignWords, countDifferences } from './word-alignment'

const words = (text: string) => text.split(' ').filter((word) => word !== '')
const differences = (said: string, heard: string) => countDifferences(alignWords(words(said), words(heard)))

describe('differences between what was said and what was heard', () => {
  it.each([
    ['nothing at all', '', '', 0],
    ['nothing heard', 'one two three', '', 3],
    ['nothing said', '', 'thank you', 2],
    ['another word', 'the cat sat down', 'the cat sat dawn', 1],
    ['a word less', 'the cat sat down', 'the sat down', 1],
    ['a word more', 'the cat sat down', 'the old cat sat down', 1],
    ['everything twice', 'yes please', 'yes please yes please', 2],
    ['other words in another order', 'a b c d', 'd c b a', 4],
  ])('counts %s', (_, said, heard, count) => {
    expect(differences(said, heard)).toBe(count)
  })

  it.each([
    ['one word for two', 'some one came', 'someone came'],
    ['two words for one', 'everything ended', 'every thing ended'],
    ['figures run together', 'room 3 1 4', 'room 314'],
    ['letters apart', 'the usb port', 'the u s b port'],
  ])('does not count %s', (_, said, heard) => {
    expect(differences(said, heard)).toBe(0)
  })

  it('counts words that are only nearly the same when joined', () => {
    expect(differences('some one', 'sometwo')).toBe(2)
  })
})

it('covers all words of both sides in order', () => {
  const said = words('a b c d e')
  const heard = words('a x c e f g')
  const aligned = alignWords(said, heard)
  expect(aligned.flatMap(({ said: [start, end] }) => said.slice(start, end))).toEqual(said)
  expect(aligned.flatMap(({ heard: [start, end] }) => heard.slice(start, end))).toEqual(heard)
})

it('names the stretches that differ', () => {
  expect(alignWords(['go', 'home', 'now'], ['go', 'rome', 'now']).filter(({ same }) => !same)).toEqual([
    { said: [1, 2], heard: [1, 2], same: false },
  ])
})
