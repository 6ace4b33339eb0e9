import { expect, test as base, type Page } from '@playwright/test'
import { AppPage } from './support/app-page'
import { startTinyApp, type TinyApp } from './support/tiny-app'

const LARGEST_FILE = 'mimi_encoder.onnx'

const test = base.extend<{ tiny: TinyApp }>({
  // Playwright wants an object pattern here even when nothing is taken from it.
  tiny: async ({}, use) => {
    const app = await startTinyApp()
    await use(app)
    await app.close()
  },
})

const card = (page: Page) => page.getByRole('article', { name: 'Tiny Pocket TTS' })

async function openModels(page: Page, tiny: TinyApp): Promise<void> {
  const app = new AppPage(page)
  await page.goto(tiny.url)
  await app.ready()
  await app.goTo('Models')
}

async function download(page: Page): Promise<void> {
  await card(page).getByRole('button', { name: /^(Download|Resume|Try again)/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Before the download' })
  if (await dialog.isVisible().catch(() => false)) await dialog.getByRole('button', { name: 'Accept and download' }).click()
}

const ready = (page: Page) => expect(card(page).getByRole('button', { name: /^Remove/ })).toBeVisible({ timeout: 60_000 })
const failedWith = (page: Page, code: string) =>
  expect(page.locator(`[role="alert"][data-error-code="${code}"]`).first()).toBeVisible({ timeout: 60_000 })

test('a corrupt byte is noticed, and only that file is fetched again', async ({ page, tiny }) => {
  tiny.setMood('mimi_decoder.onnx', 'corrupt')
  await openModels(page, tiny)
  await download(page)
  await failedWith(page, 'model-hash-mismatch')
  const before = tiny.requests.length
  tiny.setMood('mimi_decoder.onnx', 'well')
  await download(page)
  await ready(page)
  const again = tiny.requests.slice(before).map(({ file }) => file)
  const kept = tiny.files.slice(0, tiny.files.indexOf('mimi_decoder.onnx'))
  expect(again).toContain('mimi_decoder.onnx')
  expect(again.filter((file) => kept.includes(file))).toEqual([])
})

test('a truncated file is noticed and fetched to its end later', async ({ page, tiny }) => {
  tiny.setMood(LARGEST_FILE, 'truncated')
  await openModels(page, tiny)
  await download(page)
  await failedWith(page, 'model-truncated')
  tiny.setMood(LARGEST_FILE, 'well')
  await download(page)
  await ready(page)
})

test('a file that is nowhere is named', async ({ page, tiny }) => {
  tiny.setMood('tokenizer.model', 'not-found')
  await openModels(page, tiny)
  await download(page)
  await failedWith(page, 'model-not-found')
  await expect(page.getByText(/tokenizer\.model/).first()).toBeAttached()
})

test('a network that goes away in the middle keeps what came and continues from there', async ({ page, context, tiny }) => {
  tiny.setMood(LARGEST_FILE, 'breaks-off')
  await openModels(page, tiny)
  await download(page)
  await expect.poll(() => tiny.requests.some(({ file }) => file === LARGEST_FILE)).toBe(true)
  await context.setOffline(true)
  await failedWith(page, 'model-download-failed')
  await context.setOffline(false)
  tiny.setMood(LARGEST_FILE, 'well')
  const before = tiny.requests.length
  await download(page)
  await ready(page)
  const resumed = tiny.requests.slice(before).find(({ file }) => file === LARGEST_FILE)
  expect(resumed?.range).toMatch(/^bytes=[1-9]\d*-$/)
})

test('a reload in the middle keeps what came; the download resumes with a range', async ({ page, tiny }) => {
  tiny.setMood(LARGEST_FILE, 'slow')
  await openModels(page, tiny)
  await download(page)
  const kept = () => card(page).getByRole('progressbar').evaluate(({ value }: HTMLProgressElement) => value)
  await expect.poll(kept).toBeGreaterThan(tiny.shareAfter(LARGEST_FILE, 20_000))
  await page.reload()
  await expect(card(page)).toBeVisible()
  tiny.setMood(LARGEST_FILE, 'well')
  const before = tiny.requests.length
  await download(page)
  await ready(page)
  expect(tiny.requests.slice(before).find(({ file }) => file === LARGEST_FILE)?.range).toMatch(/^bytes=[1-9]\d*-$/)
})

test('pause keeps what came, and resume continues', async ({ page, tiny }) => {
  tiny.setMood(LARGEST_FILE, 'slow')
  await openModels(page, tiny)
  await download(page)
  await expect.poll(() => tiny.requests.some(({ file }) => file === LARGEST_FILE)).toBe(true)
  await card(page).getByRole('button', { name: /^Pause/ }).click()
  const resume = card(page).getByRole('button', { name: /^Resume/ })
  await expect(resume).toBeVisible()
  tiny.setMood(LARGEST_FILE, 'well')
  await resume.click()
  await ready(page)
})

test('a disk that fills up loses nothing: the engine is held in memory, and the page says so', async ({ page, context, tiny }) => {
  const app = new AppPage(page)
  await page.goto(tiny.url)
  await app.ready()
  await app.text.fill('These words stay.')
  const devtools = await context.newCDPSession(page)
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(tiny.url).origin, quotaSize: 1_000_000 })
  await app.goTo('Models')
  await download(page)
  await expect(card(page).getByText(/^In memory until this page is closed/)).toBeVisible()
  await app.goTo('Speak')
  await expect(app.text).toHaveValue('These words stay.')
})

test('two tabs: while one downloads, the other says so and waits its turn', async ({ page, context, tiny }) => {
  tiny.setMood(LARGEST_FILE, 'slow')
  await openModels(page, tiny)
  const other = await context.newPage()
  await openModels(other, tiny)
  await download(page)
  await expect.poll(() => tiny.requests.some(({ file }) => file === LARGEST_FILE)).toBe(true)
  await download(other)
  await failedWith(other, 'busy-elsewhere')
  tiny.setMood(LARGEST_FILE, 'well')
  await ready(page)
})
