import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { wavOf } from '../scripts/fixtures/written-sound-files'
import * as odd from '../scripts/fixtures/odd-sound-files'
import { joinSamples } from '../src/shared/audio/join'
import { resample } from '../src/shared/audio/resample'
import { AppPage } from './support/app-page'
import { ALLISON_WAV, KENNEDY_WAV, readWav } from './support/sound-files'

const RATE = 16_000
const voiceOf = (path: string) => {
  const { samples, sampleRate } = readWav(path)
  return resample(samples, sampleRate, RATE)
}

function write(name: string, bytes: Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), 'myna-odd-')), name)
  writeFileSync(path, bytes)
  return path
}

async function chosen(page: Page, path: string): Promise<AppPage> {
  const app = new AppPage(page)
  await app.open()
  await app.choosePromptFile(path)
  return app
}

/** No part of the page reaches beyond the window. */
const overhang = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test('two voices, one on each side: the page asks whose it is, and keeps the chosen one', async ({ page }) => {
  const [him, her] = [voiceOf(KENNEDY_WAV), voiceOf(ALLISON_WAV)]
  const length = Math.min(him.length, her.length)
  const silence = new Float32Array(length)
  const left = joinSamples([him.subarray(0, length), silence])
  const right = joinSamples([silence, her.subarray(0, length)])
  const app = await chosen(page, write('interview.wav', wavOf({ kind: 's24', tag: 1 }, [left, right], RATE)))
  const question = page.getByRole('group', { name: 'Two voices: left or right?' })
  await expect(question).toBeVisible()
  await question.getByRole('radio', { name: 'Right' }).check()
  // She speaks in the second half only.
  await expect.poll(async () => Number(await page.getByRole('slider', { name: 'Start of the part' }).inputValue())).toBeGreaterThan(10)
  await app.keepVoice('The guest')
  await expect(app.voicePanel.getByRole('radio', { name: /The guest/ })).toHaveCount(1)
})

test('what cannot be read says what it is and what to do, without sending anybody to the microphone', async ({ page }) => {
  const app = new AppPage(page)
  await app.open()
  const files = [
    ['phone.wav', odd.gsmWav.bytes, 'audio-gsm', /GSM/],
    ['memo.m4a', odd.alacM4a.bytes, 'audio-apple-lossless', /Apple Lossless/],
    ['holiday.mp4', odd.silentVideo.bytes, 'video-without-sound', /This video has no sound/],
    ['nothing.mp3', new Uint8Array(0), 'file-empty', /0 bytes/],
    ['note.amr', new TextEncoder().encode('#!AMR\n'), 'audio-amr', /AMR/],
  ] as const
  for (const [name, bytes, code, words] of files) {
    await app.choosePromptFile(write(name, bytes))
    const alert = page.locator(`[role="alert"][data-error-code="${code}"]`)
    await expect(alert).toContainText(words)
    await expect(alert).not.toContainText(/check the microphone/i)
  }
})

test('samples of a kind that no browser reads become a voice', async ({ page }) => {
  const him = voiceOf(KENNEDY_WAV)
  const app = await chosen(page, write('studio.wav', wavOf({ kind: 'f64', tag: 3 }, [him, him.map((sample) => -sample)], RATE)))
  await expect(page.getByText('Left and right cancel each other out, so only one of them is used.')).toBeVisible()
  await expect(app.voicePanel.getByText(/[5-9]\.\d s of speech/)).toBeVisible()
})

for (const [kind, name] of [['500 signs', 'x'.repeat(500)], ['right-to-left text', 'تسجيل صوتي طويل جدا '.repeat(6).trim()]] as const) {
  test(`a name of ${kind} stays within the page, from the file to the voice`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 740 })
    const app = new AppPage(page)
    await app.open()
    const samples = voiceOf(KENNEDY_WAV)
    // Disks refuse names as long as browsers allow: the file is made in the page.
    await app.voicePanel.getByLabel('Audio file').setInputFiles({ name: `${name}.wav`, mimeType: 'audio/wav', buffer: Buffer.from(wavOf({ kind: 's16', tag: 1 }, [samples], RATE)) })
    await app.voiceName.waitFor()
    expect(await overhang(page)).toBe(0)
    expect((await app.voiceName.inputValue()).length).toBeLessThanOrEqual(60)
    await app.consent.check()
    await app.saveVoice.click()
    await app.voiceName.waitFor({ state: 'detached' })
    const more = app.voicePanel.getByRole('button', { name: /^More about/ })
    await more.click()
    expect(await overhang(page)).toBe(0)
    await app.voicePanel.getByRole('button', { name: /^Rename voice/ }).click()
    expect(await overhang(page)).toBe(0)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await app.voicePanel.getByRole('button', { name: /^Delete voice/ }).click()
    expect(await overhang(page)).toBe(0)
  })
}

const cases = resolve(import.meta.dirname, '../../shared/cases/sounds')

test.describe('the reported files', () => {
  test.skip(!existsSync(cases), 'the reported files are not here')

  test('are heard or named, each as it should be', async ({ page }) => {
    const app = new AppPage(page)
    await app.open()
    const expected = [
      ['a01-opposite-phase.flac', 'Left and right cancel each other out'],
      ['a03-one-noisy-channel.ogg', 'There is more noise on one side'],
      ['a05-music-under.ogg', 'There is music or a hum behind the voice'],
      ['a13-two-tracks-first-is-a-tone.mp4', 'this is number 2, the first in which somebody speaks'],
    ] as const
    for (const [name, words] of expected) {
      await app.choosePromptFile(resolve(cases, name))
      await expect(app.voicePanel.getByText(words)).toBeVisible({ timeout: 60_000 })
      await page.getByRole('button', { name: 'Discard' }).click()
    }
    for (const [name, code] of [['a12-gsm610.wav', 'audio-gsm'], ['a15-note.amr', 'audio-amr'], ['a16-dictaphone.wma', 'audio-wma'], ['a19-video-without-sound.mp4', 'video-without-sound']] as const) {
      await app.choosePromptFile(resolve(cases, name))
      await expect(page.locator(`[role="alert"][data-error-code="${code}"]`)).toBeVisible()
    }
  })
})
