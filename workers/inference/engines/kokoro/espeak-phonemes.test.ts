import { describe, expect, it } from 'vitest'
import { kokoroPhonemes } from './espeak-phonemes'

// Right-hand sides: misaki's own dictionaries (us_gold.json, gb_gold.json) and its documented inventory.
describe('American English', () => {
  it.each([
    ['həlˈoʊ', 'həlˈO'],
    ['wˈɜːld', 'wˈɜɹld'],
    ['bˈɜːɹd', 'bˈɜɹd'],
    ['dʒˈʌdʒ', 'ʤˈʌʤ'],
    ['tʃˈɜːtʃ', 'ʧˈɜɹʧ'],
    ['mˈaɪ', 'mˈI'],
    ['nˈaʊ', 'nˈW'],
    ['dˈeɪ', 'dˈA'],
    ['bˈɔɪ', 'bˈY'],
    ['wˈɔːɾɚ', 'wˈɔTəɹ'],
    ['ɹˈɪʔn̩', 'ɹˈɪtᵊn'],
    ['lˈɪɾəl', 'lˈɪTᵊl'],
    ['ɐbˈaʊt', 'əbˈWt'],
    ['stˈoːɹm', 'stˈɔɹm'],
  ])('writes %s as %s', (ipa, phonemes) => {
    expect(kokoroPhonemes(ipa, 'american')).toBe(phonemes)
  })

  it('keeps a schwa before an l that opens a syllable', () => {
    expect(kokoroPhonemes('əlˈɑːt', 'american')).toBe('əlˈɑt')
  })
})

describe('British English', () => {
  it.each([
    ['həlˈəʊ', 'həlˈQ'],
    ['wˈɜːld', 'wˈɜːld'],
    ['heə', 'hɛː'],
    ['kˈɑː', 'kˈɑː'],
  ])('writes %s as %s', (ipa, phonemes) => {
    expect(kokoroPhonemes(ipa, 'british')).toBe(phonemes)
  })
})
