import { expect, test, type Page } from '@playwright/test'
import { AppPage } from './support/app-page'
import { ALLISON_WAV } from './support/sound-files'

/** What the engine's trials say, so that a reading of it is heard as they were. */
const TEXT = 'The old sailor hung five wet jackets over the rail.'

/** The one line about the prepared voice that is kept for the curious. */
function keptSummary(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('myna')
      request.onsuccess = () => { resolve(request.result) }
      request.onerror = () => { reject(new Error('the database cannot be opened')) }
    })
    const kept = await new Promise<{ voice: { summary: string } }[]>((resolve, reject) => {
      const request = database.transaction('preparedVoices').objectStore('preparedVoices').getAll()
      request.onsuccess = () => { resolve(request.result as { voice: { summary: string } }[]) }
      request.onerror = () => { reject(new Error('the voices cannot be read')) }
    })
    database.close()
    return kept.map(({ voice }) => voice.summary).join()
  })
}

async function spokenSimilarity(app: AppPage): Promise<number> {
  await app.speak(TEXT)
  await expect(app.listenPanel.getByText('This take and the recording of')).toBeVisible({ timeout: 60_000 })
  const { similarity } = await app.details()
  if (similarity === undefined) throw new Error('the reading was not compared')
  return similarity
}

test('the learned style speaks, and trying variants never takes it further from the recording', async ({ page }, info) => {
  test.setTimeout(900_000)
  const app = new AppPage(page)
  await app.open()
  await app.makeVoiceFromFile(ALLISON_WAV, 'Allison')
  await app.openVoice('Allison')
  const button = app.voicePanel.getByRole('button', { name: 'Get closer to this voice' })
  await expect(button).toBeHidden()

  await app.speak(TEXT)
  const { figures } = await app.details()
  const encoding = figures.stages.find(({ stage }) => stage === 'prompt-encode')
  info.annotations.push({ type: 'voice made in', description: `${Math.round(encoding?.totalMs ?? 0)} ms` })
  // It spoke before it was heard.
  const heard = /^learned style, predicted likeness 0\.\d\d, encoded: heard likeness 0\.\d\d, encoded 0\.\d\d, readings 0\.\d\d apart: (encoded|as found)$/
  await expect.poll(() => keptSummary(page), { timeout: 120_000 }).toMatch(heard)
  await expect(app.voicePanel.getByText('This voice speaks already.')).toBeHidden()
  const before = await spokenSimilarity(app)

  await button.click()
  await expect(app.voicePanel.getByRole('progressbar', { name: /^Getting closer to this voice: 2 of 6$/ })).toBeVisible({ timeout: 120_000 })
  await app.voicePanel.getByRole('button', { name: 'Stop trying' }).click()
  await expect(button).toBeVisible()
  expect(await keptSummary(page)).not.toContain('refined')

  await button.click()
  const outcome = app.voicePanel.getByText(/^(Closer now, |No variant came closer)/)
  await app.unlessError(outcome.waitFor({ timeout: 300_000 }))
  const closer = (await outcome.textContent())?.startsWith('Closer now') ?? false
  const after = await spokenSimilarity(app)
  info.annotations.push({ type: 'similarity', description: `${before.toFixed(3)} before, ${after.toFixed(3)} after` })
  // Half a thousandth for the 16-bit recording that the page compares with and what its resampling rounds.
  if (closer) expect(after).toBeGreaterThan(before - 5e-4)
  else expect(after).toBeCloseTo(before, 5)
  await expect.poll(() => keptSummary(page)).toMatch(closer ? /, refined$/ : /: (encoded|as found)$/)
})
