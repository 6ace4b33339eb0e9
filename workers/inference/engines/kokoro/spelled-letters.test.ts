import { expect, it } from 'vitest'
import { joinSpelledLetters } from './spelled-letters'

it.each(['A dog', 'I am', 'Plan B.', 'NASA', 'x y'])('leaves "%s" alone', (text) => {
  expect(joinSpelledLetters(text)).toBe(text)
})

it.each([
  ['the A P I works', 'the A.P.I works'],
  ['at three P M.', 'at three P.M.'],
  ['two D V Ds', 'two DVDs'],
  ["A I's rise", "AI's rise"],
  ['A T and T', 'A.T and T'],
])('%s → %s', (spoken, written) => {
  expect(joinSpelledLetters(spoken)).toBe(written)
})
