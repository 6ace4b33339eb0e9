import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { until, type BrowserDriver } from './support/browsers/browser-driver'
import { BROWSER_NAMES, missingFor, startBrowser } from './support/browsers/started-browsers'
import { kennedyFor, readWav } from './support/sound-files'
import { startTinyApp, type TinyApp } from './support/tiny-app'

/** The starter speaks on one thread where memory cannot be shared, and a machine may be busy. */
const PATIENCE_MS = 420_000

const button = (words: string) => `//button[normalize-space()="${words}" or @aria-label="${words}"][not(@disabled)]`
const labelled = (words: string) => `//*[@id=//label[normalize-space()="${words}"]/@for]`
const shows = (words: string) => `//*[contains(text(), "${words}")]`
const ALERT = '//*[@role="alert"][@data-error-code]'

let app: TinyApp
test.beforeAll(async () => {
  app = await startTinyApp({ starter: true })
})
test.afterAll(async () => {
  await app.close()
})

async function shownErrors(browser: BrowserDriver): Promise<string> {
  return String(await browser.evaluate(`[...document.querySelectorAll('[role="alert"][data-error-code]')].map((alert) => alert.dataset.errorCode + ': ' + alert.textContent).join()`))
}

/** Waits for an element; ends with what the page says when it shows a failure instead. */
async function arrives(browser: BrowserDriver, xpath: string, timeoutMs?: number): Promise<void> {
  await until(xpath, async () => {
    if (await browser.has(ALERT)) throw new Error(`${await shownErrors(browser)} (waiting for ${xpath})`)
    return browser.has(xpath)
  }, timeoutMs)
}

/** Speaks with the chosen engine, whose files may have to come first, until all of it was heard; gives the download. */
async function speak(browser: BrowserDriver, text: string): Promise<Float32Array> {
  // Within a minute a second download would have the name of the first.
  for (const name of readdirSync(browser.downloads)) rmSync(join(browser.downloads, name))
  await browser.fill(labelled('Text to speak'), text)
  await browser.click(button('Speak'))
  await browser.click(button('Accept and download'))
  await arrives(browser, button('Stop'), PATIENCE_MS)
  await until('the end of the reading', async () => {
    if (await browser.has(ALERT)) throw new Error(await shownErrors(browser))
    return !(await browser.has(button('Stop')))
  }, PATIENCE_MS)
  await arrives(browser, button('Hear it again'), PATIENCE_MS)
  await browser.click(button('Download'))
  await browser.click(button('Sound (WAV)'))
  const name = await until('the download', () => Promise.resolve(finishedDownload(browser.downloads)))
  return readWav(join(browser.downloads, name)).samples
}

/** The only file, once it is whole. */
function finishedDownload(folder: string): string | null {
  const [name, ...others] = readdirSync(folder)
  return name?.endsWith('.wav') && others.length === 0 && statSync(join(folder, name)).size > 0 ? name : null
}

const loudness = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)

async function journey(browser: BrowserDriver): Promise<void> {
  await browser.goTo(app.url)
  await browser.giveFile('//input[@aria-label="Audio file"]', kennedyFor(3))
  // What was heard in it pushes down what is below.
  await arrives(browser, '//*[@data-points]')
  await browser.fill(labelled('Name of this voice'), 'Jack')
  await browser.click('//label[contains(., "This is my voice")]//input')
  await browser.click(button('Save voice'))
  // What is below moves up then: a click on its way there would miss.
  await until('the voice', async () => !(await browser.has(button('Save voice'))))

  await browser.click(button('Engine and settings'))
  await browser.fill(labelled('Seed'), '8')
  expect(loudness(await speak(browser, 'Short.'))).toBeGreaterThan(0)
  // What the output reported of its first sample.
  await arrives(browser, '//dt[.="Click to sound"]/following-sibling::dd[contains(., "s")]')

  await browser.evaluate(`(() => {
    const engines = document.evaluate('${labelled('Engine')}', document, null, XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue
    engines.value = [...engines.options].find(({ text }) => text.startsWith('Kokoro')).value
    engines.dispatchEvent(new Event('change', { bubbles: true }))
  })()`)
  const spoken = await speak(browser, 'Good day.')
  expect(spoken.length).toBeGreaterThan(0.4 * 24_000)
  expect(loudness(spoken)).toBeGreaterThan(0.01)

  await browser.reload()
  await arrives(browser, shows('Jack'))
  await arrives(browser, button('Speak'))
  expect(await browser.evaluate('document.querySelector("textarea").value')).toBe('Good day.')
  expect(await browser.has(button('Download the engine'))).toBe(false)
  await browser.click('//nav//a[normalize-space()="History"]')
  for (const text of ['Short.', 'Good day.']) await arrives(browser, shows(text))
  expect(await shownErrors(browser)).toBe('')
}

for (const name of BROWSER_NAMES) {
  test(`${name} makes a voice of a file, speaks with both engines, and has all of it after a reload`, async ({}, info) => {
    test.setTimeout(2 * PATIENCE_MS)
    const missing = missingFor(name)
    // CI installs all of them; elsewhere the report counts and names what was skipped.
    if (process.env['CI'] === undefined) test.skip(missing !== null, `${name} is not installed here: ${missing ?? ''}`)
    const folder = mkdtempSync(join(tmpdir(), 'myna-browser-'))
    const browser = await startBrowser(name, folder)
    const screenshots = resolve(process.env['MYNA_SCREENSHOTS'] ?? info.outputDir)
    mkdirSync(screenshots, { recursive: true })
    try {
      await journey(browser)
    } finally {
      await browser.screenshot(join(screenshots, `${name.toLowerCase().replaceAll(' ', '-')}.png`)).catch(() => undefined)
      await browser.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
}
