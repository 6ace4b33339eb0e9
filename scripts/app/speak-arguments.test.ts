import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSpeakArguments } from './speak-arguments'

describe('the arguments of npm run speak', () => {
  let folder: string
  let voice: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'myna-speak-'))
    voice = join(folder, 'prompt.wav')
    writeFileSync(voice, '')
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  const needed = () => ['--voice', voice, '--text', 'Hello', '--out', join(folder, 'out.wav')]

  it.each([
    ['an unknown engine', ['--engine', 'harp'], 'usage'],
    ['an unknown option', ['--loud'], 'usage'],
    ['an unknown format', ['--format', 'midi'], 'usage'],
    ['an unknown provider', ['--ep', 'tpu'], 'usage'],
    ['a seed that is no unsigned 32-bit number', ['--seed', '4294967296'], 'usage'],
    ['a pace that nobody speaks at', ['--pace', '3'], 'usage'],
    ['a pitch that nobody speaks at', ['--pitch=-7'], 'usage'],
    ['a loudness in words', ['--loudness', 'loud'], 'usage'],
    ['a chapter of a text', ['--chapter', '1'], 'usage'],
    ['a text and a document', ['--document', 'book.epub'], 'usage'],
    ['no threads at all', ['--threads', '0'], 'usage'],
    ['a voice that is not there', ['--voice', '/nowhere/prompt.wav'], 'file-missing'],
    ['a bundle folder without bundle.json', ['--engine', 'pocket', '--bundle', '/nowhere'], 'model-missing'],
  ])('refuses %s', (_case, more, code) => {
    expect(() => readSpeakArguments([...needed(), ...more])).toThrow(expect.objectContaining({ code }))
  })

  it.each(['--voice', '--text', '--out'])('refuses a command line without %s', (name) => {
    const args = needed()
    args.splice(args.indexOf(name), 2)
    expect(() => readSpeakArguments(args)).toThrow(expect.objectContaining({ code: 'usage' }))
  })

  it.each([
    [['--format', 'm4b'], 'm4b'],
    [['--out', 'x.MP3'], 'mp3'],
    [['--out', 'x.sound'], 'wav'],
  ])('takes the format from %j', (more, format) => {
    expect(readSpeakArguments([...needed(), ...more]).format).toBe(format)
  })

  describe('of a book', () => {
    const book = (...more: readonly string[]) => readSpeakArguments(['--voice', voice, '--document', voice, '--out', 'book.m4b', ...more])

    it('takes the document, who speaks in it, and the one chapter', () => {
      expect(book('--cast', `ANNA=${voice}`, '--cast', `Old Ben=${voice}`, '--chapter', '2')).toMatchObject({
        format: 'm4b', spoken: { book: { path: voice, chapter: 2, cast: [{ name: 'ANNA', voice }, { name: 'Old Ben', voice }] } },
      })
    })

    it.each([
      ['a role without a voice', ['--cast', 'ANNA'], 'usage'],
      ['a role whose voice is not there', ['--cast', 'ANNA=/nowhere.wav'], 'file-missing'],
      ['a document that is not there', ['--document', '/nowhere.epub'], 'file-missing'],
      ['chapter 0', ['--chapter', '0'], 'usage'],
    ])('refuses %s', (_case, more, code) => {
      expect(() => book(...more)).toThrow(expect.objectContaining({ code }))
    })
  })

  it('takes every option, and gives every file of the bundle', () => {
    writeFileSync(join(folder, 'bundle.json'), '{}')
    const options = ['--engine', 'pocket', '--bundle', folder, '--seed', '7', '--threads', '2', '--ep', 'webgpu', '--pace', '1.1', '--pitch=-2.5', '--loudness', '3', '--json']
    expect(readSpeakArguments([...needed(), ...options])).toEqual({
      engine: 'pocket',
      voice,
      spoken: { text: 'Hello' },
      pace: 1.1,
      pitch: -2.5,
      loudness: 3,
      out: join(folder, 'out.wav'),
      format: 'wav',
      seed: 7,
      bundleFiles: [join(folder, 'bundle.json'), voice],
      threads: 2,
      executionProvider: 'webgpu',
    })
  })
})
