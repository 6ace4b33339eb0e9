import { expect, it } from 'vitest'
import type { CheckedWord, SentenceCheck, SentenceFinding, TakeSentence } from '../../src/shared/protocol/take-check'
import { evalFigures } from './eval-figures'

const word = (verdict: CheckedWord['verdict']): CheckedWord => ({ text: 'x', verdict, heardAs: null, startSeconds: null, endSeconds: null })
const heard = (right: number, wrong: number, change: Partial<SentenceCheck> = {}): SentenceCheck => ({
  words: [...Array.from({ length: right }, () => word('same')), ...Array.from({ length: wrong }, () => word('missing'))],
  heard: '',
  extraCount: 0,
  findings: [],
  attempts: 1,
  ...change,
})
const chosen = (...findings: readonly (readonly SentenceFinding[])[]): TakeSentence => ({
  text: 'x',
  startSample: 0,
  endSample: 1,
  choice: { kept: 0, reason: 'none', readings: findings.map((found) => ({ seed: 1, findings: found, wrongCount: 0, similarity: null })) },
})
const check = (...sentences: readonly SentenceCheck[]) => ({ packId: 'whisper', sentences })
const faulty = { findings: ['words-differ'] as const }

it('knows nothing of no takes, and of takes that nobody checked', () => {
  const nothing = { sentenceCount: 0, wordErrorRate: null, similarity: null, neededRetry: null, stillFaulty: null }
  expect(evalFigures([])).toEqual(nothing)
  expect(evalFigures([{}])).toEqual(nothing)
})

it('counts wrong, missing and additional words over the words of all texts', () => {
  // 3 of 10 and 1 more, and 0 of 30.
  const { wordErrorRate, sentenceCount } = evalFigures([
    { check: check(heard(7, 3, { extraCount: 1 })) },
    { check: check(heard(30, 0)) },
  ])
  expect([wordErrorRate, sentenceCount]).toEqual([4 / 40, 2])
})

it('takes the mean likeness of the takes that were measured', () => {
  expect(evalFigures([{ similarity: 0.2 }, { similarity: 0.6 }, {}]).similarity).toBeCloseTo(0.4, 9)
})

it('tells sentences whose first candidate had a fault from those that have one in the end', () => {
  const { neededRetry, stillFaulty } = evalFigures([
    {
      check: check(heard(1, 0), heard(1, 0, faulty), heard(1, 0), heard(1, 0, { attempts: 2 }), heard(1, 0, faulty)),
      sentences: [chosen([], ['clipping']), chosen(['clipping'], ['clipping']), chosen(['clipping'], [])],
    },
  ])
  expect(neededRetry).toBe(4 / 5)
  expect(stillFaulty).toBe(2 / 5)
})
