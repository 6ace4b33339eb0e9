import { describe, expect, it } from 'vitest'
import { nameForVoice, shownName } from './shown-name'

describe('shownName', () => {
  it.each([['Ada'], ['Aunt Ada, 2nd try'], ['Łódź 東京']])('leaves %s as it is', (name) => {
    expect(shownName(name)).toBe(name)
  })

  it('cuts what no line holds', () => {
    expect(shownName('x'.repeat(500))).toBe(`${'x'.repeat(60)}…`)
    expect(shownName('word '.repeat(100)).length).toBeLessThanOrEqual(61)
    expect(shownName(`a${'\u0301'.repeat(5000)}`).length).toBeLessThan(300)
  })

  it('keeps what turns the direction apart from the words around it', () => {
    expect(shownName('صوتي')).toBe('\u2068صوتي\u2069')
    expect(shownName('קול')).toBe('\u2068קול\u2069')
    expect(shownName('a\u202egpj.exe')).toBe('\u2068a\u202egpj.exe\u2069')
  })

  it('says in one line what was written in two', () => {
    expect(shownName('Ada\n\tByron')).toBe('Ada Byron')
  })
})

describe('nameForVoice', () => {
  it('has no more letters than a person may type, and no sign that nobody sees', () => {
    expect(nameForVoice('é'.repeat(300))).toBe('é'.repeat(60))
    expect(nameForVoice(' a\u202eb\u0007c ')).toBe('a b c')
    expect(nameForVoice('صوت جديد')).toBe('صوت جديد')
  })
})
