import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { AppPage } from './support/app-page'
import { KENNEDY_WAV, readWav } from './support/sound-files'

const FIXTURE = resolve(import.meta.dirname, 'fixtures/pocket-tiny')
const BUNDLE = readdirSync(FIXTURE)
  .filter((name) => /\.(onnx|npy|model)$|^bundle\.json$/.test(name))
  .map((name) => join(FIXTURE, name))

const SUBTITLES = '1\n00:00:01,000 --> 00:00:02,000\nGood morning.\n\n2\n00:00:04,000 --> 00:00:04,300\n- One line that is far too long for its time.\n\n3\n00:00:04,400 --> 00:00:04,600\n[music]\n'

test('subtitles become a track of their length, each line at its time, and what does not fit is said', async ({ page }, info) => {
  const app = new AppPage(page)
  await app.open()
  await app.importModelFiles(BUNDLE)
  await app.importVoice(KENNEDY_WAV, 'Jack')
  const panel = app.wordsPanel
  await panel.getByRole('button', { name: 'Dub a film' }).click()
  await panel.getByLabel('Subtitles to speak').setInputFiles({ name: 'film.srt', mimeType: 'application/x-subrip', buffer: Buffer.from(SUBTITLES) })
  await expect(panel.getByText('film.srt: 2 lines, 0:04')).toBeVisible()
  for (const viewport of [{ width: 1280, height: 900 }, { width: 320, height: 740 }]) {
    await page.setViewportSize(viewport)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id }) => id)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
  }
  // As long as a film of its own: a recording of eleven seconds.
  await panel.getByLabel('Film that gives the length').setInputFiles(KENNEDY_WAV)
  await expect(panel.getByText('as long as kennedy.wav')).toBeVisible()
  await panel.getByRole('button', { name: 'Speak the lines' }).click()
  await app.made()
  const take = await app.details()
  expect(take).toMatchObject({ complete: true, dub: { lines: [{ startSeconds: 1 }, { text: 'One line that is far too long for its time.' }] } })
  const path = info.outputPath('track.wav')
  await app.downloadWav(path)
  const { samples } = readWav(path)
  expect(samples.length / 24_000).toBeCloseTo(take.dub?.seconds ?? NaN, 2)
  expect(samples.subarray(0, 24_000).every((sample) => sample === 0)).toBe(true)
  expect(samples.findIndex((sample) => sample !== 0) / 24_000).toBeLessThan(1.2)
})
