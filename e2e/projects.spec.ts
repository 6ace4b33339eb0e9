import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { lacksFfprobe, probe } from '#testing/export/ffprobe'
import { ProjectPage } from './support/project-page'
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
