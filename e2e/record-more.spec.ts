import { expect, test } from '@playwright/test'
import { AppPage } from './support/app-page'
import { chromiumLaunch } from './support/chromium-launch'
import { KENNEDY_WAV, kennedyFor } from './support/sound-files'

test.use({ launchOptions: chromiumLaunch({ microphone: KENNEDY_WAV }) })

test('a recording that is too short waits while more is recorded, and the best parts of both are joined', async ({ page }) => {
  const app = new AppPage(page)
  await app.open()
  await app.choosePromptFile(kennedyFor(3))
  await app.voiceName.fill('Jack')
  await app.voicePanel.getByRole('button', { name: 'Record more' }).click()
  await expect(page.getByText('What you record now will be joined to “Jack”.')).toBeVisible()
  await app.voicePanel.getByRole('button', { name: 'Cancel' }).click()
  await expect(app.voiceName).toHaveValue('Jack')

  await app.record(7, 'Record more')
  await expect(page.getByText(/best parts? of 2 recordings/)).toBeVisible({ timeout: 120_000 })
  await expect(app.voicePanel.getByRole('listitem').filter({ hasText: 'Recording 2' })).toContainText(/\d s$/)
  await expect(app.voiceName).toHaveValue('Jack')
  await app.keepVoice('Jack')
})
