import { expect, test, type Page } from '@playwright/test'
import { AppPage } from './support/app-page'
import { KENNEDY_WAV, readWav } from './support/sound-files'
import { startTinyApp, type TinyApp } from './support/tiny-app'

// Language model and decoder in two workers, on random weights: the sound is noise, and how long it gets depends on the seed.

let tiny: TinyApp
test.beforeAll(async () => {
  tiny = await startTinyApp()
})
test.afterAll(() => tiny.close())

const LONG = 'This is a long text of several sentences, so that there is time. '.repeat(6)

async function withVoice(page: Page): Promise<AppPage> {
  const app = new AppPage(page)
  await page.goto(tiny.url)
  await app.ready()
  await app.importVoice(KENNEDY_WAV, 'Jack')
  await app.setSeed(8)
  return app
}

async function graphs(page: Page): Promise<string> {
  await new AppPage(page).openSettings()
  return page.getByText('Graphs', { exact: true }).locator('xpath=following-sibling::dd').innerText()
}

/** Prepares the decoder's worker to end without a word when it gets block `killAfter`, as the inference worker is told. */
function mortalDecoder(page: Page) {
  const inference = page.waitForEvent('worker', (worker) => worker.url().includes('inference')).then(async (worker) => {
    await worker.evaluate(`{
      const Original = Worker
      self.blocks = 0
      self.killAfter = Infinity
      self.Worker = class extends Original {
        postMessage(message, transfer) {
          super.postMessage(message, transfer)
          if (message.path?.[0] !== 'decode') return
          self.blocks++
          if (self.blocks === self.killAfter) this.terminate()
        }
      }
    }`)
    return worker
  })
  return {
    blocks: async () => Number(await (await inference).evaluate('blocks')),
    killAfter: async (block: number) => (await inference).evaluate(`killAfter = ${block}`),
  }
}

test('one and two threads give the same samples; with two the decoder has a thread of its own', async ({ page }, info) => {
  test.skip((await page.evaluate(() => navigator.hardwareConcurrency)) < 2, 'one processor')
  const app = await withVoice(page)
  const wavs: Float32Array[] = []
  for (const threads of [1, 2]) {
    await app.setThreads(threads)
    await app.speak('Same words, from one thread or from two.')
    expect((await graphs(page)).includes('in a thread of its own')).toBe(threads === 2)
    expect((await app.details()).figures.threads).toBe(threads)
    const path = info.outputPath(`${threads}.wav`)
    await app.downloadWav(path)
    wavs.push(readWav(path).samples)
  }
  expect(wavs[1]).toEqual(wavs[0])
})

for (const threads of [1, 2]) {
  test(`stop with ${threads} threads is silent at once, and the same worker speaks on`, async ({ page }) => {
    const app = await withVoice(page)
    await app.setThreads(threads)
    await app.speak('Ready when you are.')
    await app.startSpeaking(LONG)
    await expect(page.getByText(/sentence \d+ of \d+/i).first()).toBeVisible()
    const workers = page.workers().filter((worker) => worker.url().includes('inference'))
    await app.stopButton.click()
    await expect(app.stopButton).toBeHidden({ timeout: 1000 })
    await expect(page.locator('[role="alert"]')).toHaveCount(0)
    await app.speak('And again.')
    expect(page.workers().filter((worker) => worker.url().includes('inference'))).toEqual(workers)
  })
}

test('a decoder whose thread dies in mid-sentence is replaced, and the sound is the same', async ({ page }, info) => {
  test.skip((await page.evaluate(() => navigator.hardwareConcurrency)) < 2, 'one processor')
  const decoder = mortalDecoder(page)
  const app = await withVoice(page)
  const wavs: Float32Array[] = []
  for (const dies of [false, true]) {
    const before = await (dies ? decoder.blocks() : 0)
    if (dies) await decoder.killAfter(before + 4)
    await app.speak(LONG)
    // Once the death is noticed, blocks stay in the inference worker.
    if (dies) expect((await decoder.blocks()) - before).toBeLessThan(before)
    await expect(page.locator('[role="alert"]')).toHaveCount(0)
    const path = info.outputPath(`${String(dies)}.wav`)
    await app.downloadWav(path)
    wavs.push(readWav(path).samples)
  }
  expect(wavs[1]).toEqual(wavs[0])
  // The next reading asks the engine again.
  await app.speak('And again.')
  expect(await graphs(page)).not.toContain('in a thread of its own')
})
