import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { DIST_FOLDER } from '../scripts/app/build-app'
import { startServer } from '../scripts/app/serve'
import { AppPage } from './support/app-page'
import { kennedyFor } from './support/sound-files'
import { startTinyApp } from './support/tiny-app'

test.use({ serviceWorkers: 'allow' })

test('the browser finds nothing that stands against installing', async ({ page, context }) => {
  await new AppPage(page).open()
  await page.evaluate(() => navigator.serviceWorker.ready)
  const devtools = await context.newCDPSession(page)
  expect((await devtools.send('Page.getAppManifest')).errors).toEqual([])
  // A fresh profile of the test is "in incognito", which is no fault of the app.
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([])
})

test('every icon of the manifest loads in the size that it claims', async ({ page }) => {
  await new AppPage(page).open()
  const icons = await page.evaluate(async () => {
    const url = document.querySelector<HTMLLinkElement>('link[rel="manifest"]')?.href ?? ''
    const manifest = (await (await fetch(url)).json()) as { icons: { src: string; sizes: string; purpose: string }[] }
    return Promise.all(
      manifest.icons.map(async ({ src, sizes, purpose }) => {
        const image = new Image()
        image.src = new URL(src, url).href
        await image.decode()
        return { sizes, purpose, loaded: `${image.naturalWidth}x${image.naturalHeight}` }
      }),
    )
  })
  for (const { sizes, loaded } of icons.filter((icon) => icon.sizes !== 'any')) expect(loaded).toBe(sizes)
  expect(icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual(
    expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable']),
  )
})

test('the service worker controls the page from the first visit on', async ({ page }) => {
  await new AppPage(page).open()
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toMatch(/\/service-worker\.js$/)
})

test('a plain static host below a path ends up isolated and under the policy', async ({ page }) => {
  const server = await startServer({ port: 0, dist: DIST_FOLDER, base: '/some/path/', plain: true })
  try {
    await page.goto(server.url)
    await expect.poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false)).toBe(true)
    await new AppPage(page).ready()
    const policy = await page.evaluate(async () => (await fetch('./')).headers.get('content-security-policy'))
    expect(policy).toContain("frame-ancestors 'none'")
  } finally {
    await server.close()
  }
})

test('a newer version is offered when speaking is over, never before, and taken without losing the text', async ({ page }) => {
  let published = 1
  const worker = readFileSync(resolve(DIST_FOLDER, 'service-worker.js'))
  const server = await startTinyApp({
    intercept(request, response) {
      if (request.url !== '/service-worker.js') return false
      response.setHeader('Content-Type', 'text/javascript')
      response.end(Buffer.concat([worker, Buffer.from(`\n// version ${published}`)]))
      return true
    },
  })
  try {
    const app = new AppPage(page)
    await page.goto(server.url)
    await app.ready()
    await page.evaluate(() => navigator.serviceWorker.ready)
    await app.importVoice(kennedyFor(3), 'Jack')
    const offer = page.getByRole('button', { name: 'Update now' })

    await app.startSpeaking('This is a rather long text that is still being said when the newer version arrives. '.repeat(50))
    await expect(app.stopButton).toBeVisible()
    published = 2
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready
      await registration.update()
      const incoming = registration.installing
      if (incoming === null) return
      await new Promise<void>((resolve) => {
        incoming.addEventListener('statechange', () => { if (incoming.state === 'installed') resolve() })
      })
    })
    await expect(app.stopButton).toBeVisible()
    expect(await offer.count()).toBe(0)

    await app.stopButton.click()
    await expect(offer).toBeVisible()
    await Promise.all([page.waitForEvent('load'), offer.click()])
    await app.ready()
    await expect(app.text).toHaveValue(/rather long text/)
    expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull()
  } finally {
    await server.close()
  }
})
