import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { lacksFfprobe, probe } from '../scripts/testing/export/ffprobe'
import { test, withTinyVoice } from './support/tiny-test'

const FORMATS = ['wav', 'flac', 'mp3', 'm4a', 'opus'] as const

/** How long the file is as the page itself decodes it. */
async function decodedSeconds(page: Page, file: Buffer): Promise<number> {
  return page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
    return (await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(bytes.buffer)).duration
  }, file.toString('base64'))
}

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
}

test('a take becomes a file of every format, which this page can play, and the choice is remembered', async ({ page }, info) => {
  const app = await withTinyVoice(page)
  await app.speak('A short sentence, and another one.')
  const { figures } = await app.details()
  for (const format of FORMATS) {
    const path = info.outputPath(`take.${format}`)
    await app.downloadSound(format, path)
    expect(Math.abs((await decodedSeconds(page, readFileSync(path))) - figures.audioSeconds), format).toBeLessThan(0.05)
  }
  await app.goTo('History')
  await page.reload()
  await expect(page.getByRole('button', { name: /^Download Opus of/ })).toBeVisible()
  await app.chooseForTake(page.getByRole('article'), 'Other formats')
  await expect(page.getByRole('combobox', { name: 'Format' })).toHaveValue('opus')
  await expectClean(page)
})

test('several takes become one audiobook, whose chapters another program finds', async ({ page }, info) => {
  test.skip(lacksFfprobe, 'ffprobe is not installed here: apt-get install ffmpeg')
  const app = await withTinyVoice(page)
  await app.speak('The first chapter.')
  const first = (await app.details()).figures.audioSeconds
  await app.speak('The second chapter is another one.')
  const second = (await app.details()).figures.audioSeconds

  const opus = info.outputPath('take.opus')
  await app.downloadSound('opus', opus)
  const single = probe(readFileSync(opus), 'opus')
  expect(single.streams[0]).toMatchObject({ codec_name: 'opus' })
  expect(Math.abs(Number(single.format.duration) - second)).toBeLessThan(0.05)
  expect(JSON.stringify(single)).toContain('Synthetic speech, not a recording of a person.')

  const path = info.outputPath('book.m4b')
  await app.downloadBook(path, { title: 'Two chapters', author: 'Nobody', chapters: 2 })
  const book = probe(readFileSync(path), 'm4b')
  expect(book.format.tags).toMatchObject({ title: 'Two chapters', artist: 'Nobody' })
  expect(book.format.tags?.['comment']).toMatch(/^Synthetic speech, not a recording of a person\. Made with: /)
  expect(book.chapters.map(({ tags }) => tags?.title)).toEqual(['Chapter 1', 'Chapter 2'])
  expect(Number(book.chapters[1]?.start_time)).toBeCloseTo(first + 1.5, 1)
  expect(Math.abs(Number(book.format.duration) - (first + 1.5 + second))).toBeLessThan(0.05)
})

test('the dialog of the audiobook fits a phone, is clean for axe and works with keys alone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  const app = await withTinyVoice(page)
  await app.speak('The only chapter.')
  await app.goTo('History')
  await app.chooseForTake(page.getByRole('article'), 'Audiobook chapter')
  await page.getByRole('button', { name: 'Make an audiobook' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Make an audiobook' })
  await expect(dialog).toBeVisible()
  await expectClean(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
})
