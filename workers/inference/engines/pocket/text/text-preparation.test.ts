import { describe, expect, it } from 'vitest'
import { prepareText } from './text-preparation'

const rules = { removeSemicolons: false, framesAfterEnd: null }

describe('text preparation', () => {
  it.each([
    ['white space only', ' \n\t ', ''],
    ['line ends and runs of spaces', ' One\r\ntwo   three. ', 'One two three.'],
    ['a missing capital and end mark', 'hello there', 'Hello there.'],
    ['an end that is a digit', 'room 12', 'Room 12.'],
    ['an end mark that is there', 'Really?', 'Really?'],
    ['a closing quote', 'She said "no"', 'She said "no"'],
    ['a capital with an accent', 'élan', 'Élan.'],
    ['a letter without a single capital', 'ßharp', 'ßharp.'],
    ['typographic apostrophes', 'it’s ‘fine’', "It's 'fine'"],
    ['semicolons, where the model knows them', 'One; two', 'One; two.'],
  ])('%s', (_, raw, text) => {
    expect(prepareText(raw, rules).text).toBe(text)
  })

  it('makes commas of semicolons where the bundle says so', () => {
    expect(prepareText('Eins; zwei', { ...rules, removeSemicolons: true }).text).toBe('Eins, zwei.')
  })

  it('goes on for longer after up to four words than after five', () => {
    expect(prepareText('one two three four', rules).framesAfterEnd).toBe(5)
    expect(prepareText('one two three four five', rules).framesAfterEnd).toBe(3)
  })

  it("prefers the bundle's own number of frames after the end", () => {
    expect(prepareText('one', { ...rules, framesAfterEnd: 8 }).framesAfterEnd).toBe(8)
  })
})
