import { beforeAll, describe, expect, it } from 'vitest'
import { loadPhonemizer, type Phonemize, joinSpelledLetters, markLetterNames } from './phonemes'
import { phonemeIds } from './vocabulary'

describe('the phoneme front end', () => {
  let phonemize: Phonemize
  beforeAll(async () => {
    phonemize = await loadPhonemizer()
  })

  it('gives nothing for signs alone', async () => {
    expect(phonemeIds(await phonemize('" "', 'american'))).toEqual([])
  })

  it('speaks the two accents differently', async () => {
    expect(await phonemize('hello world', 'american')).toBe('həlˈO wˈɜɹld')
    expect(await phonemize('hello world', 'british')).toBe('həlˈQ wˈɜːld')
  })

  it('keeps the marks that are heard, where they are', async () => {
    const phonemes = await phonemize('Yes, really? No — stop! (Now.)', 'american')
    expect(phonemes.replace(/[^,?!.—]/g, '')).toBe(',?—!.')
  })

  it('does not cut spelled letters at their marks', async () => {
    const phonemes = await phonemize('At three point five percent, the U S won.', 'american')
    expect(phonemes.replace(/[^,?!.—]/g, '')).toBe(',.')
    expect(phonemes).toMatch(/jˌu[ˈˌ]ɛs/)
  })

  it.each(['plan A is good', 'Team A won.', 'from A to Z', 'A-four paper', 'row A seat three'])('says the letter A in "%s"', async (text) => {
    expect(await phonemize(text, 'american')).toContain('ˈA')
  })

  it.each(['A dog ran.', 'It is a dog.', 'Once Upon A Time', 'Yes. A man came.'])('says the article in "%s"', async (text) => {
    expect(await phonemize(text, 'american')).toMatch(/(?:^| )ə /)
  })

  it.each([
    ['Shhh, be quiet.', /^ʃʃ,/],
    ['Zzz.', /^zzz\./],
    ['Hmm, well.', /^hˈəm,/],
    ['Brr, it is cold.', /^bɹɹ,/],
    ['Mmm good.', /^mm /],
    ['Nooo!', /^nˈO!/],
  ])('makes a sound of "%s"', async (text, phonemes) => {
    expect(await phonemize(text, 'american')).toMatch(phonemes)
  })

  it('spells what is no sound', async () => {
    expect(await phonemize('the B B C', 'american')).toMatch(/bˌ?ib/)
  })

  it.each(['american', 'british'] as const)('writes %s only in signs that the model knows', async (accent) => {
    const text = "Thirty-three judges couldn't measure the button's length; Zoë's queue — “a choir” of 1,984 — grew (again)…"
    const phonemes = await phonemize(text, accent)
    expect(phonemeIds(phonemes)).toHaveLength(Array.from(phonemes).length)
  })
})

describe('spelled letters', () => {
  it.each(['A dog', 'I am', 'Plan B.', 'NASA', 'x y'])('leaves "%s" alone', (text) => {
    expect(joinSpelledLetters(text)).toBe(text)
  })

  it.each([
    ['the A P I works', 'the A.P.I works'],
    ['at three P M.', 'at three P.M.'],
    ['two D V Ds', 'two DVDs'],
    ["A I's rise", "AI's rise"],
    ['A T and T', 'A.T and T'],
  ])('%s → %s', (spoken, written) => {
    expect(joinSpelledLetters(spoken)).toBe(written)
  })
})

describe('the letter A', () => {
  it.each([
    ['plan A is good', 'plan A- is good'],
    ['Team A won, B lost.', 'Team A- won, B lost.'],
    ['a squared plus b squared', 'A- squared plus b squared'],
    ['A is the first.', 'A- is the first.'],
    ['Exhibit A Is Shown', 'Exhibit A- Is Shown'],
  ])('%s → %s', (text, marked) => {
    expect(markLetterNames(text)).toBe(marked)
  })

  it.each(['A dog', 'He said: A man came.', 'Once Upon A Time', 'THIS IS A TEST', 'at three A.M', 'See section A, B and C.', "A's rise", 'a dog'])('leaves "%s" alone', (text) => {
    expect(markLetterNames(text)).toBe(text)
  })
})
