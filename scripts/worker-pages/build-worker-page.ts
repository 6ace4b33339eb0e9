import { copyFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { build, defaultClientConditions } from 'vite'
import { kernels } from '../app/vite-kernels'
import { oneRuntime } from '../app/vite-one-runtime'

const root = resolve(import.meta.dirname, '../..')

/**
 * Builds `scripts/worker-pages/<name>`, a page with nothing but the address of one worker, as the app's own workers are
 * built, into `outDir`: what runs there is what runs in the app.
 */
export async function buildWorkerPage(name: string, outDir: string): Promise<void> {
  await build({
    root: resolve(root, 'scripts/worker-pages', name),
    configFile: false,
    base: './',
    logLevel: 'warn',
    publicDir: false,
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
    build: { target: 'es2023', outDir, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
    worker: { format: 'es', plugins: () => [kernels(), oneRuntime()] },
  })
  // The server takes its policy from there.
  copyFileSync(resolve(root, 'public/model-manifest.json'), resolve(outDir, 'model-manifest.json'))
}

/** What such a worker answers: the result, or why there is none. */
export interface WorkerAnswer<Result> {
  readonly result?: Result
  readonly error?: string
}

/** Opens the page at `url` in `tab` and asks its worker once. `request` and the result travel as JSON. Throws what the worker says. */
export async function askWorker<Result>(tab: Page, url: string, request: object): Promise<Result> {
  await tab.goto(url)
  await tab.locator('html[data-worker]').waitFor({ state: 'attached' })
  // A string: Playwright's own types for arguments follow every member of a request.
  const answer = await tab.evaluate(async (message) => {
    const worker = new Worker(document.documentElement.dataset['worker'] ?? '', { type: 'module' })
    const answered = await new Promise<unknown>((done) => {
      worker.onmessage = ({ data }: MessageEvent<unknown>) => { done(data) }
      worker.onerror = ({ message: error }) => { done({ error }) }
      worker.postMessage(JSON.parse(message))
    })
    worker.terminate()
    return JSON.stringify(answered)
  }, JSON.stringify(request))
  const { result, error } = JSON.parse(answer) as WorkerAnswer<Result>
  if (result === undefined) throw new Error(error)
  return result
}
