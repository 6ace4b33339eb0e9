import { expect, it } from 'vitest'
import { wordsInside } from './timed-words'

it('drops words that were made up for the silence behind the recording', () => {
  expect(wordsInside([{ text: ' you', timestamp: [24.36, 24.38] }], 3)).toEqual([])
})

it('ends the last word with the recording where its end is unknown or lies behind it', () => {
  expect(wordsInside([{ text: ' Good', timestamp: [0.2, 0.5] }, { text: ' day.', timestamp: [0.5, null] }], 2)).toEqual([
    { text: 'Good', startSeconds: 0.2, endSeconds: 0.5 },
    { text: 'day.', startSeconds: 0.5, endSeconds: 2 },
  ])
  expect(wordsInside([{ text: 'late', timestamp: [1.9, 2.4] }], 2)[0]?.endSeconds).toBe(2)
})

it('keeps no empty word and none that ends before it starts', () => {
  expect(wordsInside([{ text: ' ', timestamp: [0, 1] }, { text: 'so', timestamp: [1, 0.9] }], 2)).toEqual([
    { text: 'so', startSeconds: 1, endSeconds: 1 },
  ])
})
