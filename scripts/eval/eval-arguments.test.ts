import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readEvalArguments } from './eval-arguments'

const textsFile = (content: string) => {
  const path = join(mkdtempSync(join(tmpdir(), 'myna-eval-')), 'texts.txt')
  writeFileSync(path, content)
  return path
}

describe('a command line that cannot be followed', () => {
  it.each([
    ['a prompt that is not there', ['--prompts', 'nowhere.wav'], 'file-missing'],
    ['texts that are not there', ['--texts', 'nowhere.txt'], 'file-missing'],
    ['a file without a text', ['--texts', textsFile('\n \n')], 'usage'],
    ['one candidate, of which there is no best', ['--best-of', '1'], 'usage'],
    ['too many candidates', ['--best-of', '9'], 'usage'],
    ['a folder without a bundle', ['--bundle', tmpdir()], 'model-missing'],
    ['an option that there is not', ['--loud'], 'usage'],
  ])('is refused: %s', (_, args, code) => {
    expect(() => readEvalArguments(args)).toThrow(expect.objectContaining({ code }) as Error)
  })
})

it('takes the two voices of the tests, three texts and the best of three when nothing is said', () => {
  const { prompts, texts, bestOf, bundleFiles } = readEvalArguments([])
  expect(prompts.map((path) => path.split('/').at(-1))).toEqual(['kennedy.wav', 'allison.wav'])
  expect([texts.length, bestOf, bundleFiles]).toEqual([3, 3, []])
})

it('reads a text from each line', () => {
  expect(readEvalArguments(['--texts', textsFile('One.\n\n  Two. \n')]).texts).toEqual(['One.', 'Two.'])
})
