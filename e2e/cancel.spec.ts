import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { AppPage } from './support/app-page'
import { kennedyFor } from './support/sound-files'
import { withdrawProofs } from './support/withdraw-proofs'

// Stop, in every way in which a Pocket model can run. How long the worker keeps running is a figure of `npm run bench`.

const LONG = 'This is a long text of several sentences, so that there is time. '.repeat(6)

const filesOf = (fixture: string, names: RegExp) => {
  const folder = resolve(import.meta.dirname, 'fixtures', fixture)
  return readdirSync(folder).filter((name) => names.test(name)).map((name) => join(folder, name))
}
const STAGED = filesOf('pocket-tiny', /\.(onnx|npy|model)$|^bundle\.json$/)

const ways = [
  { way: 'our kernels', files: STAGED, proven: true },
  { way: 'published graphs', files: STAGED, proven: false },
] as const

async function ready(page: Page, { files, proven }: (typeof ways)[number], threads: number): Promise<AppPage> {
  const app = new AppPage(page)
  await app.open()
  await app.importModelFiles(files)
  await app.importVoice(kennedyFor(3), 'Jack')
  await app.setThreads(threads)
  await app.setSeed(8)
  // Proves what can be proven about these files.
  await app.speak('Ready when you are.')
  if (!proven) await withdrawProofs(page)
  await page.reload()
  await app.ready()
  return app
}

async function stopsAndSpeaksOn(app: AppPage): Promise<void> {
  await app.stopButton.click()
  await expect(app.stopButton).toBeHidden({ timeout: 1000 })
  await expect(app.page.locator('[role="alert"]')).toHaveCount(0)
  expect(await app.text.inputValue()).toBe(LONG)
  await app.speak('And again.')
}

for (const run of ways) {
  for (const threads of [1, 2]) {
    test(`stop on ${run.way}, ${threads} threads, while the model opens and in mid-sentence: silent at once, and ready`, async ({ page }) => {
      const app = await ready(page, run, threads)
      await app.startSpeaking(LONG)
      await stopsAndSpeaksOn(app)
      await app.startSpeaking(LONG)
      await expect(page.getByText(/sentence \d+ of \d+/i).first()).toBeVisible()
      await stopsAndSpeaksOn(app)
    })
  }
}
