import { expect, type BrowserContext } from '@playwright/test'
import { AppPage } from './support/app-page'
import { kennedyFor } from './support/sound-files'
import { test } from './support/tiny-test'

test.use({ serviceWorkers: 'allow' })

/** Origins of everything that pages, workers and the service worker of this context ask for. */
function recordOrigins(context: BrowserContext): Map<string, string[]> {
  const urls = new Map<string, string[]>()
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    // blob: and data: never leave the browser.
    if (protocol === 'blob:' || protocol === 'data:') return
    urls.set(origin, [...(urls.get(origin) ?? []), request.url()])
  })
  return urls
}

test('a whole journey asks for nothing but the app itself', async ({ page, context, baseURL }) => {
  const origins = recordOrigins(context)
  let byServiceWorker = 0
  context.on('request', (request) => {
    if (request.serviceWorker() !== null) byServiceWorker += 1
  })
  const app = new AppPage(page)
  await app.open()
  await app.makeVoiceFromFile(kennedyFor(3), 'Jack')
  await app.speak('Nothing of this is sent.')
  await app.details()
  for (const view of ['History', 'Models', 'Storage', 'About', 'Speak'] as const) await app.goTo(view)
  await page.reload()
  await app.ready()

  const home = new URL(baseURL ?? '').origin
  expect([...origins.keys()]).toEqual([home])
  // The recording saw the other threads too: a worker fetched the model, the service worker filled its cache.
  expect(byServiceWorker).toBeGreaterThan(0)
  const urls = origins.get(home) ?? []
  expect(urls.some((url) => url.includes('/models/'))).toBe(true)
  expect(urls.some((url) => url.endsWith('/service-worker.js'))).toBe(true)
})

test('the policy stops page and workers from reaching a foreign host', async ({ page, context, baseURL }) => {
  const foreign = 'https://foreign.example/collect'
  await context.route('https://foreign.example/**', (route) => route.fulfill({ status: 200, headers: { 'Access-Control-Allow-Origin': '*' } }))
  const app = new AppPage(page)
  await app.open()

  const fromPage = await page.evaluate(async (url) => {
    const violation = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        resolve(event.effectiveDirective)
      })
    })
    const outcome = await fetch(url).then(() => 'reached', () => 'refused')
    return { outcome, directive: outcome === 'refused' ? await violation : null }
  }, foreign)
  expect(fromPage).toEqual({ outcome: 'refused', directive: 'connect-src' })

  // A worker loaded over the network answers to its own headers, so every script of the app must carry the policy.
  const scripts = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => /\.m?js$/.test(name)))
  expect(scripts.length).toBeGreaterThan(0)
  for (const script of [...scripts, baseURL ?? '']) {
    const policy = await page.evaluate(async (url) => (await fetch(url)).headers.get('content-security-policy'), script)
    // A model is the one thing that comes from elsewhere: from Hugging Face and its file servers, unless whoever runs the app names more.
    expect(policy, script).toContain("connect-src 'self' https://*.hf.co https://*.huggingface.co https://huggingface.co;")
  }
})
