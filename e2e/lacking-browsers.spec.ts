import { expect } from '@playwright/test'
import { AppPage } from './support/app-page'
import { takeAway, type Lack } from './support/lacking-browser'
import { kennedyFor } from './support/sound-files'
import { test } from './support/tiny-test'

/** The open app, whose first words on keeping were seen off, with a voice. */
async function withVoice(app: AppPage, expectsNotice: boolean): Promise<void> {
  await app.open()
  if (expectsNotice) {
    await expect(app.errors).toHaveAttribute('data-error-code', 'storage-unavailable')
    await app.page.getByRole('button', { name: 'Dismiss' }).click()
  }
  await app.makeVoiceFromFile(kennedyFor(3), 'Jack')
  await app.setSeed(8)
}

const WORKS: readonly (readonly [lack: Lack, heldBecause: RegExp | null])[] = [
  ['no storage manager', null],
  ['no file system of the origin', null],
  ['no file system and no cache', /keeps no large files/],
  ['no IndexedDB', /keeps no large files/],
  ['a quota of 1 MB', /has 900 kB left/],
  ['no shared memory', null],
  ['no relaxed SIMD', null],
  ['no WebGPU', null],
]

for (const [lack, heldBecause] of WORKS) {
  test(`${lack}: it speaks, and says what is not kept`, async ({ page, context }) => {
    await takeAway(context, lack)
    const app = new AppPage(page)
    await withVoice(app, lack === 'no IndexedDB')
    await app.text.fill('Short.')
    await app.speakButton.click()
    await expect(app.downloadDialog).toContainText(heldBecause ?? 'stays on this device')
    await app.acceptDownload()
    await app.spoken(120_000)
    expect((await app.details()).text).toBe('Short.')
    await app.goTo('Models')
    await expect(page.getByText(heldBecause ? /^In memory until this page is closed/ : /^On this device/)).toBeVisible()
    await app.goTo('History')
    await expect(page.getByText('Short.')).toBeVisible()
    await expect(app.errors).toHaveCount(0)
  })
}

test('no SIMD: that is said before anything is downloaded', async ({ page, context, tiny }) => {
  await takeAway(context, 'no SIMD')
  const app = new AppPage(page)
  await withVoice(app, false)
  const before = tiny.requests.length
  await app.text.fill('Short.')
  await app.speakButton.click()
  await expect(app.errors).toHaveAttribute('data-error-code', 'browser-outdated')
  await page.getByRole('button', { name: 'Download the engine' }).click()
  await expect(app.errors.first()).toHaveAttribute('data-error-code', 'browser-outdated')
  await expect(app.downloadDialog).toHaveCount(0)
  expect(tiny.requests).toHaveLength(before)
})

test('no AudioWorklet: the reading goes on and can be downloaded', async ({ page, context }) => {
  await takeAway(context, 'no AudioWorklet')
  const app = new AppPage(page)
  await withVoice(app, false)
  await app.text.fill('Short.')
  await app.speakButton.click()
  await app.acceptDownload()
  await expect(app.errors).toHaveAttribute('data-error-code', 'playback-failed', { timeout: 60_000 })
  await app.downloadButton.waitFor({ timeout: 60_000 })
  expect((await app.details()).text).toBe('Short.')
})

test('no microphone: that is said, and a file still makes a voice', async ({ page, context }) => {
  await takeAway(context, 'no microphone')
  const app = new AppPage(page)
  await app.open()
  await app.voicePanel.getByRole('button', { name: 'Record', exact: true }).click()
  await expect(app.errors).toHaveAttribute('data-error-code', 'microphone-missing')
  await app.choosePromptFile(kennedyFor(3))
  await expect(app.voiceName).toBeVisible()
})
