import { expect, it } from 'vitest'
import type { CheckedWord, SentenceCheck } from '../../shared/protocol/take-check'
import { followedWords, NOWHERE, soundingAt } from './followed-words'

const RATE = 100
const sentences = [
  { text: '“No — go.”', startSample: 0, endSample: 200, words: [{ text: '“No', startSeconds: 0.1, endSeconds: 0.3 }, { text: 'go.”', startSeconds: 0.4, endSeconds: 0.8 }] },
  { text: 'Now!', startSample: 200, endSample: 300, words: [{ text: 'Now!', startSeconds: 0.2, endSeconds: 0.5 }] },
]
const heard = (text: string, startSeconds: number): CheckedWord => ({ text, verdict: 'different', heardAs: 'x', startSeconds, endSeconds: startSeconds + 0.1 })
const checkOf = (...words: CheckedWord[]): SentenceCheck => ({ words, heard: '', extraCount: 0, findings: [], attempts: 1 })

it('keeps signs that are not said with the word before them, and counts from the start of the reading', () => {
  expect(followedWords(sentences[0]!, undefined, RATE).map(({ text }) => text)).toEqual(['“No —', 'go.”'])
  expect(followedWords(sentences[1]!, undefined, RATE)).toEqual([{ text: 'Now!', startSeconds: 2.2, endSeconds: 2.5 }])
})

it('takes times from the engine, and from the transcriber where the engine tells none', () => {
  const check = checkOf(heard('Now!', 2.9))
  expect(followedWords(sentences[1]!, check, RATE)[0]).toEqual({ text: 'Now!', startSeconds: 2.2, endSeconds: 2.5, heard: { verdict: 'different', heardAs: 'x' } })
  const { text, startSample, endSample } = sentences[1]!
  const untimed = { text, startSample, endSample }
  expect(followedWords(untimed, check, RATE)[0]).toMatchObject({ startSeconds: 2.9, heard: { verdict: 'different' } })
  expect(followedWords(untimed, undefined, RATE)[0]).toEqual({ text: 'Now!', startSeconds: null, endSeconds: null })
})

it.each([
  [0.05, { sentence: 0, word: -1 }],
  [0.2, { sentence: 0, word: 0 }],
  // A short silence between two words.
  [0.35, { sentence: 0, word: 0 }],
  [0.5, { sentence: 0, word: 1 }],
  // The pause behind a sentence.
  [1.9, { sentence: 0, word: -1 }],
  [2.25, { sentence: 1, word: 0 }],
  [3, NOWHERE],
])('at %s s lights %o', (seconds, place) => {
  expect(soundingAt(sentences, undefined, RATE, seconds)).toEqual(place)
})

it('takes the times of the first words where only those are known, and none where there are too many', () => {
  const [first, second] = sentences[0]!.words
  const known = followedWords({ ...sentences[0]!, words: [first!] }, undefined, RATE)
  expect(known.map(({ startSeconds }) => startSeconds)).toEqual([0.1, null])
  const odd = followedWords({ ...sentences[0]!, words: [first!, second!, second!] }, undefined, RATE)
  expect(odd.map(({ startSeconds }) => startSeconds)).toEqual([null, null])
})
