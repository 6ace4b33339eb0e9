import { text } from 'node:stream/consumers'
import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { AppPage } from './support/app-page'
import { kennedyFor } from './support/sound-files'
import { thinStarterTest as test } from './support/thin-starter-app'

// The starter with a thin generator: its sound is noise, but how long every sound of every word lasts is the published network's.

const TEXT = 'The ferry leaves the harbour at seven. One of the guests paid $5.'

test('words are lit while they sound, play from a click, at another speed and by media keys, and have their times in every file', async ({ page }) => {
  test.setTimeout(240_000)
  // A test cannot press the system's keys: it takes what the page hands to them.
  await page.addInitScript(() => {
    const mediaKeys = new Map<string, unknown>()
    Object.assign(window, { mediaKeys })
    navigator.mediaSession.setActionHandler = (action, handler) => { mediaKeys.set(action, handler) }
  })
  const app = new AppPage(page)
  await app.open()
  await app.importVoice(kennedyFor(3), 'Jack')
  await app.computeWith('CPU (WebAssembly)')
  await app.startSpeaking(TEXT)
  const words = app.listenPanel.getByRole('group', { name: 'The words of this reading' })
  const lit = words.locator('[data-word][data-sounds="true"]')
  await expect(lit).toHaveText(/^(The|ferry|leaves|the|harbour|at|seven\.)$/, { timeout: 120_000 })
  await app.spoken(120_000)

  const { sentences = [] } = await app.details()
  expect(sentences.map((sentence) => sentence.words?.map((word) => word.text))).toEqual([
    ['The', 'ferry', 'leaves', 'the', 'harbour', 'at', 'seven.'],
    ['One', 'of', 'the', 'guests', 'paid', 'five', 'dollars.'],
  ])
  for (const { words: timed = [], startSample, endSample } of sentences) {
    const starts = timed.map(({ startSeconds }) => startSeconds)
    expect(starts).toEqual([...starts].sort((a, b) => a - b))
    expect(timed.at(-1)!.endSeconds).toBeLessThanOrEqual((endSample - startSample) / 24_000)
    for (const { startSeconds, endSeconds } of timed) expect(endSeconds).toBeGreaterThan(startSeconds)
  }
  expect(await text(await (await app.download('Subtitles (VTT)')).createReadStream())).toMatch(/^WEBVTT\n\n00:00:00\.000 --> 00:00:0\d\.\d{3}\n(<[\d:.]+>)?The <[\d:.]+>ferry/)
  expect(await text(await (await app.download('Subtitles (SRT)')).createReadStream())).toMatch(/\r\n\r\n2\r\n00:00:0\d,\d{3} --> .*\r\nOne of the guests paid five dollars\./)
  expect((await new AxeBuilder({ page }).include('.listen').analyze()).violations).toEqual([])

  // A sentence that does not sound is one text: the place of the click says which word is meant.
  const second = words.locator('[data-sentence="1"]')
  const start = (sentences[1]!.startSample + sentences[1]!.words![0]!.startSeconds * 24_000) / 24_000
  await second.click({ position: { x: 4, y: 8 } })
  await expect(lit).toHaveText(/^(One|of|the|guests|paid|five|dollars\.)$/)
  await app.listenPanel.getByRole('button', { name: 'Pause' }).click()
  const position = app.listenPanel.getByRole('slider', { name: 'Position' })
  expect(Number(await position.inputValue())).toBeGreaterThanOrEqual(Math.floor(10 * start) / 10)

  await words.focus()
  await page.keyboard.press('ArrowLeft')
  await app.listenPanel.getByRole('button', { name: 'Pause' }).waitFor()

  // Twice as fast, it is over before it could be at its own speed; the system's key brings it back and holds it.
  await app.listenPanel.getByRole('combobox', { name: 'Listening speed' }).selectOption({ label: '2×' })
  await words.locator('[data-sentence="0"]').click({ position: { x: 4, y: 8 } })
  const clickedAt = Date.now()
  await app.listenPanel.getByRole('button', { name: 'Hear it again' }).waitFor()
  const seconds = sentences[1]!.endSample / 24_000
  expect((Date.now() - clickedAt) / 1000).toBeLessThan(seconds)
  await page.evaluate(() => { (window as unknown as { mediaKeys: Map<string, () => void> }).mediaKeys.get('play')?.() })
  await app.listenPanel.getByRole('button', { name: 'Pause' }).waitFor()
  expect(await page.evaluate(() => navigator.mediaSession.playbackState)).toBe('playing')
  expect(await page.evaluate(() => navigator.mediaSession.metadata?.title)).toBe('The ferry leaves the harbour at seven. One of the guests…')
  await page.evaluate(() => { (window as unknown as { mediaKeys: Map<string, () => void> }).mediaKeys.get('pause')?.() })
  await app.listenPanel.getByRole('button', { name: 'Resume' }).waitFor()
})
