import 'fake-indexeddb/auto'
import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import type { ComparisonVote } from '../protocol/records'
import { createDatabase } from './database'
import type { VoteRepository } from './services'
import { createVoteRepository } from './votes'

const side = { engineName: 'Starter', voiceName: 'Ada', setting: 'pace 1×' }
const vote = (id: string, createdAt: string): ComparisonVote => ({ id, createdAt, sides: [side, side], preferred: 0 })

let votes: VoteRepository

beforeEach(() => {
  votes = createVoteRepository(createDatabase(randomUUID()))
})

it('gives nothing before there is a vote, and the newest first', async () => {
  expect(await votes.list()).toEqual([])
  const [old, young] = [vote('b', '2026-01-01T00:00:00.000Z'), vote('a', '2026-01-02T00:00:00.000Z')]
  await votes.save(old)
  await votes.save(young)
  expect(await votes.list()).toEqual([young, old])
})

it('forgets all of them', async () => {
  await votes.save(vote('a', '2026-01-01T00:00:00.000Z'))
  await votes.deleteAll()
  expect(await votes.list()).toEqual([])
})
