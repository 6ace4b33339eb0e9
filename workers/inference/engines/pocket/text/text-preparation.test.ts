import { describe, expect, it } from 'vitest'
import { officialRules, speakingTraits } from './speaking-rules'
import { prepareText } from './text-preparation'

// That all of it equals the official code is shown on 300 texts in text-rules.test.ts.

const english = speakingTraits(officialRules('english_2026-10'))

describe('text preparation', () => {
  it.each([
    ['white space only', ' \n\t ', ''],
    ['a missing capital and end mark', 'hello there', 'Hello there.'],
    ['an end mark that is there', 'Really?', 'Really?'],
    ['a letter whose capital is two', 'ßharp', 'SSharp.'],
    ['typographic apostrophes', 'it’s ‘fine’', "It's 'fine'."],
    ['a trailing comma in quotes', '"One,"', '"One."'],
  ])('%s', (_, raw, text) => {
    expect(prepareText(raw, english).text).toBe(text)
  })

  it('goes on for longer after up to four words than after five, if the model does not say how long', () => {
    expect(prepareText('one two three four', english).framesAfterEnd).toBe(5)
    expect(prepareText('one two three four five', english).framesAfterEnd).toBe(3)
    expect(prepareText('one', { ...english, framesAfterEnd: 8 }).framesAfterEnd).toBe(8)
  })
})
