import { expect, it } from 'vitest'
import { likeliestLanguage, readGenerationConfig } from './generation-config'

const bytesOf = (text: string) => new TextEncoder().encode(text).buffer
const config = readGenerationConfig(bytesOf('{"decoder_start_token_id":1,"lang_to_id":{"<|en|>":2,"<|de|>":4,"<|yue|>":5}}'))

it.each(['not JSON', '{}', '{"decoder_start_token_id":"1","lang_to_id":{}}', '{"decoder_start_token_id":1,"lang_to_id":{"<|en|>":-2}}'])(
  'refuses %s as a model that is not what it claims to be',
  (text) => {
    expect(() => readGenerationConfig(bytesOf(text))).toThrow(expect.objectContaining({ code: 'model-invalid' }))
  },
)

it('picks the language with the highest score and looks at no other token', () => {
  expect(likeliestLanguage([9, 9, 1, 9, 3, 2], config)).toBe('de')
  expect(likeliestLanguage([9, 9, 1, 9, 3, 4], config)).toBe('yue')
})

it('takes English where the scores end before the languages', () => {
  expect(likeliestLanguage([9], config)).toBe('en')
})
