import { describe, expect, it } from 'vitest'
import { readPronunciations, writePronunciations } from './pronunciation-files'
import type { Pronunciation } from './pronunciations'

const entries: readonly Pronunciation[] = [
  { written: 'Siobhan', spoken: 'Shi-vawn', language: 'en' },
  { written: 'AT&T, Inc.', spoken: 'ay tee "and" tee', language: 'en' },
  { written: '=1+1', spoken: 'two', language: 'en' },
]

describe('a list as a file', () => {
  it.each(['csv', 'pls'] as const)('comes back from %s as it went', (format) => {
    expect(readPronunciations(writePronunciations(entries, format, 'en-GB'), 'de')).toEqual({ entries, skipped: 0 })
  })

  it('keeps languages apart in CSV, and has one in PLS', () => {
    const mixed: readonly Pronunciation[] = [...entries, { written: 'Genf', spoken: 'Schenf', language: 'de' }]
    expect(readPronunciations(writePronunciations(mixed, 'csv', 'en'), 'en').entries).toEqual(mixed)
    expect(readPronunciations(writePronunciations(mixed, 'pls', 'de'), 'en').entries).toEqual(mixed.slice(3))
  })

  it('is a lexicon that every parser takes, whatever was pasted', () => {
    expect(writePronunciations([{ written: 'a\u000bb', spoken: 'c\u001ad', language: 'en' }], 'pls', 'en')).toMatch(/<grapheme>a b<\/grapheme>\s+<alias>c d<\/alias>/)
  })

  it('keeps spreadsheets from running a word', () => {
    expect(writePronunciations(entries, 'csv', 'en')).toContain('" =1+1"')
  })
})

describe('reading', () => {
  it.each([
    ['semicolons', 'word;said\r\nSiobhan;Shi-vawn\r\n'],
    ['tabs', 'Siobhan\tShi-vawn'],
    ['a mark of the byte order', '\ufeffSiobhan,Shi-vawn,en-US\n\n'],
  ])('takes %s', (_, file) => {
    expect(readPronunciations(file, 'en-US')).toEqual({ entries: entries.slice(0, 1), skipped: 0 })
  })

  it('counts what is no entry', () => {
    expect(readPronunciations(`one,won\nonly\n,x\n${'w'.repeat(61)},long\n`, 'en')).toEqual({ entries: [{ written: 'one', spoken: 'won', language: 'en' }], skipped: 3 })
  })

  it('respells the phonemes of a lexicon, and takes each of its spellings', () => {
    const pls = `<?xml version="1.0"?>\n<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en-US">
      <lexeme xml:id="a"><grapheme>Tomato</grapheme><grapheme>tomatoe</grapheme><phoneme>təˈmeɪtoʊ</phoneme></lexeme><lexeme><grapheme>Nobody</grapheme></lexeme></lexicon>`
    expect(readPronunciations(pls, 'de')).toEqual({
      entries: [{ written: 'Tomato', spoken: 'tuh-MAY-toh', language: 'en' }, { written: 'tomatoe', spoken: 'tuh-MAY-toh', language: 'en' }],
      skipped: 1,
    })
  })

  it('skips phonemes of other alphabets', () => {
    const pls = `<lexicon version="1.0" alphabet="x-sampa" xml:lang="en">
      <lexeme><grapheme>tomato</grapheme><phoneme>t@"meItoU</phoneme></lexeme>
      <lexeme><grapheme>Potato</grapheme><phoneme>p@"teItoU</phoneme><phoneme alphabet="ipa">təˈmeɪtoʊ</phoneme></lexeme></lexicon>`
    expect(readPronunciations(pls, 'en')).toEqual({ entries: [{ written: 'Potato', spoken: 'tuh-MAY-toh', language: 'en' }], skipped: 1 })
  })

  it('takes time in proportion to the file', () => {
    for (const file of ['"'.repeat(200_001), 'a,b\n'.repeat(50_000), `<lexicon>${'<lexeme><grapheme>'.repeat(20_000)}`, ','.repeat(200_000)]) {
      const startedAt = performance.now()
      readPronunciations(file, 'en')
      expect(performance.now() - startedAt).toBeLessThan(8000)
    }
  })
})
