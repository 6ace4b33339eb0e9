import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { AppPage } from './support/app-page'
import { chromiumLaunch } from './support/chromium-launch'
import { kennedyFor, readWav } from './support/sound-files'

/** The software adapter needs minutes on a busy machine for what a real GPU does in seconds. */
const PATIENCE_MS = 600_000

// Chromium's software adapter: right for results, useless for speed.
test.use({ launchOptions: chromiumLaunch({ webGpu: true }) })

const FIXTURE = resolve(import.meta.dirname, 'fixtures/pocket-tiny')
const BUNDLE = readdirSync(FIXTURE)
  .filter((name) => /\.(onnx|npy|model)$|^bundle\.json$/.test(name))
  .map((name) => join(FIXTURE, name))
const TEXT = 'The device goes away in the middle of this text. Not one word of it is lost on the way. What follows is said as well.'

/** Runs in the inference worker before the app's own code: the device ends when the page says so. */
const DOOMED_DEVICE = `{
  const lend = GPUAdapter.prototype.requestDevice
  GPUAdapter.prototype.requestDevice = async function (...wishes) {
    const device = await lend.apply(this, wishes)
    new BroadcastChannel('doom').addEventListener('message', () => device.destroy())
    return device
  }
}
`

async function doomDevices(page: Page): Promise<void> {
  await page.route(/inference\.worker-.*\.js$/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: DOOMED_DEVICE + (await response.text()) })
  })
}

/** The app with the bundle, a voice and a seed that is not rolled away. */
async function ready(page: Page): Promise<AppPage> {
  const app = new AppPage(page)
  await app.open()
  await app.importModelFiles(BUNDLE)
  await app.makeVoiceFromFile(kennedyFor(3), 'Jack')
  await app.setSeed(11)
  return app
}

const power = (samples: Float32Array) => samples.reduce((sum, sample) => sum + sample * sample, 0)

test('finishes the sentence on the CPU when the device is lost, says so, and stays there', async ({ page }, info) => {
  test.setTimeout(2 * PATIENCE_MS)
  await doomDevices(page)
  const app = await ready(page)
  await app.computeWith('GPU (WebGPU)')
  await app.startSpeaking(TEXT)
  const making = page.getByRole('progressbar', { name: /^Speaking sentence/ })
  // Its bar has a value as soon as there is sound.
  await making.and(page.locator('[value]')).waitFor({ timeout: PATIENCE_MS })
  await page.evaluate(() => { new BroadcastChannel('doom').postMessage(null) })
  await app.downloadButton.waitFor({ timeout: PATIENCE_MS })
  await expect(page.locator('[data-error-code="device-lost"]')).toContainText('until you load this page again')
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
  const difference = cpu.map((sample, index) => sample - (lost[index] ?? NaN))
  // The CPU's kernels hold weights in 8 bits, the GPU does not: see webgpu.spec.ts. A lost frame would be all of it.
  expect(Math.sqrt(power(difference) / power(cpu))).toBeLessThan(0.05)
})
