import { expect, it } from 'vitest'
import type { SentenceCheck, SentenceCandidate } from '../../shared/protocol/take-check'
import { sampleTake } from '#testing/storage/sample-records'
import { createChosenCandidates } from './chosen-candidates'

const take = sampleTake({
  sentences: [
    { text: 'One.', startSample: 0, endSample: 2 },
    { text: 'Two.', startSample: 2, endSample: 3 },
  ],
})
const candidate: SentenceCandidate = { seed: 1, findings: [], wrongCount: 0, similarity: null }
const choice = (kept: number) => ({ readings: [candidate, candidate], kept, reason: 'none' as const })
const check: SentenceCheck = { words: [], heard: '', extraCount: 0, findings: [], attempts: 2 }

it('leaves a take alone where nothing was chosen', () => {
  expect(createChosenCandidates().noteIn(take)).toBe(take)
})

it('notes each choice with its sentence, and the seed where it is not the take’s own', () => {
  const chosen = createChosenCandidates()
  chosen.add({ chunkIndex: 0, seed: 1, choice: choice(0), check: null }, null)
  chosen.add({ chunkIndex: 1, seed: 9, choice: choice(1), check: null }, null)
  const noted = chosen.noteIn(take)
  expect(noted.sentences?.map(({ seed, choice: made }) => [seed, made?.kept])).toEqual([[undefined, 0], [9, 1]])
  expect(noted.check).toBeUndefined()
})

it('makes what was heard the check of the take, once it was heard as a whole', () => {
  const chosen = createChosenCandidates()
  chosen.add({ chunkIndex: 0, seed: 1, choice: choice(0), check }, 'whisper')
  expect(chosen.noteIn(take).check).toBeUndefined()
  chosen.add({ chunkIndex: 1, seed: 1, choice: choice(0), check }, 'whisper')
  expect(chosen.noteIn(take).check).toEqual({ packId: 'whisper', sentences: [check, check] })
})

it('remembers what was chosen before a reading was continued, and gives each choice to be kept with its sound', () => {
  const before = createChosenCandidates()
  before.add({ chunkIndex: 0, seed: 1, choice: choice(0), check }, 'whisper')
  const kept = before.at(0)
  expect(before.at(1)).toBeNull()
  const piece = { takeId: 'a', index: 0, samples: new Float32Array(2), wallMs: 1, stages: [], ...(kept && { chosen: kept }) }
  const after = createChosenCandidates([piece])
  after.add({ chunkIndex: 1, seed: 9, choice: choice(1), check }, 'whisper')
  const whole = after.noteIn(take)
  expect(whole.check).toEqual({ packId: 'whisper', sentences: [check, check] })
  expect(whole.sentences?.map(({ choice: made }) => made?.kept)).toEqual([0, 1])
})

it('notes nothing of a sentence that was chosen and is not in the take', () => {
  const chosen = createChosenCandidates()
  for (const chunkIndex of [0, 1]) chosen.add({ chunkIndex, seed: 1, choice: choice(0), check }, 'whisper')
  const stopped = { ...take, sentences: take.sentences!.slice(0, 1) }
  expect(chosen.noteIn(stopped)).toMatchObject({ sentences: [{ text: 'One.' }], check: { sentences: [check] } })
})
