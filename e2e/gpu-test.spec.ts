import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { GPU_TEST_STEPS } from '../src/shared/protocol/gpu-test'
import { AppPage } from './support/app-page'
import { chromiumLaunch } from './support/chromium-launch'

// Chromium's software adapter: right for results, useless for speed.
test.use({ launchOptions: chromiumLaunch({ webGpu: true }) })

/** Lets `code` run in the test's worker before the app's own. */
async function beforeWorker(page: Page, code: string): Promise<void> {
  await page.route(/gpu-test\.worker-.*\.js$/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: `{ ${code} }\n${await response.text()}` })
  })
}

const resultsOf = (page: Page) => page.getByRole('region', { name: 'Results' }).getByRole('listitem')
const reportOf = (page: Page) => page.getByRole('textbox', { name: 'Report as text' })

/** Opens the page and starts the test. */
async function start(page: Page): Promise<void> {
  await page.goto('./#/gpu-test')
  await page.getByRole('button', { name: 'Start the test' }).click()
}

test('tests the GPU from the Models page, finds every step right, and asks no other host', async ({ page, baseURL }) => {
  const hosts = new Set<string>()
  page.context().on('request', (request) => hosts.add(new URL(request.url()).origin))
  const app = new AppPage(page)
  await app.open()
  await app.goTo('Models')
  await page.getByRole('link', { name: 'Test this GPU' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Test this GPU' })).toBeVisible()
  await page.getByRole('button', { name: 'Start the test' }).click()
  await expect(page.getByRole('progressbar')).toBeVisible()

  await reportOf(page).waitFor({ timeout: 240_000 })
  const lines = (await reportOf(page).inputValue()).split('\n')
  expect(lines).toContain('  software: yes')
  const results = lines.slice(lines.indexOf('results') + 1)
  expect(results).toHaveLength(GPU_TEST_STEPS.length)
  await expect(resultsOf(page)).toHaveCount(GPU_TEST_STEPS.length)
  const supported = results.filter((line) => !line.includes(': not supported'))
  expect(supported.filter((line) => !/: right[ :]/.test(line))).toEqual([])
  // An adapter without half precision leaves out the two products that need it.
  expect(supported).toHaveLength(GPU_TEST_STEPS.length - (lines.includes('  shader-f16: yes') ? 0 : 2))
  expect([...hosts]).toEqual([new URL(baseURL ?? '').origin])

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${colorScheme} ${width}: ${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
    }
  }
})

test('can be cancelled, keeps what was found, and offers to start again', async ({ page }) => {
  await start(page)
  await expect(resultsOf(page)).not.toHaveCount(0, { timeout: 120_000 })
  await page.getByRole('button', { name: 'Cancel the test' }).click()
  await expect(page.getByRole('button', { name: 'Test again' })).toBeFocused()
  expect(await reportOf(page).inputValue()).toContain('outcome: The test was stopped')
  await expect(resultsOf(page)).not.toHaveCount(0)
})

test('says that the GPU went away, and at which step', async ({ page }) => {
  await beforeWorker(page, `
    const lend = GPUAdapter.prototype.requestDevice
    GPUAdapter.prototype.requestDevice = async function (...wishes) {
      const device = await lend.apply(this, wishes)
      new BroadcastChannel('doom').addEventListener('message', () => device.destroy())
      return device
    }`)
  await start(page)
  await expect(resultsOf(page)).not.toHaveCount(0, { timeout: 120_000 })
  await page.evaluate(() => { new BroadcastChannel('doom').postMessage(null) })
  await expect(page.locator('[data-error-code="device-lost"]')).toContainText(/The GPU went away at “/)
  expect(await reportOf(page).inputValue()).toContain('error: device-lost: ')
})

test('says that the browser offers no GPU, and has a report all the same', async ({ page }) => {
  await beforeWorker(page, 'GPU.prototype.requestAdapter = async () => null')
  await start(page)
  await expect(page.getByRole('button', { name: 'Test again' })).toBeVisible()
  expect(await reportOf(page).inputValue()).toContain('outcome: This browser offers no GPU')
})
