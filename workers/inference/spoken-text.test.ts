import { describe, expect, it } from 'vitest'
import { MAX_PAUSE_SECONDS } from '../../src/shared/text/normaliser/pause-tags'
import { MAX_TEXT_CHARACTERS } from '../../src/shared/text/speakable'
import { readSpokenText } from './spoken-text'

describe('the text that an engine speaks', () => {
  it.each([
    ['text-empty', '  '],
    ['text-unspeakable', '🎉'],
    ['text-unspeakable', '[pause 2s]'],
    ['text-too-long', 'a'.repeat(MAX_TEXT_CHARACTERS + 1)],
    ['text-script-unsupported', '你好'],
  ])('is refused with %s', async (code, text) => {
    await expect(readSpokenText({ text, language: 'en-US' })).rejects.toMatchObject({ code })
  })

  it('has no stretch without words, whose pause goes to the one before', async () => {
    expect(await readSpokenText({ text: '… [pause 1s] Wait [pause 3s] 😀 [pause 1s] — [pause 9s] what?', language: 'en-US' })).toEqual([
      { text: 'Wait', pauseSeconds: MAX_PAUSE_SECONDS },
      { text: 'what?', pauseSeconds: 0 },
    ])
    expect(await readSpokenText({ text: 'Wait [pause 1s] … [pause 2s] what? [pause 1s] …', language: 'en-US' })).toEqual([
      { text: 'Wait', pauseSeconds: 3 },
      { text: 'what?', pauseSeconds: 1 },
    ])
  })

  it('may grow past the limit of what a person may write', async () => {
    const [segment] = await readSpokenText({ text: '1984 '.repeat(MAX_TEXT_CHARACTERS / 5), language: 'en-US' })
    expect(segment!.text.length).toBeGreaterThan(MAX_TEXT_CHARACTERS)
  })

  it('is said in the language of the request', async () => {
    expect(await readSpokenText({ text: '5', language: 'de' })).toEqual([{ text: 'fünf', pauseSeconds: 0 }])
  })

  it('is left as it is in a language without rules', async () => {
    expect(await readSpokenText({ text: 'Vijf is 5.', language: 'nl' })).toEqual([{ text: 'Vijf is 5.', pauseSeconds: 0 }])
  })
})
