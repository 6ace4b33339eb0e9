import { expect, test } from '@playwright/test'
import { AppPage } from './support/app-page'
import { kennedyFor } from './support/sound-files'

/** What is said in the first three seconds of the clip. */
const WORDS = 'And so, my fellow Americans.'
const PATIENCE_MS = 600_000

test('a voice is learned from a short recording, gently, over a pause and a reload, and speaks as it did at one click', async ({ page }) => {
  test.setTimeout(2 * PATIENCE_MS)
  const app = new AppPage(page)
  await app.open()
  await app.makeVoiceFromFile(kennedyFor(3), 'Jack')
  await app.setThreads(1)
  // Fetches the engine: there is nothing to learn with before.
  await app.speak('Good morning.', PATIENCE_MS)
  const row = app.voicePanel
  const button = (name: string) => row.getByRole('button', { name })
  await button('Let Myna learn this voice').click()
  await row.getByRole('textbox', { name: 'What is said in the recording?' }).fill(WORDS)
  await button('Learn with these words').click()
  await expect(row.getByRole('status').filter({ hasText: 'less than five seconds of speech' })).toBeVisible()
  await button('Learn gently').click()

  const hear = button('Hear it so far')
  await app.unlessError(expect(hear).toBeEnabled({ timeout: PATIENCE_MS }))
  await hear.click()
  await button('Pause').click()
  await expect(button('Go on learning')).toBeVisible()
  await page.reload()
  await app.ready()
  await expect(row.getByText(/^Learning this voice waits; [2-9]\d % is done\.$/)).toBeVisible()
  await button('Go on learning').click()
  const outcome = row.getByText(/^(Learned: the voice is nearer|Nothing that was learned was better)/)
  await app.unlessError(outcome.waitFor({ timeout: PATIENCE_MS }))
  // What three seconds teach may be less than was there before: the voice is never worse then.
  if (!(await outcome.innerText()).startsWith('Learned')) return

  await app.speak('Good morning.', PATIENCE_MS)
  const learned = await app.details()
  await button('Speak as before').click()
  await app.speak('Good morning.', PATIENCE_MS)
  const before = await app.details()
  expect(learned.sampleCount).not.toBe(before.sampleCount)
  await expect(button('Speak as learned')).toBeVisible()
})
