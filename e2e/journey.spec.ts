import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { createWhisperJudge, JUDGE_SAMPLE_RATE } from '../scripts/eval/whisper-judge'
import { resample } from '../src/shared/audio/resample'
import { editDistance, transcriptWords } from '../src/shared/text/comparison/word-error-rate'
import { AppPage } from './support/app-page'
import { chromiumLaunch } from './support/chromium-launch'
import { KENNEDY_WAV, readWav } from './support/sound-files'

test.use({ launchOptions: chromiumLaunch({ microphone: KENNEDY_WAV }), serviceWorkers: 'allow' })

const SENTENCES = [
  'The quick brown fox jumps over the lazy dog near the river.',
  'Please bring your umbrella because it might rain later.',
]

/** Errors over words, all sentences together: two of 21. */
const LARGEST_WORD_ERROR_RATE = 0.1

function loudness(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
}

test('a person records a voice, hears it say what was typed, keeps that, and speaks again without a network', async ({ page, context }, info) => {
  // A safety net: the starter is slow, and a machine may be busy.
  test.setTimeout(900_000)
  const app = new AppPage(page)
  await app.open()
  await app.record(9)
  await app.keepVoice('Jack')

  const judge = await createWhisperJudge()
  let errors = 0
  let words = 0
  for (const [index, sentence] of SENTENCES.entries()) {
    await app.speak(sentence)
    const path = info.outputPath(`sentence-${index + 1}.wav`)
    await app.downloadWav(path)
    const { samples, sampleRate } = readWav(path)
    expect(sampleRate).toBe(24_000)
    expect(samples.length / sampleRate).toBeGreaterThan(2)
    expect(loudness(samples)).toBeGreaterThan(0.01)

    const heard = await judge.transcribe(resample(samples, sampleRate, JUDGE_SAMPLE_RATE))
    const said = transcriptWords(sentence)
    const wrong = editDistance(said, transcriptWords(heard))
    info.annotations.push({ type: 'heard', description: `${wrong} of ${said.length} wrong: ${heard}` })
    errors += wrong
    words += said.length
  }
  await judge.dispose()
  expect(errors / words).toBeLessThanOrEqual(LARGEST_WORD_ERROR_RATE)

  const details = await app.details()
  expect(details.text).toBe(SENTENCES.at(-1))
  expect(details.figures.audioSeconds).toBeGreaterThan(2)
  expect(details.figures.ttfaMs).toBeGreaterThan(0)
  expect(details.figures.underruns).toBe(0)

  const screenshots = process.env['MYNA_SCREENSHOTS']
  if (screenshots !== undefined) {
    mkdirSync(screenshots, { recursive: true })
    await page.screenshot({ path: resolve(screenshots, 'speak-desktop.png') })
  }

  await context.setOffline(true)
  await page.reload()
  await app.ready()
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  await expect(app.text).toHaveValue(SENTENCES.at(-1)!)
  await app.speak('Said without a network.')
  expect((await app.details()).text).toContain('without a network')
})
