import { expect, test } from '@playwright/test'
import { AppPage } from './support/app-page'
import { KENNEDY_WAV } from './support/sound-files'

test('the best of two candidates is kept, by what was heard in them and whose voice it was', async ({ page }) => {
  // A safety net: the starter is slow, and a machine may be busy.
  test.setTimeout(900_000)
  const app = new AppPage(page)
  await app.open()
  await app.makeVoiceFromFile(KENNEDY_WAV, 'Jack')
  await app.fetchTranscriber()
  await app.setBestOf(2)

  await app.startSpeaking('The old clock has stopped.')
  await expect(app.listenPanel.getByRole('progressbar', { name: 'Speaking sentence 1 of 1, version 2 of 2' })).toBeVisible({ timeout: 240_000 })
  await app.spoken(240_000)
  await expect(app.listenPanel.getByText(/^Every sentence was spoken twice;/)).toBeVisible()
  const best = await app.judged(120_000)
  const choice = best.sentences![0]!.choice!
  expect(new Set(choice.readings.map(({ seed }) => seed)).size).toBe(2)
  expect(new Set(choice.readings.map(({ similarity }) => similarity)).size).toBe(2)
  expect(choice.readings[choice.kept]!.findings).toEqual([])
  expect(best).toMatchObject({ bestOf: 2, check: { sentences: [{ findings: [], attempts: 2 }] } })
})
