import { expect, it } from 'vitest'
import { readWordsArguments, reportWords } from './words-report'

it.each([[[]], [['a.txt', 'b.txt']], [['a.txt', '--loud']]])('refuses the command line %j', (args) => {
  expect(readWordsArguments(args)).toBeNull()
})

it('reads file, language and phonemes', () => {
  expect(readWordsArguments(['a.txt', '--language', 'de', '--phonemes'])).toEqual({ file: 'a.txt', language: 'de', phonemes: true })
})

it('refuses what the app refuses', async () => {
  await expect(reportWords('🎉', { language: 'en-US', phonemes: false })).rejects.toMatchObject({ code: 'text-unspeakable' })
})

it('prints a sentence a line, with the pauses between', async () => {
  const { lines } = await reportWords('Dr. Lee is 42. [pause 2s] Yes!\n\nGo.', { language: 'en-US', phonemes: false })
  expect(lines).toEqual(['Doctor Lee is forty-two.', '  (2.00 s)', 'Yes!', '  (0.55 s)', 'Go.'])
})

it('adds phonemes where they are asked for', async () => {
  const { lines } = await reportWords('Plan A is good.', { language: 'en-US', phonemes: true })
  expect(lines).toEqual(['Plan A is good.', '  /plˈæn ˈA ɪz ɡˈʊd./'])
})

it('prints the words of other languages', async () => {
  const { lines } = await reportWords('Es waren 5 Mio. Euro. Gut!', { language: 'de', phonemes: true })
  expect(lines).toEqual(['Es waren fünf Millionen Euro.', '  (0.28 s)', 'Gut!'])
})

it('names what is left out', async () => {
  const { lines, leftOut } = await reportWords('Tokyo (東京) is a very big town.', { language: 'en-US', phonemes: false })
  expect(lines).toEqual(['Tokyo is a very big town.'])
  expect(leftOut).toEqual(['東京'])
})
