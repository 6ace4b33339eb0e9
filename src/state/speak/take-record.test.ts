import { expect, it } from 'vitest'
import { takeSentences } from './take-record'

const reading = { plan: ['One.', 'Two.', 'Three.'] }

it('has no sentence before there is sound', () => {
  expect(takeSentences(reading, [])).toEqual([])
})

it('puts one sentence behind the other and leaves out those that were never spoken', () => {
  expect(takeSentences(reading, [15, 7])).toEqual([
    { text: 'One.', startSample: 0, endSample: 15 },
    { text: 'Two.', startSample: 15, endSample: 22 },
  ])
})

it('keeps when words sound with the sentence that they belong to', () => {
  const words = [{ text: 'Three.', startSeconds: 0.1, endSeconds: 0.4 }]
  expect(takeSentences(reading, [10, 0, 5], [undefined, undefined, words])).toEqual([
    { text: 'One.', startSample: 0, endSample: 10 },
    { text: 'Three.', startSample: 10, endSample: 15, words },
  ])
})

it('leaves out a sentence without sound and keeps the texts of the others', () => {
  expect(takeSentences(reading, [10, 0, 5]).map(({ text, startSample }) => [text, startSample])).toEqual([['One.', 0], ['Three.', 10]])
})

it('says which passage of a script a sentence belongs to', () => {
  const sentences = takeSentences({ ...reading, planPassages: [0, 1, 1] }, [10, 0, 5])
  expect(sentences.map(({ text, passage }) => [text, passage])).toEqual([['One.', 0], ['Three.', 1]])
})
