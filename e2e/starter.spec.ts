import { readFile } from 'node:fs/promises'
import { expect, test, type Page } from '@playwright/test'
import { AppPage } from './support/app-page'
import { kennedyFor } from './support/sound-files'

// What only the starter engine can show, in as few words as show it: its sound is dear. Every other journey speaks with the
// tiny pack.

async function withVoice(page: Page): Promise<AppPage> {
  const app = new AppPage(page)
  await app.open()
  await app.importVoice(kennedyFor(3), 'Jack')
  return app
}

test('stop while the starter is inside a sentence is silent at once, keeps text and voice, and it speaks again', async ({ page }) => {
  const text = 'Nobody can interrupt the starter within a sentence. So this has a second one.'
  const app = await withVoice(page)
  await app.startSpeaking(text)
  await expect(page.getByText(/^Speaking sentence 1 of 2/)).toBeVisible({ timeout: 120_000 })
  await app.stopButton.click()
  await expect(app.stopButton).toBeHidden({ timeout: 1000 })
  await expect(app.text).toHaveValue(text)
  await expect(app.voicePanel.getByRole('radio', { name: /Jack/ })).toBeChecked()
  await app.speak('Yes.')
})

test('the same seed makes the same samples again', async ({ page }, info) => {
  const app = await withVoice(page)
  await app.setSeed(7)
  const paths = [info.outputPath('first.wav'), info.outputPath('second.wav')] as const
  for (const path of paths) {
    await app.speak('Once more.')
    await app.downloadWav(path)
  }
  const [first, second] = await Promise.all(paths.map((path) => readFile(path)))
  expect(second!.length).toBeGreaterThan(44 + 24_000)
  expect(second!.subarray(44).equals(first!.subarray(44))).toBe(true)
})
