import { expect, test, type Page } from '@playwright/test'
import { AppPage } from './support/app-page'
import { chromiumLaunch } from './support/chromium-launch'
import { doomDevices, loseDevices } from './support/doomed-device'
import { kennedyFor, readWav } from './support/sound-files'
import { PATIENCE_MS, shareOfDifference } from './support/speak-on'
import { writeTinyInt8 } from './support/tiny-int8'

// Chromium's software adapter: right for results, useless for speed.
test.use({ launchOptions: chromiumLaunch({ webGpu: true }) })

const TEXT = 'It goes away here. Not a word is lost.'

/** The app with the bundle, a voice and a seed that is not rolled away. */
async function ready(page: Page, bundle: readonly string[]): Promise<AppPage> {
  const app = new AppPage(page)
  await app.open()
  await app.importModelFiles(bundle)
  await app.importVoice(kennedyFor(3), 'Jack')
  await app.setSeed(11)
  return app
}

test('finishes the sentence on the CPU when the device is lost, says so, and stays there', async ({ page }, info) => {
  test.setTimeout(2 * PATIENCE_MS)
  await doomDevices(page)
  const app = await ready(page, writeTinyInt8(info.outputPath('bundle')))
  await app.computeWith('GPU (WebGPU)')
  await app.startSpeaking(TEXT)
  const making = page.getByRole('progressbar', { name: /^Speaking sentence/ })
  // Its bar has a value as soon as there is sound.
  await making.and(page.locator('[value]')).waitFor({ timeout: PATIENCE_MS })
  await loseDevices(page)
  await app.downloadButton.waitFor({ timeout: PATIENCE_MS })
  await expect(page.locator('[data-error-code="device-lost"]')).toContainText('until you reload this page')
  expect((await app.details()).complete).toBe(true)
  await app.downloadWav(info.outputPath('lost.wav'))
  const lost = readWav(info.outputPath('lost.wav')).samples
  await page.getByRole('button', { name: 'Dismiss' }).first().click()

  // The same choice, but the CPU answers: also what the reading is measured by.
  await app.speak(TEXT)
  expect((await app.details()).figures.executionProvider).toBe('wasm')
  await app.downloadWav(info.outputPath('cpu.wav'))
  const cpu = readWav(info.outputPath('cpu.wav')).samples
  expect(lost.length).toBe(cpu.length)
  // Both have the same int8 weights; a lost frame would be all of it.
  expect(shareOfDifference(lost, cpu)).toBeLessThan(0.01)
})
