import { expect, test } from '@playwright/test'
import { AppPage } from './support/app-page'
import { clippedKennedy, kennedyFor, silentWav } from './support/sound-files'

const errorAlert = '[role="alert"][data-error-code]'

test.describe('a prompt that is no good', () => {
  test('silence is refused with the reason', async ({ page }) => {
    const app = new AppPage(page)
    await app.open()
    await app.choosePromptFile(silentWav(4))
    await expect(page.locator(errorAlert)).toHaveAttribute('data-error-code', 'prompt-silent')
    await app.consent.check()
    await expect(app.saveVoice).toBeDisabled()
  })

  test('less than a second of speech is refused with the reason', async ({ page }) => {
    const app = new AppPage(page)
    await app.open()
    await app.choosePromptFile(kennedyFor(0.8))
    await expect(page.locator(errorAlert)).toHaveAttribute('data-error-code', /prompt-(too-short|silent)/)
    await app.consent.check()
    await expect(app.saveVoice).toBeDisabled()
  })

  test('clipping and great length are warned about, and the voice can be saved all the same', async ({ page }) => {
    const app = new AppPage(page)
    await app.open()
    await app.choosePromptFile(clippedKennedy())
    await expect(app.voicePanel.getByRole('status').filter({ hasText: /clip|distort|loud/i })).toBeVisible()
    await app.keepVoice('Loud Jack')
    await app.choosePromptFile(kennedyFor(45))
    await expect(app.voiceName).toBeVisible()
    await app.keepVoice('Long Jack')
    await expect(app.voicePanel.getByRole('radio', { name: /Loud Jack/ })).toHaveCount(1)
  })

  test('a file that is not audio is refused and what was there stays', async ({ page }) => {
    const app = new AppPage(page)
    await app.open()
    await app.text.fill('My words stay.')
    await app.choosePromptFile(import.meta.filename)
    await expect(page.locator(errorAlert)).toHaveAttribute('data-error-code', 'audio-undecodable')
    await expect(app.text).toHaveValue('My words stay.')
  })

  test('ten minutes are taken and a part of 5 to 12 seconds is suggested; eleven minutes are refused', async ({ page }) => {
    const app = new AppPage(page)
    await app.open()
    await app.choosePromptFile(kennedyFor(600))
    await expect(app.voiceName).toBeVisible({ timeout: 60_000 })
    const start = Number(await page.getByRole('slider', { name: 'Start of the part' }).inputValue())
    const end = Number(await page.getByRole('slider', { name: 'End of the part' }).inputValue())
    expect(end - start).toBeGreaterThanOrEqual(5)
    expect(end - start).toBeLessThanOrEqual(12)
    await page.getByRole('button', { name: 'Discard' }).click()
    await app.choosePromptFile(kennedyFor(660))
    await expect(page.locator(errorAlert)).toHaveAttribute('data-error-code', 'audio-too-long', { timeout: 60_000 })
  })
})

test.describe('words that cannot be spoken', () => {
  const cases = [
    { name: 'no words', text: '', code: 'text-empty' },
    { name: 'only emoji', text: '🎉 🎈 ❤️', code: 'text-unspeakable' },
    { name: 'a script that the engine cannot read', text: '今日はとても天気がいいですね', code: 'text-script-unsupported' },
  ]
  for (const { name, text, code } of cases) {
    test(`${name}: the reason is said and the text stays`, async ({ page }) => {
      const app = new AppPage(page)
      await app.open()
      await app.text.fill(text)
      await app.speakButton.click()
      await expect(page.locator(errorAlert)).toHaveAttribute('data-error-code', code)
      await expect(app.text).toHaveValue(text)
    })
  }

  test('more than 5,000 characters are refused, and not one is lost', async ({ page }) => {
    const app = new AppPage(page)
    await app.open()
    const long = 'All work and no play. '.repeat(228)
    expect(long.length).toBeGreaterThan(5000)
    await app.text.fill(long)
    await app.speakButton.click()
    await expect(page.locator(errorAlert)).toHaveAttribute('data-error-code', 'text-too-long')
    await expect(app.text).toHaveValue(long)
  })
})
