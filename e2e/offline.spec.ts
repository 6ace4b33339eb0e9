import { expect, test } from '@playwright/test'
import { AppPage } from './support/app-page'
import { KENNEDY_WAV } from './support/sound-files'

test.use({ serviceWorkers: 'allow' })

test('after its first use the app opens, isolates itself and speaks without a network', async ({ page, context }) => {
  const app = new AppPage(page)
  await app.open()
  await app.makeVoiceFromFile(KENNEDY_WAV, 'Jack')
  await app.speak('This sentence is said while there is a network.')
  await page.evaluate(() => navigator.serviceWorker.ready)

  await context.setOffline(true)
  await page.reload()
  await app.ready()
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  await app.speak('And this one is said without any network at all.')
  const details = await app.details()
  expect(details.voiceName).toBe('Jack')
  expect(details.text).toContain('without any network')
  expect(details.figures.audioSeconds).toBeGreaterThan(1)
  expect(details.figures.threads).toBeGreaterThan(1)
})

test('a second tab opens without a network too', async ({ page, context }) => {
  await new AppPage(page).open()
  await page.evaluate(() => navigator.serviceWorker.ready)
  await context.setOffline(true)
  const second = new AppPage(await context.newPage())
  await second.open()
  await expect(second.speakButton).toBeVisible()
})
