import { expect, type Page } from '@playwright/test'
import { AppPage } from './support/app-page'
import { test, withTinyVoice } from './support/tiny-test'

/** More than is made before somebody can do what these tests do. */
const LONG_TEXT = Array.from({ length: 400 }, (_, index) => `This is sentence number ${index + 1} of a rather long text.`).join(' ')

/** Loads the engine and prepares the voice, so that the next reading goes straight to speaking. */
async function warmedUp(page: Page): Promise<AppPage> {
  const app = await withTinyVoice(page)
  await app.speak('Yes.')
  return app
}

/** Until sound is being made, `from` the first sentence on or the second. */
const speaking = (page: Page, from: 1 | 2 = 1) =>
  expect(page.getByText(from === 1 ? /^Speaking sentence \d+ of \d+/ : /^Speaking sentence (?!1 )\d+ of \d+/)).toBeVisible()

async function expectEverythingStillThere(app: AppPage, text: string): Promise<void> {
  await expect(app.text).toHaveValue(text)
  await expect(app.voicePanel.getByRole('radio', { name: /Jack/ })).toBeChecked()
}

test('stop while the model loads and the voice is prepared ends it, and the next reading works', async ({ page }) => {
  const app = await withTinyVoice(page)
  await app.startSpeaking(LONG_TEXT)
  await app.stopButton.click()
  await expect(app.speakButton).toBeVisible()
  await expect(page.locator('[role="alert"]')).toHaveCount(0)
  await app.speak('Yes.')
})

test('stop in the middle of a text keeps text and voice, and what was spoken as an unfinished take', async ({ page }) => {
  const app = await warmedUp(page)
  // Eight versions of each sentence: with one, all is made before anybody can click.
  await app.setBestOf(8)
  await app.startSpeaking(LONG_TEXT)
  await speaking(page, 2)
  await app.stopButton.click()
  await expect(app.stopButton).toBeHidden({ timeout: 1000 })
  await expectEverythingStillThere(app, LONG_TEXT)
  const { complete, text, figures } = await app.details()
  expect({ complete, text }).toEqual({ complete: false, text: LONG_TEXT })
  // A frame of the first sentence is 80 ms.
  expect(figures.audioSeconds).toBeGreaterThanOrEqual(0.08)
  await app.goTo('History')
  await expect(page.getByText(/incomplete|unfinished|stopped/i).first()).toBeVisible()
})

test('a worker that dies in mid-sentence is said so, comes back, and nothing is lost', async ({ page }) => {
  const app = await warmedUp(page)
  await app.startSpeaking(LONG_TEXT)
  await speaking(page, 2)
  const worker = page.workers().find((candidate) => /inference/.test(candidate.url()))
  // It ends as soon as it listens again, without an event that anybody could hear.
  worker!.evaluate('self.close()').catch(() => undefined)
  await expect(page.locator('[role="alert"][data-error-code="worker-crashed"]').first()).toBeVisible({ timeout: 60_000 })
  await expectEverythingStillThere(app, LONG_TEXT)
  await page.getByRole('button', { name: /^Continue from sentence \d+ of \d+$/ }).click()
  await speaking(page)
  await app.made()
  expect(await app.details()).toMatchObject({ complete: true, text: LONG_TEXT })
  await app.stopButton.click()
  await app.speak('It speaks again.')
  expect((await app.details()).text).toBe('It speaks again.')
})

test('a reload while speaking keeps text, voice and what was kept before', async ({ page }) => {
  const app = await warmedUp(page)
  await app.startSpeaking(LONG_TEXT)
  await speaking(page)
  await page.reload()
  await app.ready()
  await expectEverythingStillThere(app, LONG_TEXT)
  await app.goTo('History')
  await expect(page.getByRole('article').getByText('Yes.').first()).toBeVisible()
})

test('two tabs speak and see the same voices', async ({ page, context }) => {
  const first = await warmedUp(page)
  const otherPage = await context.newPage()
  const second = new AppPage(otherPage)
  await second.open()
  await expect(second.voicePanel.getByRole('radio', { name: /Jack/ })).toHaveCount(1)
  await Promise.all([first.speak('The first tab.'), second.speak('The second tab.')])
  expect((await first.details()).text).toBe('The first tab.')
  expect((await second.details()).text).toBe('The second tab.')
})
