import { expect, it } from 'vitest'
import { testVoice } from '#testing/state/fake-services'
import { promptOf } from './voice-prompt'

const wordsWith = (transcript: Parameters<typeof promptOf>[0]['transcript']) => promptOf({ ...testVoice('ada'), ...(transcript !== undefined && { transcript }) }).words

it('a recording goes to an engine with its words where they are English', () => {
  expect(wordsWith({ text: 'Ask not', language: 'en', edited: false })).toBe('Ask not')
  expect(wordsWith({ text: 'Ask not', language: null, edited: true })).toBe('Ask not')
  expect(wordsWith({ text: 'Frag nicht', language: 'de', edited: false })).toBeUndefined()
  expect(wordsWith({ text: ' ', language: 'en', edited: false })).toBeUndefined()
  expect(wordsWith(null)).toBeUndefined()
  expect(wordsWith(undefined)).toBeUndefined()
})
