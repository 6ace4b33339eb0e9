import { expect, it } from 'vitest'
import type { SentenceCandidate } from '../../shared/protocol/take-check'
import { chooseCandidate } from './candidate-choice'

const candidate = (faults: number, wrongCount: number | null, similarity: number | null): SentenceCandidate => ({
  seed: 0,
  findings: Array.from({ length: faults }, () => 'words-differ' as const),
  wrongCount,
  similarity,
})

it('refuses to choose from nothing', () => {
  expect(() => chooseCandidate([])).toThrow(RangeError)
})

it.each([
  ['the only one', [candidate(1, 3, 0.2)], 0, 'none'],
  ['the first of equal ones', [candidate(0, 1, 0.5), candidate(0, 1, 0.5)], 0, 'none'],
  ['fewer faults before fewer words and more likeness', [candidate(1, 0, 0.9), candidate(0, 2, 0.1)], 1, 'findings'],
  ['fewer wrong words before more likeness', [candidate(0, 1, 0.9), candidate(0, 0, 0.1)], 1, 'words'],
  ['more likeness among equals', [candidate(0, 0, 0.4), candidate(0, 0, 0.6), candidate(0, 0, 0.5)], 1, 'similarity'],
  ['what sets it apart from the second best, not from the worst', [candidate(2, 9, 0.1), candidate(0, 1, 0.5), candidate(0, 0, 0.1)], 2, 'words'],
  ['likeness where nobody listened', [candidate(0, null, 0.4), candidate(0, null, 0.6)], 1, 'similarity'],
  ['words where likeness is unknown', [candidate(0, 2, null), candidate(0, 1, null)], 1, 'words'],
  ['the first where nothing is known of the other', [candidate(0, 0, 0.9), candidate(0, null, null)], 0, 'none'],
  ['the best of all that have faults', [candidate(2, 5, 0.5), candidate(1, 4, 0.5), candidate(1, 3, 0.5)], 2, 'words'],
] as const)('keeps %s', (_, candidates, kept, reason) => {
  expect(chooseCandidate(candidates)).toEqual({ readings: candidates, kept, reason })
})
