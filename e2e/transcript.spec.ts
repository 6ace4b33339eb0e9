import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { decodeWav } from '../src/shared/audio/wav'
import { readWavMetadata } from '../src/shared/audio/wav-metadata'
import { AppPage } from './support/app-page'
import { KENNEDY_WAV } from './support/sound-files'

const SENTENCE = 'The old clock has stopped at 7:05.'

test('the app writes down a prompt, checks what it spoke, and asks no other host for it', async ({ page, baseURL }, info) => {
  // A safety net: the starter is slow, and a machine may be busy.
  test.setTimeout(900_000)
  const foreign: string[] = []
  page.on('request', (request) => {
    const url = request.url()
    if (!/^(blob|data):/.test(url) && !url.startsWith(baseURL ?? '')) foreign.push(url)
  })
  const app = new AppPage(page)
  await app.open()
  await app.makeVoiceFromFile(KENNEDY_WAV, 'Jack')

  await app.fetchTranscriber()
  await app.goTo('Models')
  const card = page.getByRole('article', { name: 'Whisper base' })
  await expect(card.getByRole('button', { name: /^Use/ })).toHaveCount(0)
  await app.goTo('Speak')

  await app.openVoice('Jack')
  await page.getByRole('button', { name: 'What Jack says' }).click()
  const words = page.getByRole('textbox', { name: 'Words of the recording' })
  await expect(words).toHaveValue(/what your country can do for you/i, { timeout: 120_000 })
  await expect(page.getByText('Heard as English.')).toBeVisible()

  await app.speak(SENTENCE)
  const summary = app.listenPanel.getByText(/heard as written|heard differently/)
  await expect(summary).toBeVisible({ timeout: 120_000 })
  const { check, sampleCount } = await app.details()
  const wrong = check!.sentences.flatMap(({ words: checked }) => checked).filter(({ verdict }) => verdict !== 'same')
  expect(wrong.length).toBeLessThanOrEqual(1)
  expect(check!.sentences.flatMap(({ findings }) => findings)).toEqual([])

  expect((await new AxeBuilder({ page }).include('.listen').analyze()).violations).toEqual([])

  const wav = info.outputPath('take.wav')
  await app.downloadWav(wav)
  const bytes = new Uint8Array(await readFile(wav)).buffer
  expect(readWavMetadata(bytes).info?.['ICMT']).toContain('Synthetic speech, not a recording of a person. Engine: Kokoro')
  expect(decodeWav(bytes).samples.length).toBe(sampleCount)

  const subtitles = await app.download('Subtitles (VTT)')
  expect(await text(await subtitles.createReadStream())).toMatch(/^WEBVTT\n\n00:00:00\.000 --> 00:00:0\d\.\d{3}\n.*<00:00:0\d\.\d{3}>clock/)
  expect(foreign).toEqual([])
})
