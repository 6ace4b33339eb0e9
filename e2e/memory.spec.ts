import { expect, test, type Page } from '@playwright/test'
import { AppPage } from './support/app-page'
import { KENNEDY_WAV } from './support/sound-files'
import { startTinyApp } from './support/tiny-app'

// A trace would be kept in the browser, too.
test.use({ trace: 'off' })

/** Bytes that the page and all its workers hold, WebAssembly memories included, garbage not: the browser collects it first. */
function heldBytes(page: Page): Promise<number> {
  return page.evaluate(async () => {
    // Not among TypeScript's types yet.
    const { measureUserAgentSpecificMemory: measure } = performance as unknown as {
      measureUserAgentSpecificMemory: () => Promise<{ readonly bytes: number }>
    }
    return (await measure.call(performance)).bytes
  })
}

/** Four times what was measured, which is the list of takes. One decoder's states left behind would be more. */
const MOST_GROWTH_BYTES = 2 * 2 ** 20

test('100 short sentences leave nothing behind from the 20th on', async ({ page }) => {
  const tiny = await startTinyApp()
  const app = new AppPage(page)
  await page.goto(tiny.url)
  await app.ready()
  await app.makeVoiceFromFile(KENNEDY_WAV, 'Jack')
  await app.setSeed(8)
  const heldAfter = async (readings: number) => {
    for (let reading = 0; reading < readings; reading++) await app.speak('Yes. [pause 0.1s] No.')
    return heldBytes(page)
  }
  const after20 = await heldAfter(10)
  const after100 = await heldAfter(40)
  expect(after20).toBeGreaterThan(0)
  expect(after100 - after20).toBeLessThan(MOST_GROWTH_BYTES)
  await tiny.close()
})
