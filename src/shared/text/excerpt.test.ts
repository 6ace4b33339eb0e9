import { expect, it } from 'vitest'
import { excerpt } from './excerpt'

it.each([
  ['Hello there.', 40, 'Hello there.'],
  ['  two\n\nlines  ', 40, 'two lines'],
  ['one two, three four', 9, 'one two…'],
  ['Donaudampfschifffahrt', 5, 'Donau…'],
  ['😀😀😀😀', 2, '😀😀…'],
  ['exactly', 7, 'exactly'],
])('shortens %j to %i characters as %j', (text, length, expected) => {
  expect(excerpt(text, length)).toBe(expected)
})
