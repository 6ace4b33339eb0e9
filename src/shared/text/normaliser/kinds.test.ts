import { describe, expect, it } from 'vitest'
import { kinds } from '#fixtures/normaliser-cases/kinds/kinds'
import { reported } from '#fixtures/normaliser-cases/kinds/reported'
import { splitSentences } from '../sentences'
import { loadNormaliser } from './normaliser'

/** Far beyond any of the forms: a long sentence must not be cut at its clauses here. */
const MAX_WORDS = 99

describe.each([...kinds, ...reported])('$kind in $language', ({ language, cases }) => {
  it.each(cases)('%j is said %j', async (written, spoken) => {
    const normalise = await loadNormaliser(language)
    const sentences = normalise(written).flatMap(({ text }) => splitSentences(text, language, MAX_WORDS))
    expect(sentences.map(({ text }) => text).join(' | ')).toBe(spoken)
  })

  it('leaves alone what it has said', async () => {
    const normalise = await loadNormaliser(language)
    for (const [, spoken] of cases) {
      const lines = spoken.replaceAll(' | ', '\n')
      expect(normalise(lines).map(({ text }) => text).join('\n')).toBe(lines)
    }
  })
})
