import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { lacksFfprobe, probe } from '#testing/export/ffprobe'
import { buildEpub3, buildStory } from '../scripts/fixtures/documents/epub'
import { ProjectPage } from './support/project-page'
import { kennedyFor } from './support/sound-files'
import { test, withTinyVoice } from './support/tiny-test'

/** 3,000 words of our own making. */
const STORY = resolve(import.meta.dirname, 'fixtures/story/the-last-lamp.md')

/** Short sentences: the tiny engine makes as much noise of them as of long ones. */
const story = (from: number, count: number) => Array.from({ length: count }, (_, number) => `Night ${from + number} was dark.`).join(' ')

test('a project is made, goes on after a reload, and becomes an audiobook with its chapters', async ({ page }, info) => {
  test.skip(lacksFfprobe, 'ffprobe is not installed')
  const app = await withTinyVoice(page)
  await app.startSpeaking('Yes.')
  await app.made()

  const project = new ProjectPage(app)
  await project.create('The Lamp', story(1, 24))
  await page.getByRole('button', { name: 'Add a chapter' }).click()
  await page.getByRole('textbox', { name: 'Text of Chapter 2' }).fill(story(101, 2))
  await page.getByRole('button', { name: 'Save chapter' }).click()
  await page.getByRole('button', { name: 'Make the sound' }).click()
  await expect(project.progress.getByText(/^([3-9]|1\d) of 26 sentences/)).toBeVisible()
  await page.reload()

  await page.getByRole('button', { name: 'Open The Lamp' }).click()
  await expect(project.progress.getByText(/^26 sentences/)).toBeVisible({ timeout: 60_000 })
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])

  const path = info.outputPath('lamp.m4b')
  await project.download('m4b', path)
  const { chapters, format } = probe(readFileSync(path), 'm4b')
  expect(chapters.map(({ tags }) => tags?.title)).toEqual(['Chapter 1', 'Chapter 2'])
  expect(format.tags).toMatchObject({ title: 'The Lamp' })
})

test('a short story of two characters becomes an audiobook', async ({ page }, info) => {
  test.skip(lacksFfprobe, 'ffprobe is not installed')
  test.setTimeout(180_000)
  const app = await withTinyVoice(page)
  await app.importVoice(kennedyFor(4), 'Anna’s voice')
  await app.startSpeaking('Yes.')
  await app.made()
  const epub = info.outputPath('story.epub')
  writeFileSync(epub, Buffer.from(await buildStory(readFileSync(STORY, 'utf8'), 'The makers of Myna').arrayBuffer()))
  const project = new ProjectPage(app)
  await project.createFrom(epub, null)
  await project.cast('Ben', 'Jack')
  await project.cast('Anna', 'Anna’s voice')
  expect(await project.make(120_000)).toMatch(/^2\d\d sentences, /)

  // Loudness is measured by hearing all of it again and again.
  await page.getByRole('combobox', { name: 'Loudness' }).selectOption('as-made')
  const [book, plain] = [info.outputPath('story.m4b'), info.outputPath('story.wav')]
  await project.download('m4b', book)
  await project.download('wav', plain)
  const { chapters, format, streams } = probe(readFileSync(book), 'm4b')
  expect(chapters.map(({ tags }) => tags?.title)).toEqual(['The Letter', 'The Fog', 'The Man from the City'])
  expect(format.tags).toMatchObject({ title: 'The Last Lamp', artist: 'The makers of Myna', genre: 'Synthetic speech' })
  expect(streams.map(({ codec_name }) => codec_name)).toEqual(expect.arrayContaining(['aac', 'png']))
  expect(Math.abs(Number(format.duration) - Number(probe(readFileSync(plain), 'wav').format.duration))).toBeLessThan(0.05)
})

test('one chapter of a document is made at the chosen pace, and lasts as long in every format', async ({ page }, info) => {
  test.skip(lacksFfprobe, 'ffprobe is not installed')
  const app = await withTinyVoice(page)
  await app.setSlider('Pace', 1.1)
  await app.startSpeaking('Yes.')
  await app.made()
  const epub = info.outputPath('moby.epub')
  writeFileSync(epub, Buffer.from(await buildEpub3().arrayBuffer()))
  const project = new ProjectPage(app)
  await project.createFrom(epub, 2)
  await expect(page.getByRole('list', { name: 'Chapters' }).getByRole('heading')).toHaveText(['1. Loomings'])
  await page.getByRole('button', { name: 'Title, voices and engine' }).click()
  await expect(page.getByRole('combobox', { name: 'Pace' })).toHaveValue('1.1')
  await project.make(60_000)

  const seconds: number[] = []
  for (const format of ['wav', 'mp3', 'opus', 'flac', 'm4a'] as const) {
    const path = info.outputPath(`chapter.${format}`)
    await project.download(format, path)
    seconds.push(Number(probe(readFileSync(path), format).format.duration))
  }
  for (const one of seconds) expect(Math.abs(one - (seconds[0] ?? 0))).toBeLessThan(0.05)

  // A browser that asks where the file is to be: it is written there, and lies nowhere else.
  await page.evaluate(() => {
    Object.assign(window, { showSaveFilePicker: async () => (await navigator.storage.getDirectory()).getFileHandle('chosen.m4b', { create: true }) })
  })
  await page.getByRole('combobox', { name: 'File', exact: true }).selectOption('m4b')
  await page.getByRole('button', { name: 'Download audiobook' }).click()
  const chosen = () => page.evaluate(async () => {
    const file = await (await (await navigator.storage.getDirectory()).getFileHandle('chosen.m4b')).getFile()
    return Array.from(new Uint8Array(await file.arrayBuffer()))
  })
  await expect.poll(async () => (await chosen()).length).toBeGreaterThan(1000)
  const { chapters, format } = probe(Uint8Array.from(await chosen()), 'm4b')
  expect(chapters).toHaveLength(1)
  expect(Math.abs(Number(format.duration) - (seconds[0] ?? 0))).toBeLessThan(0.05)
})
