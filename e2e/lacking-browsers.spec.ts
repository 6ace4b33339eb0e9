import { expect } from '@playwright/test'
import { AppPage } from './support/app-page'
import { takeAway, type Lack } from './support/lacking-browser'
import { kennedyFor } from './support/sound-files'
import { startTinyApp } from './support/tiny-app'
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

for (const lack of ['no sound output', 'sound that does not start'] as const) {
  test(`${lack}: the reading goes on, and plays once it can`, async ({ page, context }) => {
    await takeAway(context, lack)
    const app = new AppPage(page)
    await withVoice(app, false)
    await app.text.fill('Short.')
    await app.speakButton.click()
    await app.acceptDownload()
    await expect(app.errors.first()).toHaveAttribute('data-error-code', 'playback-failed', { timeout: 60_000 })
    await app.downloadButton.waitFor({ timeout: 60_000 })
    expect((await app.details()).text).toBe('Short.')
    await page.evaluate(() => { Object.assign(globalThis, { hasSound: true }) })
    await app.listenPanel.getByRole('button', { name: 'Resume', exact: true }).click()
    // It says so at the end of what was heard, and nowhere else.
    await expect(app.listenPanel.getByRole('button', { name: 'Hear it again' })).toBeVisible()
  })
}

test('a quota of 50 MB: the starter is held in memory, which is said before its 107 MB are fetched, and it speaks', async ({ page, context }) => {
  const starter = await startTinyApp({ starter: true })
  try {
    await takeAway(context, 'a quota of 50 MB')
    const requests: string[] = []
    page.on('request', (request) => { if (/\.onnx$/.test(request.url())) requests.push(request.url()) })
    const app = new AppPage(page)
    await page.goto(starter.url)
    await app.ready()
    await app.chooseEngine(/Kokoro/)
    await app.makeVoiceFromFile(kennedyFor(3), 'Jack')
    const before = requests.length
    await app.text.fill('Yes.')
    await app.speakButton.click()
    await expect(app.downloadDialog).toContainText(/has 49(\.0)? MB left .* too little/)
    expect(requests.slice(before).filter((url) => url.includes('kokoro'))).toEqual([])
    await app.acceptDownload()
    await app.spoken(240_000)
    await app.goTo('Models')
    await expect(page.getByText(/^In memory until this page is closed/)).toBeVisible()
    await expect(app.errors).toHaveCount(0)
  } finally {
    await starter.close()
  }
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
