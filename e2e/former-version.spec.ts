import { expect, test } from '@playwright/test'
import { AppPage } from './support/app-page'
import { restoreProfile } from './support/kept-profile'
import { readWav } from './support/sound-files'
import { startTinyApp } from './support/tiny-app'

test('voice, take and unfinished reading of the version before open in this one', async ({ page }, info) => {
  const tiny = await startTinyApp()
  // A file of the same origin that opens no database.
  await page.goto(`${tiny.url}model-manifest.json`)
  await restoreProfile(page, 'profile-of-version-3')
  await page.goto(tiny.url)
  const app = new AppPage(page)
  await app.ready()
  await expect(app.voicePanel.getByRole('radio', { name: /Jack/ })).toBeChecked()
  await expect(app.text).toHaveValue(/^Sentence number 1 of a text that was broken off\./)

  await app.goTo('History')
  const take = page.getByRole('article').filter({ hasText: 'A voice of the version before.' })
  const [download] = await Promise.all([page.waitForEvent('download'), take.getByRole('button', { name: /^Download WAV/ }).click()])
  const wav = info.outputPath('take.wav')
  await download.saveAs(wav)
  expect(readWav(wav).samples).toHaveLength(0.24 * 24_000)

  // Its licence was accepted then and is not asked about again.
  await app.goTo('Models')
  await page.getByRole('article', { name: 'Tiny Pocket TTS' }).getByRole('button', { name: /^Download/ }).click()
  await expect(page.getByRole('article', { name: 'Tiny Pocket TTS' }).getByRole('button', { name: /^Remove/ })).toBeVisible()

  await app.goTo('Speak')
  await page.getByRole('button', { name: 'Continue from sentence 3 of 14' }).click()
  await app.spoken(60_000)
  const details = await app.details()
  expect(details).toMatchObject({ complete: true, voiceName: 'Jack', settings: { seed: 11 } })
  expect(details.sentences).toHaveLength(14)
  // The voice was kept ready for the engine: nothing had to be encoded again.
  expect(details.figures.stages.map(({ stage }) => stage)).not.toContain('prompt-encode')
  await tiny.close()
})
