import { expect, it } from 'vitest'
import { phonemeIds } from './vocabulary'
import { wordsAfterCut, wordTimes } from './word-times'

// A boundary of two frames, then one frame for each sign; a mark of ten.
const ids = phonemeIds('ɡˈO hˈOm, nˈW.')
const durations = Int32Array.from([2, 1, 1, 1, 1, 1, 1, 1, 1, 10, 1, 1, 1, 1, 10, 3])

it('sums up what the network gave each sign, 25 ms a frame; marks and spaces belong to no word', () => {
  const words = wordTimes('Go home, now.', ids, durations)
  expect(words.map(({ text }) => text)).toEqual(['Go', 'home,', 'now.'])
  for (const [index, [start, end]] of [[0.05, 0.125], [0.15, 0.25], [0.525, 0.6]].entries()) {
    expect(words[index]?.startSeconds).toBeCloseTo(start!, 9)
    expect(words[index]?.endSeconds).toBeCloseTo(end!, 9)
  }
})

it('moves words with the silence that is cut before them, never before the beginning', () => {
  const words = wordsAfterCut(wordTimes('Go home, now.', ids, durations), 0.075)
  expect(words.map(({ startSeconds }) => startSeconds)).toEqual([0, expect.closeTo(0.075, 9), expect.closeTo(0.45, 9)])
  expect(words[0]?.endSeconds).toBeCloseTo(0.05, 9)
})
