import { describe, expect, it } from 'vitest'
import { loadNormaliser } from './normaliser/normaliser'
import { layWritten } from './written-words'

/** What is said for each written word, as the language's rules say it. */
async function laid(written: string, language = 'en-US'): Promise<readonly string[] | null> {
  const normalise = await loadNormaliser(language)
  const said = normalise(written).flatMap(({ text }) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)))
  return layWritten(written, said)?.map(({ text, from, to }) => `${text} = ${said.slice(from, to).join(' ')}`) ?? null
}

describe('what was written beside what is said', () => {
  it('is null where another text was said, and empty where nothing was', () => {
    expect(layWritten('Ask not what your country can do', ['Four', 'score', 'and', 'seven'])).toBeNull()
    expect(layWritten('[pause] …', [])).toEqual([])
  })

  it('shows no marks, and of one with other words those that were written', () => {
    const said = ['Call', 'N', 'A', 'S', 'A.', 'Now!']
    expect(layWritten('[slower] Call [spell: NASA]. [pitch: +2]Now[/pitch]!', said)).toEqual([
      { text: 'Call', from: 0, to: 1 },
      { text: 'NASA.', from: 1, to: 5 },
      { text: 'Now!', from: 5, to: 6 },
    ])
  })

  it('has one word for one where nothing was rewritten', async () => {
    expect(await laid('Hello, old “friend”.')).toEqual(['Hello, = Hello,', 'old = old', '“friend”. = "friend".'])
  })

  it.each([
    ['It costs $5, or 3 km.', ['It = It', 'costs = costs', '$5, = five dollars,', 'or = or', '3 = three', 'km. = kilometers.']],
    ['Dr. Smith met 12% of us.', ['Dr. = Doctor', 'Smith = Smith', 'met = met', '12% = twelve percent', 'of = of', 'us. = us.']],
    ['On July 4, 1776 at 7:05.', ['On = On', 'July = July', '4, = fourth,', '1776 = seventeen seventy-six', 'at = at', '7:05. = seven oh five.']],
    ['About $5 million more.', ['About = About', '$5 = five', 'million = million dollars', 'more. = more.']],
  ])('of %s shares out what the rules made', async (written, expected) => {
    expect(await laid(written)).toEqual(expected)
  })

  it('leaves out what is not said, and the marks of Markdown', async () => {
    expect(await laid('## **Two** words [pause 1s] here')).toEqual(['Two = Two', 'words = words', 'here = here'])
  })

  it('keeps signs with the word before them, and lets them be said', async () => {
    expect(await laid('- Rock & roll — no!')).toEqual(['Rock & = Rock and', 'roll — = roll', 'no! = no!'])
  })

  it('goes on behind a long stretch that is not said', () => {
    const code = Array.from({ length: 300 }, (_, i) => `token${i}`).join(' ')
    const said = ['Before', 'the', 'code', 'comes', 'after', 'it', 'all.']
    expect(layWritten(`Before the ${code} code comes after it all.`, said)?.map(({ text }) => text)).toEqual(said)
  })

  it('gives every said word to one written word, in order, in a long text', () => {
    const written = Array.from({ length: 2000 }, (_, i) => (i % 7 === 0 ? `$${i}` : `word${i % 97}`))
    const said = written.flatMap((word) => (word.startsWith('$') ? ['so', 'many', 'dollars'] : [word]))
    const words = layWritten(written.join(' '), said)!
    expect(words.map(({ text }) => text)).toEqual(written)
    expect(words.reduce((end, { from, to }) => (from === end ? to : NaN), 0)).toBe(said.length)
  })
})
