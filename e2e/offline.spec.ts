import { expect } from '@playwright/test'
import { AppPage } from './support/app-page'
import { music } from './support/sound-files'
import { test, withTinyVoice } from './support/tiny-test'

test.use({ serviceWorkers: 'allow' })

test('after its first use the app opens, isolates itself and speaks without a network', async ({ page, context }) => {
  const app = await withTinyVoice(page)
  await app.speak('Said with a network.')
  await page.evaluate(() => navigator.serviceWorker.ready)

  await context.setOffline(true)
  await page.reload()
  await app.ready()
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  await app.speak('And without any network.')
  const details = await app.details()
  expect(details.voiceName).toBe('Jack')
  expect(details.text).toContain('without any network')
  expect(details.figures.audioSeconds).toBeGreaterThan(0)
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

test('recordings are listened to and cleaned without a network, although that was never done before', async ({ page, context }) => {
  const app = new AppPage(page)
  await app.open()
  const isKept = async () => {
    const kept = await page.evaluate(async () => (await (await caches.open('myna-hashed-assets-v1')).keys()).map(({ url }) => url))
    return ['speaker-encoder', 'voice-encoder', 'second-ear', 'silero_vad', 'rnnoise', 'ort-wasm'].every((name) => kept.some((url) => url.includes(name)))
  }
  await expect.poll(isKept, { timeout: 60_000 }).toBe(true)

  await context.setOffline(true)
  await page.reload()
  await app.ready()
  await app.choosePromptFile(music(12))
  await expect(app.voicePanel.getByRole('status').filter({ hasText: 'There is no speech in this file' })).toBeVisible({ timeout: 60_000 })
  await page.getByRole('radio', { name: 'Noise removed' }).check()
  await expect(page.getByText('Play both and keep the one that sounds more like you.')).toBeVisible({ timeout: 60_000 })
})
