import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { test, withTinyVoice } from './support/tiny-test'

/** The tiny pack makes noise of it: no transcriber hears these words. */
const [FIRST, SECOND] = ['The old clock has stopped.', 'Five wet jackets hang outside.'] as const

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

test('every version may fail, the least bad is kept, and two takes are compared blind', async ({ page }) => {
  // Six times something is transcribed.
  test.setTimeout(900_000)
  const app = await withTinyVoice(page)
  await app.fetchTranscriber()
  await app.setBestOf(2)
  for (const text of [FIRST, SECOND]) {
    await app.speak(text, 600_000)
    await expect(app.listenPanel.getByText(/For one of them, no version was without fault; the best was kept\.$/)).toBeVisible()
    const { sentences } = await app.judged(300_000)
    const { kept, readings } = sentences![0]!.choice!
    expect(new Set(readings.map(({ seed }) => seed)).size).toBe(2)
    expect(readings.every(({ findings }) => findings.length > 0)).toBe(true)
    expect(readings[kept]!.findings).toHaveLength(Math.min(...readings.map(({ findings }) => findings.length)))
  }
  await expect(app.listenPanel.getByText('Several words were heard differently.')).toBeVisible()

  await app.goTo('History')
  for (const text of [FIRST, SECOND]) await app.chooseForTake(page.getByRole('article').filter({ hasText: text }), 'Compare')
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
  await expect(page.getByRole('region', { name: 'Votes' }).getByRole('row', { name: /Jack, the model’s own temperature, 1 flow step, best of 2 1 0 2$/ })).toBeVisible()
  await expectClean(page)

  await page.reload()
  await expect(page.getByRole('heading', { name: 'Your votes' })).toBeVisible()
  await app.goTo('Storage')
  await page.getByRole('button', { name: 'Delete all votes' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete all votes' }).click()
  await expect(page.getByRole('button', { name: 'Delete all votes' })).toBeDisabled()
})
