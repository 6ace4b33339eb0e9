import { describe, expect, it } from 'vitest'
import { findMarks } from './marks'
import { readScript } from './read-script'

const said = (text: string) => readScript(text).map((passage) => passage.text)
const plain = { pace: 1, pitchSemitones: 0, gainDb: 0 }

describe('a script', () => {
  it('without marks is one passage as it is written', () => {
    const text = 'One. Two [three] and a [link](https://example.org).\n\nFour.'
    expect(readScript(text)).toEqual([{ text, speaker: '', prosody: plain, start: 0, end: text.length }])
    expect(readScript(' \n')).toEqual([])
  })

  it('says what stands between marks in their way, and the rest as before', () => {
    const passages = readScript('Now [pace: 1.2][pitch: +2]quickly[/pitch] still fast[/pace] and done.')
    expect(passages.map(({ text, prosody }) => [text, prosody.pace, prosody.pitchSemitones])).toEqual([
      ['Now', 1, 0], ['quickly', 1.2, 2], ['still fast', 1.2, 0], ['and done.', 1, 0],
    ])
  })

  it('knows where each passage stands in the text', () => {
    const text = 'One [louder]two[/louder] three.'
    expect(readScript(text).map(({ start, end }) => text.slice(start, end))).toEqual(['One ', 'two', ' three.'])
  })

  it('goes back to the outer mark, and holds an unclosed one until the end', () => {
    const passages = readScript('[pace: slow]a [pace: fast]b[/pace] c. [voice: Anna]d.\n\ne.')
    expect(passages.map(({ text, speaker, prosody }) => [text, speaker, prosody.pace])).toEqual([
      ['a', '', 0.85], ['b', '', 1.2], ['c.', '', 0.85], ['d.\n\ne.', 'Anna', 0.85],
    ])
  })

  it('ignores an end without a beginning', () => {
    expect(said('One [/pace]two.')).toEqual(['One two.'])
  })

  it('keeps moods by name', () => {
    expect(readScript('Well. [mood: excited]Yes![/mood]')[1]).toMatchObject({ text: 'Yes!', mood: 'excited' })
  })

  it.each([
    ['Call [spell: NASA] now.', 'Call N A S A now.'],
    ['Ask [say: Siobhan | Shi-vawn].', 'Ask Shi-vawn.'],
    ['In [say-as: digits]2026[/say-as] and 2026.', 'In 2 0 2 6 and 2026.'],
    ['Dial [say-as: phone]020 7946[/say-as].', 'Dial 0 2 0, 7 9 4 6.'],
  ])('says %s as %s', (written, spoken) => {
    expect(said(written)).toEqual([spoken])
  })

  it('never speaks a mark that nobody knows', () => {
    expect(said('So [emotion: sad]it[/emotion] goes [laughs] on [pace: 9] and [pause: ages].')).toEqual(['So it goes  on  and .'])
  })

  it('takes names that every object has for no marks', () => {
    expect(said('[constructor] one [/constructor] two [constructor: x] three [pace: constructor] four [toString]')).toEqual(['[constructor] one  two  three  four [toString]'])
  })

  it('leaves words in brackets alone that are no marks', () => {
    const text = 'He said [she] left [Note: later], see [1], [[Wiki]], [x] done, a[i]: [Voice] [lower part] [https://a.b].'
    expect(said(text)).toEqual([text])
    expect(findMarks(text)).toEqual([])
  })
})

describe('silence between passages', () => {
  it('is short within a sentence, longer behind one, and the usual one between lines', () => {
    const gaps = readScript('I am [louder]very[/louder] glad. [softer]Yes.[/softer]\n[faster]Go.').map(({ gapSeconds }) => gapSeconds)
    expect(gaps).toEqual([undefined, 0.06, 0.06, 0.28, undefined])
  })

  it('is what a pause asks for, on whichever side of a mark it stands', () => {
    const expected = [['One. [pause 2s]', undefined], ['Two.', undefined]]
    const pairs = (text: string) => readScript(text).map((passage) => [passage.text, passage.gapSeconds])
    expect(pairs('One. [pause 2s][louder]Two.')).toEqual(expected)
    expect(pairs('One. [louder][pause 2s]Two.')).toEqual(expected)
  })

  it('needs no passage of its own: signs and pauses go to the one before', () => {
    expect(said('[louder]Hello[/louder]. [pause 1s] [softer]…[/softer] Bye.')).toEqual(['Hello. [pause 1s] …', 'Bye.'])
  })
})

it('takes time in proportion to the text', () => {
  const bad = ['['.repeat(50_000), '[pace: '.repeat(15_000), `[say: ${'x '.repeat(40_000)}`, '[louder]a[/louder] '.repeat(5000), `[a${' '.repeat(80_000)}`]
  for (const text of bad) {
    const startedAt = performance.now()
    readScript(text)
    expect(performance.now() - startedAt).toBeLessThan(8000)
  }
})
