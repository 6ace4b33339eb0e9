import { copyFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium, type Browser } from '@playwright/test'
import { build, defaultClientConditions } from 'vite'
import { chromiumLaunch } from '../e2e/support/chromium-launch'
import type { GraphTimings, TimingRequest, Timings } from '../workers/inference/bench/graph-timings'
import { benchBundle } from './bench-bundles'
import { startServer } from './serve'
import { kernels } from './vite-kernels'

type Row = readonly [figure: string, value: string]

const root = resolve(import.meta.dirname, '..')
const page = resolve(root, '.cache/graphs-page')

/** Builds the measuring worker as the app's own workers are built. */
async function buildPage(): Promise<void> {
  await build({
    root: resolve(root, 'scripts/bench-graphs'),
    configFile: false,
    base: './',
    logLevel: 'warn',
    publicDir: false,
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
    build: {
      target: 'es2023',
      outDir: page,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
    worker: { format: 'es', plugins: () => [kernels()] },
  })
  // The server takes its policy from there.
  copyFileSync(resolve(root, 'public/model-manifest.json'), resolve(page, 'model-manifest.json'))
}

async function measure(browser: Browser, url: string, request: TimingRequest): Promise<GraphTimings> {
  const tab = await browser.newPage()
  await tab.goto(url)
  await tab.locator('html[data-worker]').waitFor({ state: 'attached' })
  const answer = await tab.evaluate(
    (message) =>
      new Promise<{ timings?: GraphTimings; error?: string }>((done) => {
        const measuring = new Worker(document.documentElement.dataset['worker'] ?? '', { type: 'module' })
        measuring.onmessage = ({ data }) => { done(data as { timings?: GraphTimings; error?: string }) }
        measuring.onerror = (event) => { done({ error: event.message }) }
        measuring.postMessage(message)
      }),
    request,
  )
  await tab.close()
  if (answer.timings === undefined) throw new Error(answer.error)
  return answer.timings
}

function quantile(times: readonly number[], part: number): string {
  const sorted = times.toSorted((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN).toFixed(1)
}

function rowsOf(what: string, timings: Timings): Row[] {
  return Object.entries(timings).map(([way, times]) => [`${what}, ${way}`, `${quantile(times, 0.5)} ms, p95 ${quantile(times, 0.95)}`])
}

/** Medians and 95th percentiles of each graph's calls, as published and rewritten side by side, with 1 and 2 threads. */
export async function benchGraphs(): Promise<Row[]> {
  const { folder, structure } = benchBundle('A')
  await buildPage()
  const server = await startServer({ port: 0, dist: page, extraMounts: { '/bundle/': folder } })
  const browser = await chromium.launch(chromiumLaunch())
  const rows: Row[] = [['graphs: structure of the full-size int8 bundle', structure]]
  try {
    for (const threads of [1, 2]) {
      const request = { bundleUrl: `${server.url}bundle/`, files: readdirSync(folder), threads }
      const { prefills, steps, blocks, prompts } = await measure(browser, server.url, request)
      const label = `graphs, ${threads} thread${threads === 1 ? '' : 's'}`
      rows.push(...rowsOf(`${label}: LM prefill of 185 positions`, prefills), ...rowsOf(`${label}: LM + flow`, steps))
      for (const [size, timings] of Object.entries(blocks)) rows.push(...rowsOf(`${label}: decoder/frame, block ${size}`, timings))
      rows.push(...rowsOf(`${label}: encoder, 10 s`, prompts))
    }
  } finally {
    await browser.close()
    await server.close()
  }
  return rows
}
