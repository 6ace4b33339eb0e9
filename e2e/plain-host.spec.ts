import { expect, test } from '@playwright/test'
import { AppPage } from './support/app-page'
import { KENNEDY_WAV } from './support/sound-files'
import { startTinyApp } from './support/tiny-app'

test('a host without isolation headers: a thread per worker, sound by messages, the same journey', async ({ page }) => {
  const tiny = await startTinyApp({ plain: true })
  const app = new AppPage(page)
  await page.goto(tiny.url)
  await app.ready()
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false)
  await app.makeVoiceFromFile(KENNEDY_WAV, 'Jack')
  // The fixture's random weights end after a few frames or many, by the noise they get.
  await app.setSeed(8)
  await app.speak('One thread is enough to say this.')
  const { figures } = await app.details()
  const cores = await page.evaluate(() => navigator.hardwareConcurrency)
  expect(figures.threads).toBe(Math.min(cores, 2))
  expect(figures.audioSeconds).toBeCloseTo(0.72, 2)
  expect(figures.ttfaMs).toBeGreaterThan(0)
  await tiny.close()
})
