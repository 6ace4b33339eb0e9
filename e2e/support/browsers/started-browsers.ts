import { existsSync } from 'node:fs'
import { chromiumLaunch } from '../chromium-launch'
import type { BrowserDriver } from './browser-driver'
import { startMarionetteDriver } from './marionette-driver'
import { startNullSink } from './null-sink'
import { startPuppeteerDriver } from './puppeteer-driver'
import { findMiniBrowser, startWebKitDriver } from './webdriver-driver'

export const BROWSER_NAMES = ['Chromium', 'Firefox', 'WebKitGTK'] as const
export type BrowserName = (typeof BROWSER_NAMES)[number]

/** What of a browser and its sound is not installed, with what to do about it; null where all is there. */
export function missingFor(name: BrowserName): string | null {
  const lacks = (program: string) => !(process.env['PATH'] ?? '').split(':').some((folder) => existsSync(`${folder}/${program}`))
  switch (name) {
    // `npm test` looks for it before anything else.
    case 'Chromium':
      return null
    case 'Firefox':
      return lacks('firefox-esr') || lacks('pulseaudio') ? 'apt-get install firefox-esr pulseaudio' : null
    case 'WebKitGTK':
      return findMiniBrowser() === null || lacks('WebKitWebDriver') || lacks('Xvfb') || lacks('pulseaudio')
        ? 'apt-get install webkit2gtk-driver xvfb pulseaudio'
        : null
  }
}

/** Starts an installed browser with a fresh profile in `folder`, which is empty. Whoever starts it closes it. */
export async function startBrowser(name: BrowserName, folder: string): Promise<BrowserDriver> {
  if (name === 'Chromium') {
    const { args = [], executablePath } = chromiumLaunch()
    return startPuppeteerDriver({ folder, args, ...(executablePath !== undefined && { executablePath }) })
  }
  const sink = await startNullSink(folder)
  try {
    const driver = name === 'Firefox' ? await startMarionetteDriver('firefox-esr', folder, sink.env) : await startWebKitDriver(findMiniBrowser() ?? 'MiniBrowser', folder, sink.env)
    return {
      ...driver,
      async close() {
        await driver.close()
        await sink.stop()
      },
    }
  } catch (thrown) {
    await sink.stop()
    throw thrown
  }
}
