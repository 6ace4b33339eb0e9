import { expect, it } from 'vitest'
import type { SpeakEvent } from '../protocol/engine'
import { createSentenceMarks } from './sentence-marks'

const audio = (chunkIndex: number, length: number, endsChunk = true): SpeakEvent => ({
  type: 'audio',
  chunkIndex,
  samples: new Float32Array(length),
  endsChunk,
})
const plan: SpeakEvent = { type: 'plan', chunks: ['One.', 'Two.', 'Three.'].map((text) => ({ text, estimatedSeconds: 1 })) }

it('has no sentence before there is sound', () => {
  const marks = createSentenceMarks()
  marks.take(plan)
  expect(marks.sentences(0)).toEqual([])
})

it('joins the parts of a sentence and leaves out those that were never spoken', () => {
  const marks = createSentenceMarks()
  for (const event of [plan, audio(0, 10, false), audio(0, 5), audio(1, 7)]) marks.take(event)
  expect(marks.sentences(22)).toEqual([
    { text: 'One.', startSample: 0, endSample: 15 },
    { text: 'Two.', startSample: 15, endSample: 22 },
  ])
})

it('ends with the samples that were kept', () => {
  const marks = createSentenceMarks()
  for (const event of [plan, audio(0, 10), audio(1, 10)]) marks.take(event)
  expect(marks.sentences(12).map(({ endSample }) => endSample)).toEqual([10, 12])
  expect(marks.sentences(10)).toHaveLength(1)
})
