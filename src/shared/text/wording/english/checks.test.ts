import { expect, it } from 'vitest'
import { checkSummary } from './checks'
import type { CheckedWord, SentenceCheck } from '../../../protocol/take-check'

const word = (text: string, heardAs: string | null = text): CheckedWord => ({
  text,
  heardAs,
  verdict: heardAs === null ? 'missing' : heardAs === text ? 'same' : 'different',
  startSeconds: null,
  endSeconds: null,
})
const sentence = (words: readonly CheckedWord[], extraCount = 0): SentenceCheck => ({ words, heard: '', extraCount, findings: [], attempts: 1 })
const summary = (...sentences: readonly SentenceCheck[]) => checkSummary({ packId: 'whisper', sentences })

it.each([
  ['all is well', summary(sentence([word('Good'), word('day.')])), 'Every word was heard as written.'],
  ['a word was added', summary(sentence([word('Good')], 1)), 'Every word was heard as written. One extra word was heard.'],
  ['one word differs', summary(sentence([word('Good'), word('day.', 'date.')])), '1 of 2 words was heard differently: “day” as “date”.'],
  [
    'words of two sentences differ',
    summary(sentence([word('“Two,”', 'to')]), sentence([word('sea.', null), word('so')], 2)),
    '2 of 3 words were heard differently: “Two” as “to”, “sea” was not heard. 2 extra words were heard.',
  ],
  [
    'nothing was heard',
    summary(sentence(Array.from({ length: 7 }, () => word('la', null)))),
    '7 of 7 words were heard differently: “la” was not heard, “la” was not heard, “la” was not heard, “la” was not heard, “la” was not heard and others.',
  ],
])('says so when %s', (_, said, expected) => {
  expect(said).toBe(expected)
})
