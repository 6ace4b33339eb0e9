import { expect, it } from 'vitest'
import { createLiveText } from './live-text'

const facts = { language: 'en', sampleRate: 10, written: [] }
const plan = ['One two.', 'Three.', 'Four.']
const audio = (chunkIndex: number, length: number, more: object = {}) => ({ type: 'audio', chunkIndex, samples: new Float32Array(length), endsChunk: true, ...more }) as const
const words = [{ text: 'One', startSeconds: 0, endSeconds: 0.4 }]

it('is all ahead before there is sound', () => {
  expect(createLiveText(plan, [], facts).text()).toEqual({ ...facts, sentences: [], ahead: plan })
})

it('grows with the sound and holds on to the words that were said to come', () => {
  const live = createLiveText(plan, [], facts)
  live.take(audio(0, 10, { endsChunk: false, words }))
  live.take(audio(0, 5))
  live.take(audio(1, 2, { endsChunk: false }))
  expect(live.text()).toEqual({
    ...facts,
    sentences: [{ text: 'One two.', startSample: 0, endSample: 15, words }, { text: 'Three.', startSample: 15, endSample: 17 }],
    ahead: ['Four.'],
  })
})

it('keeps a sentence that has not changed as it was, so that it need not be drawn again', () => {
  const live = createLiveText(plan, [{ text: 'One two.', startSample: 0, endSample: 9 }], facts)
  const [first] = live.text().sentences
  live.take(audio(1, 2))
  expect(live.text().sentences[0]).toBe(first)
  expect(live.text().sentences[1]).toMatchObject({ startSample: 9, endSample: 11 })
})
