import { expect } from '@playwright/test'
import { AppPage } from './support/app-page'
import { chromiumLaunch } from './support/chromium-launch'
import { doomDevices, loseDevices } from './support/doomed-device'
import { kennedyFor, readWav } from './support/sound-files'
import { PATIENCE_MS, shareOfDifference, trialDecibels } from './support/speak-on'
import { thinStarterTest as test } from './support/thin-starter-app'

// Chromium's software adapter: right for results, useless for speed. The starter's generator is thin, so that its sound is noise.
test.use({ launchOptions: chromiumLaunch({ webGpu: true }) })

/** One that is made as a whole, and one whose generator is asked for an opening first, and then for the rest. */
const SHORT = 'At seven.'
const LONG = 'The ferry leaves the harbour at seven, and nobody waits for anyone who comes later.'

async function soundOf(app: AppPage, path: string): Promise<Float32Array> {
  await app.downloadWav(path)
  return readWav(path).samples
}

/** Of what the kernels round, and a lost part would be all of it. Measured: 0.04. */
const MOST_DIFFERENCE = 0.15

test('the starter says on the GPU what it says on the CPU, and the rest of a sentence on the CPU when the GPU goes', async ({ page }, info) => {
  test.setTimeout(2 * PATIENCE_MS)
  await doomDevices(page)
  const app = new AppPage(page)
  await app.open()
  await app.importVoice(kennedyFor(3), 'Jack')
  await app.computeWith('CPU (WebAssembly)')
  const expected = new Map<string, Float32Array>()
  for (const text of [SHORT, LONG]) {
    await app.speak(text, PATIENCE_MS)
    expect((await app.details()).figures.executionProvider).toBe('wasm')
    expected.set(text, await soundOf(app, info.outputPath('cpu.wav')))
  }

  await app.computeWith('GPU (WebGPU)')
  await app.speak(SHORT, PATIENCE_MS)
  const { figures } = await app.details()
  expect(figures.executionProvider).toBe('webgpu')
  expect(figures.stages.filter(({ on }) => on === 'webgpu').map(({ stage }) => stage)).toEqual(['synthesis'])
  await app.openSettings()
  // Measured: 44. The trial asks for 20.
  expect(trialDecibels(await page.locator('.facts').innerText(), 'generator')).toBeGreaterThan(30)
  const whole = await soundOf(app, info.outputPath('gpu.wav'))
  expect(whole.length).toBe(expected.get(SHORT)!.length)
  expect(shareOfDifference(whole, expected.get(SHORT)!)).toBeLessThan(MOST_DIFFERENCE)

  await app.startSpeaking(LONG)
  const making = page.getByRole('progressbar', { name: /^Speaking sentence/ })
  // Its bar has a value as soon as there is sound.
  await making.and(page.locator('[value]')).waitFor({ timeout: PATIENCE_MS })
  await loseDevices(page)
  await app.downloadButton.waitFor({ timeout: PATIENCE_MS })
  await expect(page.locator('[data-error-code="device-lost"]')).toContainText('until you reload this page')
  expect((await app.details()).complete).toBe(true)
  const lost = await soundOf(app, info.outputPath('lost.wav'))
  expect(lost.length).toBe(expected.get(LONG)!.length)
  expect(shareOfDifference(lost, expected.get(LONG)!)).toBeLessThan(MOST_DIFFERENCE)
})
