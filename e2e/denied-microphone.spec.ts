import { expect, test } from '@playwright/test'
import { AppPage } from './support/app-page'
import { chromiumLaunch } from './support/chromium-launch'
import { KENNEDY_WAV } from './support/sound-files'

test.use({ launchOptions: chromiumLaunch({ microphoneAsks: true }) })

test('a microphone that says no is explained, and a file still makes a voice', async ({ page }) => {
  const app = new AppPage(page)
  await app.open()
  await app.voicePanel.getByRole('button', { name: 'Record', exact: true }).click()
  await expect(page.locator('[role="alert"][data-error-code]')).toHaveAttribute('data-error-code', 'microphone-denied')
  await app.choosePromptFile(KENNEDY_WAV)
  await expect(app.voiceName).toBeVisible()
})
