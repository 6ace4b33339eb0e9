import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { launch, type ElementHandle, type LaunchOptions, type Page } from 'puppeteer-core'
import { until, untilStill, type BrowserDriver } from './browser-driver'

export interface PuppeteerDriverOptions extends LaunchOptions {
  /** Empty; for the profile and the downloads. */
  readonly folder: string
}

/** Chromium, over its own protocol. */
export async function startPuppeteerDriver({ folder, ...options }: PuppeteerDriverOptions): Promise<BrowserDriver> {
  const downloads = join(folder, 'downloads')
  mkdirSync(downloads)
  const browser = await launch({
    headless: true,
    userDataDir: join(folder, 'profile'),
    downloadBehavior: { policy: 'allow', downloadPath: downloads },
    defaultViewport: { width: 1280, height: 900 },
    ...options,
  })
  const page = (await browser.pages())[0] ?? (await browser.newPage())
  const element = (xpath: string, timeoutMs?: number) => until(xpath, () => page.$(`xpath/${xpath}`), timeoutMs)
  const evaluate = (expression: string) => page.evaluate(expression)
  return {
    downloads,
    evaluate,
    goTo: async (url) => { await page.goto(url) },
    reload: async () => { await page.reload() },
    has: async (xpath) => (await page.$(`xpath/${xpath}`)) !== null,
    async click(xpath, timeoutMs) {
      await untilStill(xpath, evaluate, timeoutMs)
      await (await element(xpath)).click()
    },
    fill: async (xpath, text) => fill(page, await element(xpath), text),
    giveFile: async (xpath, path) => ((await element(xpath)) as ElementHandle<HTMLInputElement>).uploadFile(path),
    screenshot: async (path) => { await page.screenshot({ path: path }) },
    close: () => browser.close(),
  }
}

async function fill(page: Page, field: ElementHandle, text: string): Promise<void> {
  await field.focus()
  await page.keyboard.down('Control')
  await page.keyboard.press('a')
  await page.keyboard.up('Control')
  await field.type(text)
  await page.keyboard.press('Tab')
}
