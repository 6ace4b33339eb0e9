import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { AppPage, type View } from './support/app-page'
import { KENNEDY_WAV } from './support/sound-files'

const VIEWS: readonly View[] = ['Speak', 'Projects', 'History', 'Models', 'Storage', 'About']

async function expectClean(page: Page, view: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${view}: ${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(overflow, `${view} scrolls sideways`).toBeLessThanOrEqual(0)
}

test('every page is clean for axe and fits, light and dark, on a desk and on a phone', async ({ page }) => {
  const app = new AppPage(page)
  await app.open()
  await app.importVoice(KENNEDY_WAV, 'Jack')
  const expectCleanAnyhow = async (view: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.setViewportSize(viewport)
        await expectClean(page, `${view}, ${colorScheme}, ${viewport.width} px`)
      }
    }
  }
  for (const view of VIEWS) {
    await app.goTo(view)
    await expectCleanAnyhow(view)
  }
  // It has no place in the navigation.
  await page.goto('./#/compare')
  await expectCleanAnyhow('Compare')
})

test('a draft is clean for axe, and its part can be chosen with the keyboard alone', async ({ page }) => {
  const app = new AppPage(page)
  await app.open()
  await app.choosePromptFile(KENNEDY_WAV)
  const start = page.getByRole('slider', { name: 'Start of the part' })
  await start.focus()
  const before = Number(await start.inputValue())
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  expect(Number(await start.inputValue())).toBeGreaterThan(before)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
})

test('the whole way is walked with the keyboard: words, speak, stop', async ({ page }) => {
  const app = new AppPage(page)
  await app.open()
  await app.importVoice(KENNEDY_WAV, 'Jack')
  await app.text.focus()
  await page.keyboard.type('Only keys were used to say this.')
  await page.keyboard.press('Control+Enter')
  const dialog = page.getByRole('dialog', { name: 'Before the download' })
  await expect(dialog).toBeVisible()
  // Escape closes the question and gives the focus back to the page.
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(app.text).toHaveValue('Only keys were used to say this.')
})
