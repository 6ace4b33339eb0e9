import { describe, expect, it } from 'vitest'
import { phonemeIds } from './vocabulary'
import { withoutSilence, wordsAfterCut, wordTimes } from './word-times'

// A boundary of two frames, then one frame for each sign; a mark of ten.
const ids = phonemeIds('ɡˈO hˈOm, nˈW.')
const durations = Int32Array.from([2, 1, 1, 1, 1, 1, 1, 1, 1, 10, 1, 1, 1, 1, 10, 3])

it('sums up what the network gave each sign, 25 ms a frame, 30 ms after its sound; marks and spaces belong to no word', () => {
  const words = wordTimes('Go home, now.', ids, durations)
  expect(words.map(({ text }) => text)).toEqual(['Go', 'home,', 'now.'])
  for (const [index, [start, end]] of [[0.02, 0.095], [0.12, 0.22], [0.495, 0.57]].entries()) {
    expect(words[index]?.startSeconds).toBeCloseTo(start!, 9)
    expect(words[index]?.endSeconds).toBeCloseTo(end!, 9)
  }
})

it('moves words with the silence that is cut before them, never before the beginning', () => {
  const words = wordsAfterCut(wordTimes('Go home, now.', ids, durations), 0.045)
  expect(words.map(({ startSeconds }) => startSeconds)).toEqual([0, expect.closeTo(0.075, 9), expect.closeTo(0.45, 9)])
  expect(words[0]?.endSeconds).toBeCloseTo(0.05, 9)
})

describe('silence at the edges of words', () => {
  const RATE = 1000
  /** Two seconds of silence with sound in the middle second. */
  const samples = new Float32Array(2 * RATE).fill(0.5, RATE / 2, 1.5 * RATE)
  const word = (startSeconds: number, endSeconds: number) => ({ text: 'x', startSeconds, endSeconds })

  it('is no part of them', () => {
    const [cut] = withoutSilence([word(0.25, 1.75)], samples, RATE)
    expect([cut?.startSeconds, cut?.endSeconds]).toEqual([expect.closeTo(0.5, 9), expect.closeTo(1.5, 9)])
  })

  it('is left where all is silent, and where the sound of a word is not at hand', () => {
    const words = [word(0.1, 0.4), word(1.7, 2.5)]
    expect(withoutSilence(words, samples, RATE)).toEqual(words)
    expect(withoutSilence(words, new Float32Array(0), RATE)).toEqual(words)
  })

  it('is found in a later part of the sound', () => {
    const [cut] = withoutSilence([word(7.25, 8.25)], samples, RATE, 7)
    expect([cut?.startSeconds, cut?.endSeconds]).toEqual([expect.closeTo(7.5, 9), expect.closeTo(8.25, 9)])
  })
})
