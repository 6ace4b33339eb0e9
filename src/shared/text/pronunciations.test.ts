import { describe, expect, it } from 'vitest'
import { applyPronunciations, MAX_PRONUNCIATIONS, withoutPronunciation, withPronunciations, type Pronunciation } from './pronunciations'

const entry = (written: string, spoken: string, language = 'en'): Pronunciation => ({ written, spoken, language })

describe('applyPronunciations', () => {
  it.each<[string, string, readonly Pronunciation[], string]>([
    ['replaces a word', 'Ask Siobhan.', [entry('Siobhan', 'Shivawn')], 'Ask Shivawn.'],
    ['ignores case', 'SIOBHAN and siobhan', [entry('Siobhan', 'Shivawn')], 'Shivawn and Shivawn'],
    ['leaves a word inside another', 'catalogue cat', [entry('cat', 'feline')], 'catalogue feline'],
    ['knows letters with marks as parts of words', 'naïve naïv', [entry('na', 'x')], 'naïve naïv'],
    ['finds a word between marks', '“SQL”, (SQL)!', [entry('SQL', 'sequel')], '“sequel”, (sequel)!'],
    ['prefers the longer entry', 'New York and York', [entry('York', 'Yawk'), entry('New York', 'the city')], 'the city and Yawk'],
    ['takes any space between words', 'New\nYork', [entry('New  York', 'the city')], 'the city'],
    ['finds a word with a hyphen', 'Jean-Luc, Jean and Luc', [entry('Jean-Luc', 'Zhawn Look')], 'Zhawn Look, Jean and Luc'],
    ['takes signs literally', 'C++ or C', [entry('C++', 'see plus plus')], 'see plus plus or C'],
    ['finds an entry without a word', 'a → b', [entry('→', 'to')], 'a to b'],
    ['does not look at what it put in', 'a b', [entry('a', 'b'), entry('b', 'c')], 'b c'],
    ['keeps dollar signs of the spoken form', 'x', [entry('x', '$& costs $1')], '$& costs $1'],
    ['leaves pause tags alone', 'pause [pause 1s] s', [entry('pause', 'rest'), entry('1s', 'one')], 'rest [pause 1s] s'],
    ['finds composed and decomposed letters alike', 'Zoe\u0308', [entry('Zo\u00eb', 'Zo-ee')], 'Zo-ee'],
    ['says nothing about other languages', 'Siobhan', [entry('Siobhan', 'Shivawn', 'de')], 'Siobhan'],
    ['leaves a text without a list as it is', 'e\u0301', [], 'e\u0301'],
  ])('%s', (_, text, list, expected) => {
    expect(applyPronunciations(text, list, 'en-GB')).toBe(expected)
  })
})

describe('the list', () => {
  it('holds one entry for a word and language, the newest first', () => {
    const list = withPronunciations([entry('a', '1'), entry('b', '2'), entry('a', '3', 'de')], [entry('A', '4')])
    expect(list).toEqual([entry('A', '4'), entry('b', '2'), entry('a', '3', 'de')])
  })

  it('drops none of a person’s own', () => {
    const full = Array.from({ length: MAX_PRONUNCIATIONS }, (_, i) => entry(`w${i}`, 'x'))
    expect(withPronunciations(full, [entry('new', 'x')])).toEqual([entry('new', 'x'), ...full])
  })

  it('takes many at once, of which the last for a word counts', () => {
    expect(withPronunciations([entry('b', '1')], [entry('a', '2'), entry('B', '3'), entry('b', '4')])).toEqual([entry('b', '4'), entry('a', '2')])
  })

  it('is looked through in little time, however long it is', () => {
    const list = Array.from({ length: MAX_PRONUNCIATIONS }, (_, index) => entry(`Word${index} of many`, 'x'))
    const text = 'Some words of many that are in no list at all, and Word4999 of many. '.repeat(1000)
    const startedAt = performance.now()
    expect(applyPronunciations(text, list, 'en')).toContain('and x. Some')
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })

  it('is folded once, however many passages ask for it', () => {
    const list = Array.from({ length: MAX_PRONUNCIATIONS }, (_, index) => entry(`Word${index} of many`, 'x'))
    const startedAt = performance.now()
    for (let passage = 0; passage < 2000; passage++) expect(applyPronunciations('Say word7 of many.', list, 'en')).toBe('Say x.')
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })

  it('forgets an entry whatever its case', () => {
    expect(withoutPronunciation([entry('Word', 'x'), entry('word', 'y', 'fr')], entry('WORD', ''))).toEqual([entry('word', 'y', 'fr')])
  })
})
