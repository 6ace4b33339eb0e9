import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { AppPage } from './support/app-page'
import { KENNEDY_WAV, readWav } from './support/sound-files'

const FIXTURE = resolve(import.meta.dirname, 'fixtures/pocket-tiny')
const BUNDLE = readdirSync(FIXTURE)
  .filter((name) => /\.(onnx|npy|model)$|^bundle\.json$/.test(name))
  .map((name) => join(FIXTURE, name))

async function withBundle(page: Page): Promise<AppPage> {
  const app = new AppPage(page)
  await app.open()
  await app.importModelFiles(BUNDLE)
  await app.importVoice(KENNEDY_WAV, 'Jack')
  return app
}

test.describe('Pocket TTS on a small bundle of the published structure (its sound is noise)', () => {
  test('runs the whole pipeline from files on the disk: encoder, language model, flow, decoder', async ({ page }, info) => {
    const app = await withBundle(page)
    await app.speak('The pipeline runs from the prompt to the last sample.')
    const { figures, engineId } = await app.details()
    expect(engineId).toBe('pocket-tts')
    const stages = figures.stages.map(({ stage }) => stage)
    expect(stages).toEqual(expect.arrayContaining(['prompt-encode', 'voice-prefill', 'text-prefill', 'lm-flow', 'decode']))
    const lm = figures.stages.find(({ stage }) => stage === 'lm-flow')!
    // A frame is 80 ms; pauses between chunks may add a little.
    expect(figures.audioSeconds).toBeGreaterThanOrEqual((lm.frames - 1) * 0.08 - 0.1)
    const path = info.outputPath('pocket.wav')
    await app.downloadWav(path)
    expect(readWav(path).samples.length / 24_000).toBeCloseTo(figures.audioSeconds, 1)
  })

  test('takes the prepared voice from storage after a reload instead of encoding it again', async ({ page }) => {
    const app = await withBundle(page)
    await app.speak('First time.')
    await page.reload()
    await app.ready()
    await app.speak('Second time.')
    const { figures } = await app.details()
    expect(figures.stages.map(({ stage }) => stage)).not.toContain('prompt-encode')
  })

  test('makes the same samples from the same seed and others from another', async ({ page }, info) => {
    const app = await withBundle(page)
    const wavs: Float32Array[] = []
    for (const [index, seed] of [11, 11, 12].entries()) {
      await app.setSeed(seed)
      await app.speak('Same words, maybe the same noise.')
      const path = info.outputPath(`${index}.wav`)
      await app.downloadWav(path)
      wavs.push(readWav(path).samples)
    }
    expect(wavs[1]).toEqual(wavs[0])
    expect(wavs[2]).not.toEqual(wavs[0])
  })

  test('says which file is missing when a bundle from disk is not whole', async ({ page }) => {
    const app = new AppPage(page)
    await app.open()
    await expect(app.importModelFiles(BUNDLE.filter((path) => !path.includes('mimi_decoder')))).rejects.toMatchObject({
      code: 'model-missing',
      words: expect.stringContaining('mimi_decoder'),
    })
  })
})
