import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { AppPage } from './support/app-page'
import { ALLISON_WAV } from './support/sound-files'

const PATIENCE_MS = 240_000

test('a voice is designed from another one, hides it, and is kept with what it was made of; readings are higher and louder as asked', async ({ page }) => {
  test.setTimeout(3 * PATIENCE_MS)
  const app = new AppPage(page)
  await app.open()
  await app.makeVoiceFromFile(ALLISON_WAV, 'Allison')
  await app.setSlider('Pitch', 3)
  await app.setSlider('Loudness', 6)
  await app.speak('Higher and louder.', PATIENCE_MS)
  expect((await app.details()).settings).toMatchObject({ pitchSemitones: 3, gainDb: 6 })
  await app.openVoice('Allison')
  await page.getByRole('button', { name: 'Design a voice from Allison' }).click()
  await page.getByRole('slider', { name: /^Higher or deeper/ }).fill('0.5')
  await page.getByRole('button', { name: 'Hide whose voice it is' }).click()
  await app.unlessError(page.getByText('This app takes it for somebody else').waitFor({ timeout: PATIENCE_MS }))
  for (const viewport of [{ width: 1280, height: 900 }, { width: 320, height: 740 }]) {
    await page.setViewportSize(viewport)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id }) => id)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
  }
  await page.getByRole('textbox', { name: 'Name of the new voice' }).fill('Nobody')
  await page.getByRole('button', { name: 'Save as a new voice' }).click()
  await app.openVoice('Nobody')
  await expect(app.voicePanel).toContainText('Designed to hide whose voice it was: deeper.')
  await expect(app.voicePanel).toContainText('100 % of Allison, with the consent')
})
