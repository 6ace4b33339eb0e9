import { beforeAll, describe, expect, it } from 'vitest'
import { loadPhonemizer, type Phonemize } from './phonemes'
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
