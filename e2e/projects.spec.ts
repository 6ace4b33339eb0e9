import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { lacksFfprobe, probe } from '#testing/export/ffprobe'
import { ProjectPage } from './support/project-page'
import { kennedyFor } from './support/sound-files'
import { test, withTinyVoice } from './support/tiny-test'

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

/** A story in which two people speak beside the narrator, of about 12 words a scene. */
const scenes = (count: number) => Array.from({ length: count }, (_, number) => `The ${number + 1}. evening came.\n\nANNA: Is the lamp lit?\n\nBEN: It is, for the ${number + 1}. time.`).join('\n\n')

test('a short story of two characters becomes an audiobook', async ({ page }, info) => {
  test.skip(lacksFfprobe, 'ffprobe is not installed')
  const app = await withTinyVoice(page)
  await app.importVoice(kennedyFor(4), 'Anna’s voice')
  await app.startSpeaking('Yes.')
  await app.made()
  const project = new ProjectPage(app)
  await project.create('The Lighthouse', scenes(20))
  await project.cast('BEN', 'Jack')
  await project.cast('ANNA', 'Anna’s voice')
  expect(await project.make(120_000)).toMatch(/^60 sentences, /)
  // Nobody says the names.
  await page.getByRole('button', { name: 'Open Chapter 1' }).click()
  await expect(page.getByRole('button', { name: /^Is the lamp lit\?/ }).first()).toBeVisible()
  const path = info.outputPath('lighthouse.m4b')
  await project.download('m4b', path)
  const { format, streams } = probe(readFileSync(path), 'm4b')
  expect(streams.map(({ codec_name }) => codec_name)).toContain('aac')
  expect(Number(format.duration)).toBeGreaterThan(30)
})
