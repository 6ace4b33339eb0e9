import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { AppPage } from './support/app-page'
import { KENNEDY_WAV, readWav } from './support/sound-files'

const FIXTURE = resolve(import.meta.dirname, 'fixtures/pocket-tiny')
const BUNDLE = readdirSync(FIXTURE)
  .filter((name) => /\.(onnx|npy|model)$|^bundle\.json$/.test(name))
  .map((name) => join(FIXTURE, name))

const SENTENCES = Array.from({ length: 100 }, (_, index) => `This is sentence number ${index + 1} of a rather long text.`)
const LONG_TEXT = SENTENCES.join(' ')

/** Random weights of the published structure: a small model that makes noise, faster than it can be heard. */
async function withTinyVoice(page: Page): Promise<AppPage> {
  const app = new AppPage(page)
  await app.open()
  await app.importModelFiles(BUNDLE)
  await app.importVoice(KENNEDY_WAV, 'Jack')
  await app.setSeed(11)
  return app
}

/** Until everything is made; hearing it takes minutes. */
async function made(app: AppPage): Promise<void> {
  await app.unlessError(app.downloadButton.waitFor({ timeout: 120_000 }))
}

const continueButton = (page: Page) => page.getByRole('button', { name: /^Continue from sentence \d+ of \d+$/ })

/** It has seen that there is a reading to go on with, asked for it, and waits because another tab keeps it. */
async function expectNoOffer(page: Page): Promise<void> {
  const waiting = () => page.evaluate(async () => {
    const { pending = [] } = await navigator.locks.query()
    return pending.filter(({ name }) => name?.startsWith('myna-reading-')).length
  })
  await expect.poll(waiting).toBe(1)
  await expect(continueButton(page)).toHaveCount(0)
}

async function openedAgain(context: BrowserContext): Promise<AppPage> {
  const app = new AppPage(await context.newPage())
  await app.open()
  return app
}

/** Records of a kind that are on the disk: a sentence is one of `takePieces`, a reading that has ended one of `takes`. */
function kept(page: Page, store: 'takePieces' | 'takes'): Promise<number> {
  return page.evaluate(
    (store) =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('myna')
        opening.onerror = () => { reject(new Error('no database')) }
        opening.onsuccess = () => {
          const database = opening.result
          const counting = database.transaction(store).objectStore(store).count()
          counting.onsuccess = () => {
            database.close()
            resolve(counting.result)
          }
        }
      }),
    store,
  )
}

/** Until a sentence of this reading is kept: noise is made faster than a busy disk writes it. */
async function inTheMiddle(page: Page, keptBefore = 0): Promise<void> {
  await expect(page.getByText(/^Speaking sentence (?!1 )\d+ of/)).toBeVisible({ timeout: 60_000 })
  await expect.poll(() => kept(page, 'takePieces'), { timeout: 60_000 }).toBeGreaterThan(keptBefore)
}

test('a tab that is closed in the middle of a long text loses nothing: the reading continues where it was', async ({ page, context }, info) => {
  const first = await withTinyVoice(page)
  await first.startSpeaking(LONG_TEXT)
  await made(first)
  const whole = info.outputPath('whole.wav')
  await first.downloadWav(whole)
  await first.stopButton.click()
  const count = (await first.details()).sentences!.length
  await expect.poll(() => kept(page, 'takePieces'), { timeout: 120_000 }).toBe(count)

  await first.startSpeaking(LONG_TEXT)
  await inTheMiddle(page, count)
  await page.close()
  const app = await openedAgain(context)
  await expect(app.text).toHaveValue(LONG_TEXT)
  const offered = (await continueButton(app.page).textContent()) ?? ''
  const [from = 0, of = 0] = Array.from(offered.matchAll(/\d+/g), ([digits]) => Number(digits))
  expect(from).toBeGreaterThan(1)
  expect(from).toBeLessThanOrEqual(of)
  expect(of).toBe(count)

  await continueButton(app.page).click()
  await made(app)
  await expect(continueButton(app.page)).toHaveCount(0)
  const details = await app.details()
  expect(details).toMatchObject({ complete: true, text: LONG_TEXT, settings: { seed: 11 } })
  expect(details.sentences).toHaveLength(count)
  const resumed = info.outputPath('resumed.wav')
  await app.downloadWav(resumed)
  const bytesOf = (path: string) => Buffer.from(readWav(path).samples.buffer)
  expect(bytesOf(resumed).equals(bytesOf(whole))).toBe(true)

  // The disk may be behind.
  await expect.poll(() => kept(app.page, 'takes'), { timeout: 120_000 }).toBe(2)
  await app.page.reload()
  await app.ready()
  await app.goTo('History')
  await expect(app.page.getByRole('article')).toHaveCount(2)
  await app.page.getByRole('button', { name: /^Replay/ }).first().click()
  await expect(app.page.getByRole('group', { name: 'Now playing' })).toBeVisible()
})

test('only one of two tabs offers to continue, and the other one does once that is closed', async ({ page, context }) => {
  const first = await withTinyVoice(page)
  // Longer than it takes to open another tab.
  await first.startSpeaking(`${LONG_TEXT} `.repeat(6))
  await inTheMiddle(page)
  const watching = await openedAgain(context)
  await expectNoOffer(watching.page)
  await page.close()
  // Nobody makes it any more: the tab that is open may take it over.
  await expect(continueButton(watching.page)).toBeVisible()
  const other = await openedAgain(context)
  await expectNoOffer(other.page)
  await watching.page.close()
  await expect(continueButton(other.page)).toBeVisible()
  await other.page.getByRole('button', { name: 'Keep what is there' }).click()
  await expect(continueButton(other.page)).toHaveCount(0)
  await other.goTo('History')
  await expect(other.page.getByText('incomplete')).toBeVisible()
})

test('a text of 100,000 characters leaves the page answering, which says beforehand how long it will take', async ({ page }) => {
  const app = await withTinyVoice(page)
  await app.speak('So that the speed is known.')
  const sentence = 'The number 42 is read in words, and this sentence is one of very many of its kind.\n'
  await app.text.fill(sentence.repeat(Math.floor(100_000 / sentence.length)))
  await expect(app.wordsPanel.getByText(/This is about 1 h 50 min of speech, made in about/)).toBeVisible()
  await app.speakButton.click()
  await expect(page.getByText(/^Speaking sentence \d+ of \d{4}$/)).toBeVisible({ timeout: 120_000 })
  const slowestFrameMs = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const startedAt = performance.now()
        let last = startedAt
        let slowest = 0
        const look = () => {
          const now = performance.now()
          slowest = Math.max(slowest, now - last)
          last = now
          if (now - startedAt > 5000) resolve(slowest)
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
  )
  test.info().annotations.push({ type: 'longest wait for a frame while it speaks, ms', description: slowestFrameMs.toFixed(0) })
  await app.stopButton.click()
  await expect(app.speakButton).toBeVisible({ timeout: 5000 })
  await expect(app.text).toHaveValue(/^The number 42/)
  const { sentences, sampleCount } = await app.details()
  expect(sentences!.length).toBeGreaterThan(1)
  expect(sentences!.at(-1)!.endSample).toBe(sampleCount)
})
