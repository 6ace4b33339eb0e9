import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { AppPage } from './support/app-page'
import { KENNEDY_WAV, readWav } from './support/sound-files'

const FIXTURE = resolve(import.meta.dirname, 'fixtures/pocket-c-tiny')
const FILES = readdirSync(FIXTURE)
  .filter((name) => /\.(onnx|json)$/.test(name))
  .map((name) => join(FIXTURE, name))

test.describe('Pocket TTS in one graph, on a small model of the published structure (its sound is noise)', () => {
  test('says which file is missing', async ({ page }) => {
    const app = new AppPage(page)
    await app.open()
    await expect(app.importModelFiles(FILES.filter((path) => !path.includes('encoder')))).rejects.toMatchObject({
      code: 'model-missing',
      words: expect.stringContaining('encoder.onnx'),
    })
  })

  test('speaks from files on the disk, twice the same from one seed, and from the kept voice after a reload', async ({ page }, info) => {
    const app = new AppPage(page)
    await app.open()
    await app.importModelFiles(FILES)
    await app.makeVoiceFromFile(KENNEDY_WAV, 'Jack')
    const takes: Float32Array[] = []
    const stages: string[][] = []
    for (const name of ['first', 'reloaded']) {
      await app.setSeed(11)
      await app.speak('One graph makes every frame and its sound.')
      const { figures } = await app.details()
      const path = info.outputPath(`${name}.wav`)
      await app.downloadWav(path)
      const { samples } = readWav(path)
      expect(samples.length / 24_000).toBeCloseTo(figures.audioSeconds, 1)
      const step = figures.stages.find(({ stage }) => stage === 'lm-flow-decode')!
      // A frame is 80 ms; pauses between chunks may add a little.
      expect(figures.audioSeconds).toBeGreaterThanOrEqual((step.frames - 1) * 0.08 - 0.1)
      takes.push(samples)
      stages.push(figures.stages.map(({ stage }) => stage))
      await page.reload()
      await app.ready()
    }
    expect(stages[0]).toEqual(expect.arrayContaining(['prompt-encode', 'voice-prefill']))
    expect(stages[1]).not.toContain('prompt-encode')
    expect(takes[1]).toEqual(takes[0])
  })
})
