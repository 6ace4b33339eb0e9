import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { AppPage } from './support/app-page'
import { ALLISON_WAV, kennedyFor } from './support/sound-files'

/** What is said in the first three seconds of the clip. */
const WORDS = 'And so, my fellow Americans.'
const SECONDS = 3
const PATIENCE_MS = 600_000

test('a voice says a sentence as a recording of somebody else says it', async ({ page }) => {
  test.setTimeout(2 * PATIENCE_MS)
  const app = new AppPage(page)
  await app.open()
  await app.makeVoiceFromFile(ALLISON_WAV, 'Allison')
  const panel = app.wordsPanel
  await panel.getByRole('button', { name: 'Say it like a recording' }).click()
  await panel.getByLabel('Recording to follow').setInputFiles(kennedyFor(SECONDS))
  await panel.getByRole('textbox', { name: 'Words of the recording' }).fill(WORDS)
  const say = panel.getByRole('button', { name: 'Say it like this' })
  await expect(say).toBeDisabled()
  await panel.getByRole('checkbox', { name: /agreed to this use/ }).check()
  for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    await page.setViewportSize(viewport)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id }) => id)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
  }
  await say.click()
  await app.acceptDownload()
  await app.unlessError(app.downloadButton.waitFor({ timeout: PATIENCE_MS }))
  const take = await app.details()
  const statement: unknown = expect.stringContaining('agreed to this use')
  expect(take).toMatchObject({ text: WORDS, complete: true, guide: { source: 'file', seconds: SECONDS, consent: { statement }, voiceConsent: { statement } } })
  // He speaks from 0.25 s to 2.1 s; what is silent before and behind is left out.
  expect(take.sampleCount / take.sampleRate).toBeGreaterThan(1.8)
  expect(take.sampleCount / take.sampleRate).toBeLessThan(2.3)
  await app.goTo('History')
  const card = page.getByRole('article')
  await expect(card).toContainText('Said like a recording that was not kept')
  await card.getByRole('button', { name: /^More for/ }).click()
  await expect(card.getByRole('button', { name: /^Regenerate/ })).toBeDisabled()
  await page.reload()
  await app.goTo('Speak')
  await panel.getByRole('button', { name: 'Say it like a recording' }).click()
  await expect(panel.getByRole('button', { name: 'Record how to say it' })).toBeVisible()
})
