import { expect, it } from 'vitest'
import type { ComparisonVote, VotedSide } from '../../shared/protocol/records'
import { tallyVotes } from './vote-tally'

const starter: VotedSide = { engineName: 'Starter', voiceName: 'Ada', setting: 'pace 1×' }
const best: VotedSide = { ...starter, setting: 'pace 1×, best of 4' }
const pocket: VotedSide = { ...starter, engineName: 'Pocket' }
const vote = (a: VotedSide, b: VotedSide, preferred: 0 | 1 | null): ComparisonVote => ({ id: '', createdAt: '', sides: [a, b], preferred })

it('has no rows without votes', () => {
  expect(tallyVotes([])).toEqual([])
})

it('counts each engine, voice and setting on both sides, the most preferred first', () => {
  const rows = tallyVotes([vote(starter, best, 1), vote(best, starter, null), vote(starter, pocket, 1), vote(pocket, best, 0)])
  expect(rows).toEqual([
    { ...pocket, compared: 2, preferred: 2, equal: 0 },
    { ...best, compared: 3, preferred: 1, equal: 1 },
    { ...starter, compared: 3, preferred: 0, equal: 1 },
  ])
})

it('counts two readings of the same engine, voice and setting twice', () => {
  expect(tallyVotes([vote(starter, starter, 0)])).toEqual([{ ...starter, compared: 2, preferred: 1, equal: 0 }])
})
