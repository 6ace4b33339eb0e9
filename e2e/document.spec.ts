import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { buildEpub3, CARPET_BAG } from '../scripts/fixtures/documents/epub'
import { buildPdf, pdfLines } from '../scripts/fixtures/documents/pdf'
import { test, withTinyVoice } from './support/tiny-test'

test.use({ serviceWorkers: 'allow' })

const file = async (name: string, blob: Blob) => ({ name, mimeType: blob.type, buffer: Buffer.from(await blob.arrayBuffer()) })

test('a book is opened, one of its chapters corrected and spoken; a PDF is shared to the app', async ({ page }) => {
  test.setTimeout(180_000)
  const app = await withTinyVoice(page)
  await app.wordsPanel.getByRole('link', { name: 'Read a book or document' }).click()
  await page.getByLabel('Document', { exact: true }).setInputFiles(await file('moby.epub', buildEpub3()))
  await app.unlessError(page.getByRole('heading', { name: 'Moby-Dick; or, The Whale' }).waitFor())
  await expect(page.getByText('Herman Melville · American English')).toBeVisible()
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(2)

  await page.getByRole('checkbox', { name: '1. Loomings' }).focus()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Text of 2. The Carpet-Bag' }).press('Enter')
  const text = page.getByRole('textbox', { name: 'Text of 2. The Carpet-Bag' })
  await expect(text).toHaveValue(`Chapter 2 The Carpet-Bag\n\n${CARPET_BAG}`)
  for (const [colorScheme, width] of [['light', 1280], ['dark', 320]] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 800 })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
  }
  await text.fill('To the Pacific.')
  await page.getByRole('button', { name: 'Put into the text to speak' }).click()
  await expect(app.text).toHaveValue('To the Pacific.')
  await app.startSpeaking('To the Pacific.')
  await app.made()

  // As another program does it through the system: the service worker alone answers.
  const pdf = await file('paper.pdf', buildPdf([pdfLines(['A line of a paper that was shared.'])]))
  await page.evaluate(async (base64) => {
    await navigator.serviceWorker.ready
    const form = new FormData()
    form.append('documents', new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], 'paper.pdf', { type: 'application/pdf' }))
    await fetch('./share-target', { method: 'POST', body: form })
  }, pdf.buffer.toString('base64'))
  await page.reload()
  await app.unlessError(page.getByRole('heading', { name: 'paper' }).first().waitFor())
  await expect(page.getByRole('textbox', { name: 'Text of paper' })).toHaveValue('A line of a paper that was shared.')
})
