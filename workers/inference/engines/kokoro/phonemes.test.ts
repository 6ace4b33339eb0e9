import { beforeAll, describe, expect, it } from 'vitest'
import { loadPhonemizer, type Phonemize, joinSpelledLetters } from './phonemes'
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
