import { describe, expect, it } from 'vitest'
import { findWordSigns } from './word-signs'

/** Each word with the signs that it is said with, as eSpeak NG gave them. */
const said = (text: string, phonemes: string) => {
  const signs = Array.from(phonemes)
  return findWordSigns(text, signs).map((word) => [word.text, signs.slice(word.from, word.to).join('')])
}

describe('the signs of each word', () => {
  it('are none where there are none', () => {
    expect(findWordSigns('', [])).toEqual([])
    expect(said('Hm.', '')).toEqual([['Hm.', '']])
    expect(said('— …', ' — ')).toEqual([])
  })

  it('are what stands between spaces where eSpeak NG keeps words apart', () => {
    expect(said('Her thirty-three judges couldn’t measure it.', 'həɹ θˈɜɹTiθɹˈi ʤˈʌʤᵻz kˈʊdənt mˈɛʒəɹ ɪt.')).toEqual([
      ['Her', 'həɹ'], ['thirty-three', 'θˈɜɹTiθɹˈi'], ['judges', 'ʤˈʌʤᵻz'], ['couldn’t', 'kˈʊdənt'], ['measure', 'mˈɛʒəɹ'], ['it.', 'ɪt'],
    ])
  })

  it('are told apart in small words that are run together', () => {
    expect(said('One of the best in the world is that I am going to be with him.', 'wˈʌn ʌvðə bˈɛst ɪnðə wˈɜɹld ɪz ðæt Iəm ɡˈOɪŋ təbi wɪð hˌɪm.')).toEqual([
      ['One', 'wˈʌn'], ['of', 'ʌv'], ['the', 'ðə'], ['best', 'bˈɛst'], ['in', 'ɪn'], ['the', 'ðə'], ['world', 'wˈɜɹld'], ['is', 'ɪz'], ['that', 'ðæt'],
      ['I', 'I'], ['am', 'əm'], ['going', 'ɡˈOɪŋ'], ['to', 'tə'], ['be', 'bi'], ['with', 'wɪð'], ['him.', 'hˌɪm'],
    ])
    expect(said('there was a man who would have been for the first', 'ðɛɹwˌʌz ə mˈæn hˌu wʊdhəv bˌɪn fəɹðə fˈɜɹst').map(([, signs]) => signs)).toEqual([
      'ðɛɹ', 'wˌʌz', 'ə', 'mˈæn', 'hˌu', 'wʊd', 'həv', 'bˌɪn', 'fəɹ', 'ðə', 'fˈɜɹst',
    ])
  })

  it('are told apart in letters that are spelled', () => {
    expect(said('The A P I calls', 'ðə ˌApˌiˈI kˈɔlz')).toEqual([['The', 'ðə'], ['A', 'ˌA'], ['P', 'pˌi'], ['I', 'ˈI'], ['calls', 'kˈɔlz']])
  })

  it('are together where a word is said as several', () => {
    expect(said('In a way and/or not.', 'ɪn ə wˈA ænd slˈæʃ ɔɹ nˈɑt.')).toEqual([['In', 'ɪn'], ['a', 'ə'], ['way', 'wˈA'], ['and/or', 'ænd slˈæʃ ɔɹ'], ['not.', 'nˈɑt']])
  })

  it('leave marks and quotation marks out', () => {
    expect(said('Mother-in-law said: “Stop!” — and the BBC (at last) left.', 'mˈʌðəɹɹɪnlˈɔ sˈɛd:  stˈɑp!  — ænd ðə bˌibˌisˈi æt lˈæst lˈɛft.').map(([, signs]) => signs)).toEqual([
      'mˈʌðəɹɹɪnlˈɔ', 'sˈɛd', 'stˈɑp', 'ænd', 'ðə', 'bˌibˌisˈi', 'æt', 'lˈæst', 'lˈɛft',
    ])
  })
})
