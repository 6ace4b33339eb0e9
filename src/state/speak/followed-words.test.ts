import { describe, expect, it } from 'vitest'
import type { CheckedWord, SentenceCheck } from '../../shared/protocol/take-check'
import { followedWords, NOWHERE, soundingAt } from './followed-words'
import { writtenSentences } from './written-sentences'

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

describe('words as they were written', () => {
  const sentence = { text: 'Pay five dollars.', startSample: 100, endSample: 400, words: [{ text: 'Pay', startSeconds: 0, endSeconds: 0.4 }, { text: 'five', startSeconds: 0.5, endSeconds: 0.8 }, { text: 'dollars.', startSeconds: 0.9, endSeconds: 1.5 }] }
  const [written] = writtenSentences('Pay $5.', [sentence.text])
  const right = (text: string): CheckedWord => ({ text, verdict: 'same', heardAs: text, startSeconds: null, endSeconds: null })
  const missing = (text: string): CheckedWord => ({ text, verdict: 'missing', heardAs: null, startSeconds: null, endSeconds: null })

  it('sound while those sound that are said for them', () => {
    expect(followedWords(sentence, undefined, RATE, written)[1]).toEqual({ text: '$5.', startSeconds: 1.5, endSeconds: 2.5 })
    expect(soundingAt([sentence], undefined, RATE, 2.2, [written ?? null])).toEqual({ sentence: 0, word: 1 })
  })

  it.each([
    [[right('five'), right('dollars.')], { verdict: 'same', heardAs: 'five dollars.' }],
    [[right('five'), missing('dollars.')], { verdict: 'different', heardAs: 'five' }],
    [[missing('five'), missing('dollars.')], { verdict: 'missing', heardAs: null }],
  ])('were heard as what was heard of those: %j', (words, expected) => {
    expect(followedWords(sentence, checkOf(right('Pay'), ...words), RATE, written)[1]?.heard).toEqual(expected)
  })

  it('are those that are said where a transcriber counts other words', () => {
    const { text: said, startSample, endSample } = sentence
    const untimed = { text: said, startSample, endSample }
    expect(followedWords(untimed, checkOf(right('Pay')), RATE, written).map(({ text }) => text)).toEqual(['Pay'])
  })

  it('are not known of a sentence that shares one with its neighbour, nor where something else is said', () => {
    expect(writtenSentences('All gone.Nobody came back.', ['All gone.', 'Nobody came back.']).map((words) => words?.length ?? null)).toEqual([null, null])
    expect(writtenSentences('All gone. Nobody.', ['All gone.', 'Nobody.'])[1]).toEqual([{ text: 'Nobody.', from: 0, to: 1 }])
    expect(writtenSentences('Something else altogether', ['Pay five dollars.'])).toEqual([null])
  })
})
