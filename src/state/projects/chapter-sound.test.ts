import { expect, it } from 'vitest'
import { testVoice } from '#testing/state/fake-services'
import { sampleChapter, sampleProject } from '#testing/storage/sample-records'
import { packSamples } from '../../shared/audio/packed-samples'
import type { LineFacts } from '../../shared/protocol/project'
import { chapterLines, type Book } from './book'
import { createChapterReader, soundOfChapter } from './chapter-sound'

const context = { voices: [testVoice('ada')], pronunciations: [] }
const chapter = sampleChapter()
const empty: Book = { project: sampleProject(), chapters: [chapter], made: new Map() }
const keys = chapterLines(empty, chapter, context).map(({ key }) => key)

/** Ten samples a second: a line is as many samples as `counts` says. */
function bookWith(...counts: readonly (number | null)[]): Book {
  const made = counts.flatMap((sampleCount, index): [string, LineFacts][] =>
    sampleCount === null ? [] : [[keys[index]!, { projectId: 'project-1', key: keys[index]!, sampleRate: 10, sampleCount, wallMs: 1 }]])
  return { ...empty, made: new Map(made) }
}

it('puts lines one behind the other with their silence, without those that are missing or left out', () => {
  const places = (book: Book) => soundOfChapter(book, chapter, context).lines.map(({ startSample, endSample }) => [startSample, endSample])
  expect(places(bookWith(5, 4, 3))).toEqual([[0, 5], [8, 12], [19, 22]])
  expect(places(bookWith(5, null, 3))).toEqual([[0, 5], [12, 15]])
  expect(places(bookWith(5, 0, 3))).toEqual([[0, 5], [12, 15]])
  expect(soundOfChapter(empty, chapter, context)).toMatchObject({ sampleCount: 0, lines: [] })
})

it('reads any stretch as it would be cut from the whole, one line at a time', async () => {
  const asked: string[] = []
  const value = (key: string) => (keys.indexOf(key) + 1) / 4
  const lengths = [5, 4, 3]
  const read = createChapterReader({
    readLine: (projectId, key) => {
      asked.push(key)
      return Promise.resolve({ projectId, key, ...packSamples(new Float32Array(lengths[keys.indexOf(key)]!).fill(value(key))) })
    },
  })
  const sound = soundOfChapter(bookWith(5, 4, 3), chapter, context)
  const whole = [...(await read(sound, 0, sound.sampleCount))].map((sample) => Math.round(sample * 4))
  expect(whole).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0, 3, 3, 3])
  asked.length = 0
  const pieces: number[] = []
  for (let start = 0; start < sound.sampleCount; start += 3) pieces.push(...(await read(sound, start, Math.min(sound.sampleCount, start + 3))))
  expect(pieces.map((sample) => Math.round(sample * 4))).toEqual(whole)
  expect(asked).toEqual(keys)
})
