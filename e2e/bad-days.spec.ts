import { expect, test, type Page } from '@playwright/test'
import { AppPage } from './support/app-page'
import { KENNEDY_WAV } from './support/sound-files'

const THREE_SENTENCES =
  'This is the first of three sentences that I would like to hear. ' +
  'The second one follows at once and is about as long as the first. ' +
  'And here comes the third, which ends the matter for today.'

async function withVoice(page: Page): Promise<AppPage> {
  const app = new AppPage(page)
  await app.open()
  await app.makeVoiceFromFile(KENNEDY_WAV, 'Jack')
  return app
}

/** Loads the engine and prepares the voice, so that the next reading goes straight to speaking. */
async function warmedUp(page: Page): Promise<AppPage> {
  const app = await withVoice(page)
  await app.speak('Ready when you are.')
  return app
}

const speakingSentence = (page: Page, number: number, of = 3) => page.getByText(new RegExp(`sentence ${number} of ${of}`, 'i')).first()

async function expectEverythingStillThere(app: AppPage, text: string): Promise<void> {
  await expect(app.text).toHaveValue(text)
  await expect(app.voicePanel.getByRole('radio', { name: /Jack/ })).toBeChecked()
}

test('stop while the model loads and the voice is prepared ends it, and the next reading works', async ({ page }) => {
  const app = await withVoice(page)
  await app.startSpeaking('One two three four five six seven eight.')
  await app.stopButton.click()
  await expect(app.speakButton).toBeVisible()
  await expect(page.locator('[role="alert"]')).toHaveCount(0)
  await app.speak('One two three four five six seven eight.')
})

test('stop during the first sentence is silent at once and keeps text and voice', async ({ page }) => {
  const app = await warmedUp(page)
  await app.startSpeaking(THREE_SENTENCES)
  await expect(speakingSentence(page, 1)).toBeVisible()
  await app.stopButton.click()
  await expect(app.stopButton).toBeHidden({ timeout: 1000 })
  await expectEverythingStillThere(app, THREE_SENTENCES)
  await app.speak('And again, all is well.')
})

test('stop during the last sentence keeps what was spoken as an unfinished take', async ({ page }) => {
  const app = await warmedUp(page)
  await app.startSpeaking(THREE_SENTENCES)
  await expect(speakingSentence(page, 3)).toBeVisible({ timeout: 120_000 })
  await app.stopButton.click()
  const details = await app.details()
  expect(details.complete).toBe(false)
  expect(details.figures.audioSeconds).toBeGreaterThan(3)
  await app.goTo('History')
  await expect(page.getByText(/incomplete|unfinished|stopped/i).first()).toBeVisible()
})

test('a worker that dies in mid-sentence is said so, comes back, and nothing is lost', async ({ page }) => {
  const app = await warmedUp(page)
  const text = `${THREE_SENTENCES} ${THREE_SENTENCES}`
  await app.startSpeaking(text)
  await expect(speakingSentence(page, 2, 6)).toBeVisible({ timeout: 120_000 })
  const worker = page.workers().find((candidate) => /inference/.test(candidate.url()))
  // The worker is inside a run: it ends as soon as it listens again, without an event that anybody could hear.
  worker!.evaluate('self.close()').catch(() => undefined)
  await expect(page.locator('[role="alert"][data-error-code="worker-crashed"]').first()).toBeVisible({ timeout: 60_000 })
  await expectEverythingStillThere(app, text)
  await page.getByRole('button', { name: /^Go on from sentence \d of 6$/ }).click()
  await expect.poll(async () => (await app.details()).complete, { timeout: 120_000 }).toBe(true)
  await app.text.fill('It speaks again after the accident.')
  await app.speakButton.click()
  await expect(app.stopButton).toBeVisible()
  await expect(app.stopButton).toBeHidden({ timeout: 120_000 })
  await expect.poll(async () => (await app.details()).text).toBe('It speaks again after the accident.')
})

test('a reload while speaking keeps text, voice and what was kept before', async ({ page }) => {
  const app = await warmedUp(page)
  await app.startSpeaking(THREE_SENTENCES)
  await expect(speakingSentence(page, 1)).toBeVisible()
  await page.reload()
  await app.ready()
  await expectEverythingStillThere(app, THREE_SENTENCES)
  await app.goTo('History')
  await expect(page.getByText('Ready when you are.').first()).toBeVisible()
})

test('two tabs speak and see the same voices', async ({ page, context }) => {
  const first = await warmedUp(page)
  const otherPage = await context.newPage()
  const second = new AppPage(otherPage)
  await second.open()
  await expect(second.voicePanel.getByRole('radio', { name: /Jack/ })).toHaveCount(1)
  await Promise.all([first.speak('The first tab speaks these words.'), second.speak('The second tab speaks other words.')])
  expect((await first.details()).text).toBe('The first tab speaks these words.')
  expect((await second.details()).text).toBe('The second tab speaks other words.')
})

test('the same seed makes the same samples again', async ({ page }, info) => {
  const app = await warmedUp(page)
  await app.setSeed(7)
  const paths = [info.outputPath('first.wav'), info.outputPath('second.wav')] as const
  for (const path of paths) {
    await app.speak('Say this twice in exactly the same way, please.')
    await app.downloadWav(path)
  }
  const { readFile } = await import('node:fs/promises')
  const [first, second] = await Promise.all(paths.map((path) => readFile(path)))
  expect(second!.subarray(44).equals(first!.subarray(44))).toBe(true)
})
