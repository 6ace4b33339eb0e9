import { expect } from '@playwright/test'
import { AppPage } from './support/app-page'
import { test } from './support/tiny-test'

test('a newcomer hears what comes of a recording before anything is downloaded', async ({ page, tiny }) => {
  const app = new AppPage(page)
  // The server is the other tests', too.
  const before = tiny.requests.length
  await app.open()
  for (const name of [/recording of John F\. Kennedy, 1961 \(Recording\)$/, /Myna made of the recording of John F\. Kennedy/, /recording of Allison .*\(Recording\)$/, /Myna made of the recording of Allison/]) {
    await page.getByRole('button', { name }).click()
    // One sound at a time: a press starts its own and ends the other.
    const quiet = page.getByRole('button', { name: /^Stop playing / })
    await expect(quiet).toHaveCount(1)
    await expect(quiet).toHaveAccessibleName(name)
  }
  // It ends by itself.
  await expect(page.getByRole('button', { name: /^Stop playing / })).toHaveCount(0)
  await expect(app.errors).toHaveCount(0)
  expect(tiny.requests.slice(before)).toEqual([])
})
