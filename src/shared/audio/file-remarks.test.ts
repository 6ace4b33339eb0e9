import { expect, it } from 'vitest'
import { remarksOn, type ReadFacts } from './file-remarks'

const usual: ReadFacts = { startSeconds: 0, keptSeconds: 30, fileSeconds: 30, track: { number: 1, count: 1 }, lostSeconds: 0, isCutOff: false, firstSpeechSeconds: 1 }

it('has nothing to say about a file as it should be', () => {
  expect(remarksOn(usual)).toEqual([])
})

it.each<[string, Partial<ReadFacts>, string]>([
  ['more was there than is kept', { startSeconds: 600, keptSeconds: 288, fileSeconds: 3600 }, 'part-kept'],
  ['nobody spoke for a long time', { keptSeconds: 200, fileSeconds: 200, firstSpeechSeconds: 150 }, 'late-speech'],
  ['the first track was not taken', { track: { number: 2, count: 3 } }, 'other-track'],
  ['a part became silence', { lostSeconds: 0.5 }, 'lost-samples'],
  ['the rest could not be read', { isCutOff: true }, 'cut-off'],
])('says that %s', (_, facts, kind) => {
  expect(remarksOn({ ...usual, ...facts }).map((remark) => remark.kind)).toEqual([kind])
})

it('does not speak of silence in a file of which only a part is kept', () => {
  expect(remarksOn({ ...usual, startSeconds: 600, fileSeconds: 900, firstSpeechSeconds: 40 }).map(({ kind }) => kind)).toEqual(['part-kept'])
})
