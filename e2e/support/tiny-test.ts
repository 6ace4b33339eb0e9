import { test as base, type Page } from '@playwright/test'
import { AppPage } from './app-page'
import { kennedyFor } from './sound-files'
import { startTinyApp, type TinyApp } from './tiny-app'

/**
 * Playwright's `test` on the app whose engine is the tiny pack: one server for a worker's tests, each of them in a fresh
 * profile. Its random weights make noise, in no time; how much of it depends on the seed.
 */
export const test = base.extend<object, { tiny: TinyApp }>({
  tiny: [
    // Playwright wants an object pattern here even when nothing is taken from it.
    async ({}, use) => {
      const tiny = await startTinyApp()
      await use(tiny)
      await tiny.close()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ tiny }, use) => use(tiny.url),
})

/** The open app with a voice called Jack and a seed from which short sentences make short sounds. */
export async function withTinyVoice(page: Page): Promise<AppPage> {
  const app = new AppPage(page)
  await app.open()
  await app.importVoice(kennedyFor(3), 'Jack')
  await app.setSeed(8)
  return app
}
