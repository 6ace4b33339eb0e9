import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { expect, test, type TestInfo } from '@playwright/test'
import { tinySizes } from '../scripts/fixtures/pocket-sizes'
import { ruleCheckpointFile } from '../scripts/fixtures/rule-checkpoint'
import { readSafetensors, writeSafetensors } from '../scripts/fixtures/safetensors'
import { tinyTokenizer } from '../scripts/fixtures/tiny-tokenizer'
import { AppPage } from './support/app-page'
import { KENNEDY_WAV, readWav } from './support/sound-files'

const CONFIG = '{"flow_lm": {"transformer": {"num_heads": 4}}, "mimi": {"transformer": {"num_heads": 2}}}'

/** The small checkpoint with its tokenizer and configuration, as files of this test. */
function checkpointFiles(info: TestInfo, checkpoint = ruleCheckpointFile(tinySizes)): readonly string[] {
  mkdirSync(info.outputPath(), { recursive: true })
  const files = { 'english-tiny.safetensors': checkpoint, 'tokenizer.model': tinyTokenizer(), 'config.json': Buffer.from(CONFIG) }
  return Object.entries(files).map(([name, bytes]) => {
    const path = info.outputPath(name)
    writeFileSync(path, bytes)
    return path
  })
}

test.describe('a checkpoint from the disk, small and with random weights (its sound is noise)', () => {
  test('says what is missing: the tokenizer, a tensor', async ({ page }, info) => {
    const app = new AppPage(page)
    await app.open()
    await expect(app.importModelFiles(checkpointFiles(info).slice(0, 1))).rejects.toMatchObject({
      code: 'model-missing',
      words: expect.stringContaining('tokenizer.model'),
    })
    await page.reload()
    const tensors = readSafetensors(ruleCheckpointFile(tinySizes))
    const lacking = 'mimi.decoder.model.2.convtr.bias'
    const rest = new Map([...tensors].filter(([name]) => name !== lacking))
    await expect(app.importModelFiles(checkpointFiles(info, writeSafetensors(rest, {})))).rejects.toMatchObject({
      code: 'model-mismatch',
      words: expect.stringContaining(lacking),
    })
  })

  test('is copied, chosen and speaks, also after a reload', async ({ page }, info) => {
    const app = new AppPage(page)
    await app.open()
    await app.importModelFiles(checkpointFiles(info))
    await app.importVoice(KENNEDY_WAV, 'Jack')
    await page.reload()
    await app.ready()
    await app.speak('My own weights say this.')
    const { figures, engineId } = await app.details()
    expect(engineId).toBe('pocket-tts')
    expect(figures.stages.map(({ stage }) => stage)).toEqual(expect.arrayContaining(['prompt-encode', 'lm-flow', 'decode']))
    const path = info.outputPath('own.wav')
    await app.downloadWav(path)
    expect(readWav(path).samples.length / 24_000).toBeCloseTo(figures.audioSeconds, 1)
    await app.goTo('Models')
    await expect(page.getByRole('article', { name: 'english-tiny (from your disk)' }).getByText('in use')).toBeVisible()
  })

  test('is cancelled while it is read, and leaves nothing', async ({ page }, info) => {
    const app = new AppPage(page)
    await app.open()
    const files = checkpointFiles(info)
    // What lies behind the weights is read for the hash alone: seconds in which to press the button. The file is sparse.
    truncateSync(files[0]!, 4_000_000_000)
    await app.goTo('Models')
    await page.getByLabel('Model files from your disk').setInputFiles([...files])
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByText('Stopped. None of these files were kept.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Choose files' })).toBeEnabled()
    await page.reload()
    await expect(page.getByRole('article').first()).toBeVisible()
    await expect(page.getByRole('article', { name: 'english-tiny' })).toHaveCount(0)
  })
})
