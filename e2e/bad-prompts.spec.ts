import { expect, test, type Page } from '@playwright/test'
import { AppPage } from './support/app-page'
import {
  ALLISON_WAV,
  clippedKennedy,
  KENNEDY_WAV,
  kennedyFor,
  music,
  noisyKennedy,
  silentWav,
  telephoneKennedy,
  twoPeople,
} from './support/sound-files'

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
    await expect(page.locator(errorAlert)).toHaveAttribute('data-error-code', 'file-not-sound')
    await expect(app.text).toHaveValue('My words stay.')
  })

})

test.describe('a prompt that is not what it should be', () => {
  const verdict = (page: Page) => page.getByText(/^[1-5] of 5: /)
  const warning = (app: AppPage, title: string) => app.voicePanel.getByRole('status').filter({ hasText: title })
  const announced = (page: Page) => page.getByRole('status').filter({ hasText: 'The recording is ready' })

  async function draftOf(page: Page, path: string): Promise<AppPage> {
    const app = new AppPage(page)
    await app.open()
    await app.choosePromptFile(path)
    await expect(app.voiceName).toBeVisible({ timeout: 120_000 })
    return app
  }

  test('two people in one recording: the warning is seen and announced, and one of them can be chosen', async ({ page }) => {
    const app = await draftOf(page, twoPeople())
    await page.getByRole('slider', { name: 'Start of the part' }).fill('0')
    await page.getByRole('slider', { name: 'End of the part' }).fill('12')
    await expect(warning(app, 'More than one voice')).toBeVisible({ timeout: 60_000 })
    await expect(announced(page)).toContainText('more than one voice', { timeout: 60_000 })
    await expect(verdict(page)).toContainText('more than one voice')
    await page.getByRole('slider', { name: 'End of the part' }).fill('5.5')
    await expect(warning(app, 'More than one voice')).toBeHidden()
    await app.keepVoice('One of them')
  })

  test('music is told from speech', async ({ page }) => {
    const app = await draftOf(page, music(12))
    await expect(warning(app, 'There is no speech in this file')).toBeVisible({ timeout: 60_000 })
    await expect(verdict(page)).toHaveText('1 of 5: bad, no speech')
  })

  test('a telephone clip says so', async ({ page }) => {
    const app = await draftOf(page, telephoneKennedy())
    await expect(warning(app, 'It sounds like a telephone')).toBeVisible()
    await expect(verdict(page)).toContainText('the narrow band of a telephone')
  })

  test('noise can be removed, both sounds be heard, and the choice is kept with the voice', async ({ page }) => {
    const app = await draftOf(page, noisyKennedy())
    await expect(warning(app, 'There is noise behind the voice')).toBeVisible()
    await expect(page.getByRole('radio', { name: 'As recorded' })).toBeChecked()
    await page.getByRole('radio', { name: 'Noise removed' }).check()
    await expect(page.getByText('Play both and keep the one that sounds more like you.')).toBeVisible({ timeout: 120_000 })
    await app.voicePanel.getByRole('button', { name: 'Play', exact: true }).click()
    await page.getByRole('radio', { name: 'As recorded' }).check()
    await page.getByRole('radio', { name: 'Noise removed' }).check()
    await app.keepVoice('Quiet Jack')
    await expect(app.voicePanel.getByRole('radio', { name: /Quiet Jack.*noise removed/ })).toBeChecked()
  })

  test('twenty minutes are read in pieces, can be given up, and a part of 5 to 12 seconds is suggested', async ({ page }) => {
    const app = new AppPage(page)
    await app.open()
    const file = kennedyFor(1200)
    await app.choosePromptFile(file)
    await expect(page.getByRole('progressbar', { name: /^Reading kennedy-1200/ })).toBeVisible()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(app.voicePanel.getByRole('button', { name: 'Record', exact: true })).toBeVisible()
    await app.choosePromptFile(file)
    await expect(app.voiceName).toBeVisible({ timeout: 120_000 })
    await expect(page.getByText(/^The file is 20:00 long\. The clearest speech is here, from /)).toBeVisible()
    await expect(page.getByRole('progressbar', { name: 'Listening for the best part' })).toBeHidden({ timeout: 240_000 })
    const start = Number(await page.getByRole('slider', { name: 'Start of the part' }).inputValue())
    const end = Number(await page.getByRole('slider', { name: 'End of the part' }).inputValue())
    expect(end - start).toBeGreaterThanOrEqual(5)
    expect(end - start).toBeLessThanOrEqual(12)
  })

  test('the best parts of two recordings are joined, and another person in them is left out', async ({ page }) => {
    const app = await draftOf(page, KENNEDY_WAV)
    await app.voicePanel.getByLabel('Another audio file').setInputFiles([ALLISON_WAV])
    await expect(page.getByText(/best parts? of 2 recordings/)).toBeVisible({ timeout: 120_000 })
    await expect(app.voicePanel.getByRole('listitem').filter({ hasText: 'allison' })).toContainText('not used')
    await app.voicePanel.getByRole('button', { name: 'Leave out allison' }).click()
    await expect(page.getByText(/of 2 recordings/)).toBeHidden()
    await app.keepVoice('Jack')
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

  test('more than 100,000 characters are refused, and not one is lost', async ({ page }) => {
    const app = new AppPage(page)
    await app.open()
    const long = 'All work and no play. '.repeat(4550)
    expect(long.length).toBeGreaterThan(100_000)
    await app.text.fill(long)
    await app.speakButton.click()
    await expect(page.locator(errorAlert)).toHaveAttribute('data-error-code', 'text-too-long')
    await expect(app.text).toHaveValue(long)
  })
})
