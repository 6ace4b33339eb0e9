import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { AppPage } from './support/app-page'
import { KENNEDY_WAV } from './support/sound-files'

test.use({ actionTimeout: 60_000 })

const SENTENCE = 'The old clock on the wall has stopped.'
/** No listener can write down words that nobody knows. */
const UNHEARABLE = 'Blorfen snizzick quabbet drentle.'

/** Neither scheme nor width may cost anybody the page. */
async function expectClean(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 360]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 900 })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${colorScheme} ${width}: ${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(overflow, `scrolls sideways at ${width}`).toBeLessThanOrEqual(0)
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 })
}

test('the best of two readings is kept, every reading may fail, and two takes are compared blind', async ({ page }) => {
  test.setTimeout(1_500_000)
  const app = new AppPage(page)
  await app.open()
  await app.makeVoiceFromFile(KENNEDY_WAV, 'Jack')
  await app.fetchListener()
  await app.setBestOf(2)

  await app.startSpeaking(SENTENCE)
  await expect(app.listenPanel.getByRole('progressbar', { name: 'Speaking sentence 1 of 1, reading 2 of 2' })).toBeVisible({ timeout: 600_000 })
  await app.spoken(600_000)
  await expect(app.listenPanel.getByText(/^Every sentence was read 2 times;/)).toBeVisible()
  const best = await app.judged(300_000)
  const choice = best.sentences![0]!.choice!
  expect(new Set(choice.readings.map(({ seed }) => seed)).size).toBe(2)
  expect(new Set(choice.readings.map(({ similarity }) => similarity)).size).toBe(2)
  expect(choice.readings[choice.kept]!.findings).toEqual([])
  expect(best).toMatchObject({ bestOf: 2, check: { sentences: [{ findings: [], attempts: 2 }] } })

  await app.speak(UNHEARABLE, 600_000)
  await expect(app.listenPanel.getByText(/No reading of one of them was without fault; the best was kept\.$/)).toBeVisible()
  const worst = await app.judged(300_000)
  const failed = worst.sentences![0]!.choice!
  expect(failed.readings.every(({ findings }) => findings.length > 0)).toBe(true)
  const fewest = Math.min(...failed.readings.map(({ findings }) => findings.length))
  expect(failed.readings[failed.kept]!.findings).toHaveLength(fewest)
  await expect(app.listenPanel.getByText('Several words were heard differently.')).toBeVisible()

  await app.goTo('History')
  await page.getByRole('button', { name: `Compare “${SENTENCE}”` }).click()
  await page.getByRole('button', { name: `Compare “${UNHEARABLE}”` }).click()
  await page.getByRole('link', { name: 'Compare them' }).click()
  const figures = page.getByRole('region', { name: 'Figures' })
  await expect(figures.getByRole('row', { name: /^Words .*heard/ })).toBeVisible()
  await expectClean(page)

  await page.getByRole('checkbox', { name: 'Hide which one is which, in random order' }).check()
  await expect(figures).toBeHidden()
  const [a, b] = [page.getByRole('button', { name: 'Play A' }), page.getByRole('button', { name: 'Play B' })]
  await a.click()
  await expect(a).toHaveAttribute('aria-pressed', 'true')
  await b.click()
  await expect(b).toHaveAttribute('aria-pressed', 'true')
  await expect(a).toHaveAttribute('aria-pressed', 'false')
  await expect(page.locator('main')).not.toContainText('Jack')
  await page.getByRole('button', { name: 'B is better' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^You preferred B: /)).toBeFocused()
  await expect(page.getByRole('region', { name: 'Votes' }).getByRole('row', { name: /Jack, pace 1×, best of 2 1 0 2$/ })).toBeVisible()
  await expectClean(page)

  await page.reload()
  await expect(page.getByRole('heading', { name: 'Your votes' })).toBeVisible()
  await app.goTo('Storage')
  await page.getByRole('button', { name: 'Delete all votes' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete all votes' }).click()
  await expect(page.getByRole('button', { name: 'Delete all votes' })).toBeDisabled()
})
