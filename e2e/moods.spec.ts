import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { ALLISON_WAV } from './support/sound-files'
import { test, withTinyVoice } from './support/tiny-test'

test('a voice has a mood of its own recording, speaks in it, and takes it along in its file', async ({ page }) => {
  const app = await withTinyVoice(page)
  await app.openVoice('Jack')
  const moods = app.voicePanel.getByRole('button', { name: 'Moods of Jack' })
  await moods.click()
  await app.voicePanel.getByLabel('File for a mood').setInputFiles(ALLISON_WAV)
  await app.voicePanel.getByRole('combobox', { name: 'Name of this mood of Jack' }).fill('excited')
  // Somebody else was given on purpose: the encoder hears it.
  await expect(app.voicePanel.getByText('This may be somebody else')).toBeVisible()
  expect((await new AxeBuilder({ page }).include('.record-voice').analyze()).violations).toEqual([])
  await app.voicePanel.getByRole('button', { name: 'Save mood' }).click()
  await expect(app.voicePanel.getByRole('radio', { name: /^Jack .*2 moods/ })).toBeChecked()

  await app.speak('Hello there.')
  const usual = await app.details()
  await app.openVoice('Jack')
  await moods.click()
  await app.voicePanel.getByRole('button', { name: 'Use excited by default' }).click()
  await expect(app.voicePanel.getByRole('listitem').first()).toHaveText(/^excited.*speaks by default/)
  await page.setViewportSize({ width: 320, height: 900 })
  expect((await new AxeBuilder({ page }).include('.record-voice').analyze()).violations).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  await page.setViewportSize({ width: 1280, height: 900 })
  await app.speak('Hello there.')
  expect((await app.details()).promptSha256).not.toBe(usual.promptSha256)

  const download = page.waitForEvent('download')
  await app.voicePanel.getByRole('button', { name: 'Export voice Jack' }).click()
  const path = await (await download).path()
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ version: 1, moodName: 'excited', moods: [{ name: 'usual' }] })
  await app.voicePanel.getByRole('button', { name: 'Delete voice Jack' }).click()
  await page.getByRole('button', { name: 'Delete voice', exact: true }).click()
  await app.voicePanel.getByLabel('Audio file').setInputFiles({ name: 'jack.myna-voice', mimeType: 'application/json', buffer: await readFile(path) })
  await app.openVoice('Jack')
  await moods.click()
  await expect(app.voicePanel.getByRole('listitem')).toHaveText([/^excited/, /^usual/])
})
