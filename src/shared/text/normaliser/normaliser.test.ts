import { describe, expect, it } from 'vitest'
import { createRandom } from '../../audio/random'
import * as amounts from '#fixtures/normaliser-cases/amounts'
import * as dates from '#fixtures/normaliser-cases/dates'
import * as languages from '#fixtures/normaliser-cases/languages'
import * as names from '#fixtures/normaliser-cases/names'
import * as numbers from '#fixtures/normaliser-cases/numbers'
import type { Case } from '#fixtures/normaliser-cases/numbers'
import * as signs from '#fixtures/normaliser-cases/signs'
import { loadNormaliser, saysOtherwise } from './normaliser'

const american = { ...numbers, ...dates, ...amounts, ...names, ...signs }
const tables: readonly (readonly [string, string, readonly Case[]])[] = [
  ...Object.entries(american).map(([name, cases]) => [name, 'en-US', cases] as const),
  ['british', 'en-GB', languages.british],
  ['german', 'de', languages.german],
  ['spanish', 'es', languages.spanish],
  ['french', 'fr', languages.french],
  ['italian', 'it', languages.italian],
  ['portuguese', 'pt', languages.portuguese],
]

const normaliserOf = async (language: string) => {
  const normalise = await loadNormaliser(language)
  return (text: string) => normalise(text).map((segment) => segment.text).join(' ')
}

describe.each(tables)('%s in %s', (_, language, cases) => {
  it.each(cases)('%j is said %j', async (written, spoken) => {
    expect((await normaliserOf(language))(written)).toBe(spoken)
  })

  it('leaves alone what it has said', async () => {
    const normalise = await normaliserOf(language)
    for (const [, spoken] of cases) expect(normalise(spoken)).toBe(spoken)
  })
})

describe('any text at all', () => {
  const plainWords = 'river table green window quiet letter music under happy seven bread golden'.split(' ')
  const awkward = [
    '12', '3.5', '-', '–', '...', '$', '€9', '%', '5%', '§', '1/2', '@', '#x', 'Dr.', 'p.m.', 'No.', 'IV', '10:30',
    '[pause 1s]', '🎉', '"', "'", '(', ')',
    '1999', '²', '°C', 'kg', '+1', '=', '<', '/', 'v1.2', 'U.S.', '\n', '\u0000', '\ud800', 'www.', '::', ',', '.',
    '1,000', '٣', '½', '&', 'C#', '[', ']',
  ]
  const mixture = (seed: number, parts: readonly string[], gap: string) => {
    const random = createRandom(seed, 0)
    return Array.from({ length: 24 }, () => parts[Math.floor(random.uniform() * parts.length)] ?? '').join(gap)
  }
  const seeds = Array.from({ length: 120 }, (_, seed) => seed)

  it.each(['en-US', 'en-GB', 'de', 'es', 'fr', 'it', 'pt', 'nl'])('never throws and is said once and for all in %s', async (language) => {
    const normalise = await loadNormaliser(language)
    for (const seed of seeds) {
      for (const gap of ['', ' ']) {
        const once = normalise(mixture(seed, [...awkward, ...plainWords], gap))
        for (const { text } of once) expect(normalise(text)).toEqual([{ text, pauseSeconds: 0 }])
      }
    }
  })

  it.each(['en-US', 'de', 'es', 'fr', 'it', 'pt'])('keeps every plain word, in order, in %s', async (language) => {
    const normalise = await normaliserOf(language)
    for (const seed of seeds) {
      const text = mixture(seed, [...awkward, ...plainWords, ...plainWords], ' ')
      const expected = text.split(/\s+/).filter((word) => plainWords.includes(word))
      const heard = normalise(text).split(/[^\p{L}]+/u)
      let at = 0
      for (const word of heard) if (word === expected[at]) at++
      expect(at, text).toBe(expected.length)
    }
  })

  it('leaves no digit unsaid in English', async () => {
    const normalise = await normaliserOf('en-US')
    for (const seed of seeds) expect(normalise(mixture(seed, awkward, ' '))).not.toMatch(/[0-9]/)
  })
})

describe('a long text', () => {
  const parts = [
    '1', '1 ', '1-', '1.', '1,', '1:', '1/', "1'0", '1 000 ', 'a.', 'a', 'aA', 'A ', 'A', 'I. ', '(', ')', '[', '[1]', '[a](b)', '![a](', '#', '*', '_', '`', '~', '|', '-', '- ',
    '>', '<', '<b>', '<p ', '<!--', '&', '&amp;', '"', "'", '$1 ', '@a', 'a@', 'a-\n', '\n', ' ', '\t', '. ', 'http://', 'http://a.b/', 'a/', '\\', 'e\u0301', '\u0301', '²', '₂', '¹', '東', '🎉', ':-) ',
    'Dr. ', 'p.m. ', 'Mon. ', 'Henry V ', '555-', '+1 ', '1h', 'H2', 'C:\\',
  ]

  it.each(parts)('takes time in proportion to its length: %j', async (part) => {
    const normalise = await loadNormaliser('en-US')
    const timeOf = (characters: number) => {
      const text = part.repeat(Math.ceil(characters / part.length)).slice(0, characters)
      const startedAt = performance.now()
      normalise(text)
      return performance.now() - startedAt
    }
    timeOf(1000)
    // A square grows a hundredfold. Others on the machine may take a try; what is over in a moment cannot be compared.
    const isInProportion = () => {
      const [short, long] = [timeOf(3000), timeOf(30_000)]
      return long < 300 || long < 15 * short
    }
    expect([1, 2, 3].some(isInProportion)).toBe(true)
  }, 60_000)

  it('is read in turns, with the same words', async () => {
    const normalise = await loadNormaliser('en-US')
    const text = 'At 3 p.m. Dr. Lee bought 5 kg of flour. '.repeat(200)
    const turns: number[] = []
    const said = await normalise.inTurns(text, () => {
      turns.push(performance.now())
      return Promise.resolve()
    })
    expect(said).toEqual(normalise(text))
    expect(turns.length).toBeGreaterThan(10)
  })

  it('is not read on where a turn is refused', async () => {
    const normalise = await loadNormaliser('en-US')
    await expect(normalise.inTurns('5 kg', () => Promise.reject(new Error('typed on')))).rejects.toThrow('typed on')
  })
})

describe('pauses', () => {
  it('are cut out of the text', async () => {
    const normalise = await loadNormaliser('en-US')
    expect(normalise('Wait. [pause 0.5s] Now 2.')).toEqual([
      { text: 'Wait.', pauseSeconds: 0.5 },
      { text: 'Now two.', pauseSeconds: 0 },
    ])
  })

  it('count from the very beginning', async () => {
    const normalise = await loadNormaliser('en-US')
    expect(normalise('[pause] Go')).toEqual([{ text: '', pauseSeconds: 0.5 }, { text: 'Go', pauseSeconds: 0 }])
  })
})

describe('telling whether the words differ', () => {
  it.each([
    ['a number', 'I am 5', true],
    ['an abbreviation', 'Dr. Lee', true],
    ['only curly quotes', '“It’s fine…”', false],
    ['an emoji that is left out', 'Well done 🎉', false],
  ])('%s', async (_, text, differs) => {
    const normalise = await loadNormaliser('en-US')
    expect(saysOtherwise(text, normalise(text))).toBe(differs)
  })
})
