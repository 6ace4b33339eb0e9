import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { lacksFfprobe, probe } from '#testing/export/ffprobe'
import { test, withTinyVoice } from './support/tiny-test'

/** Short sentences: the tiny engine makes as much noise of them as of long ones. */
const story = (from: number, count: number) => Array.from({ length: count }, (_, number) => `Night ${from + number} was dark.`).join(' ')

test('a project is made, goes on after a reload, and becomes an audiobook with its chapters', async ({ page }, info) => {
  test.skip(lacksFfprobe, 'ffprobe is not installed')
  const app = await withTinyVoice(page)
  await app.startSpeaking('Yes.')
  await app.made()

  await app.goTo('Projects')
  await page.getByRole('textbox', { name: 'Title of the project' }).fill('The Lamp')
  await page.getByRole('textbox', { name: 'Text of the first chapter' }).fill(story(1, 24))
  await page.getByRole('button', { name: 'Create project' }).click()
  await page.getByRole('button', { name: 'Add a chapter' }).click()
  await page.getByRole('textbox', { name: 'Text of Chapter 2' }).fill(story(101, 2))
  await page.getByRole('button', { name: 'Save chapter' }).click()
  await page.getByRole('button', { name: 'Make the sound' }).click()
  const progress = page.getByRole('region', { name: 'Progress' })
  await expect(progress.getByText(/^([3-9]|1\d) of 26 sentences/)).toBeVisible()
  await page.reload()

  await page.getByRole('button', { name: 'Open The Lamp' }).click()
  await expect(progress.getByText(/^26 sentences/)).toBeVisible({ timeout: 60_000 })
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])

  // A question of the system, which no test can answer: without it the file comes as a download.
  await page.evaluate(() => { Reflect.deleteProperty(window, 'showSaveFilePicker') })
  const path = info.outputPath('lamp.m4b')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download audiobook' }).click()])
  expect(download.suggestedFilename()).toBe('The Lamp.m4b')
  await download.saveAs(path)
  const { chapters, format } = probe(readFileSync(path), 'm4b')
  expect(chapters.map(({ tags }) => tags?.title)).toEqual(['Chapter 1', 'Chapter 2'])
  expect(format.tags).toMatchObject({ title: 'The Lamp' })
})
