import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumLaunch } from '../../e2e/support/chromium-launch'
import type { GraphTimings, TimingRequest, Timings } from '../worker-pages/graph-timings/graph-timings'
import { benchBundle } from './bench-bundles'
import { askWorker, buildWorkerPage } from '../worker-pages/build-worker-page'
import { startServer } from '../app/serve'

type Row = readonly [figure: string, value: string]

const page = resolve(import.meta.dirname, '../../.cache/graphs-page')

function quantile(times: readonly number[], part: number): string {
  const sorted = times.toSorted((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN).toFixed(1)
}

function rowsOf(what: string, timings: Timings): Row[] {
  return Object.entries(timings).map(([way, times]) => [`${what}, ${way}`, `${quantile(times, 0.5)} ms, p95 ${quantile(times, 0.95)}`])
}

/** Medians and 95th percentiles of each graph's calls, as published and on the kernels side by side, with 1 and 2 threads. */
export async function benchGraphs(): Promise<Row[]> {
  const { folder, structure } = benchBundle('A')
  await buildWorkerPage('graph-timings', page)
  const server = await startServer({ port: 0, dist: page, extraMounts: { '/bundle/': folder } })
  const browser = await chromium.launch(chromiumLaunch())
  const rows: Row[] = [['graphs: structure of the full-size int8 bundle', structure]]
  try {
    for (const threads of [1, 2]) {
      const request: TimingRequest = { bundleUrl: `${server.url}bundle/`, files: readdirSync(folder), threads }
      const tab = await browser.newPage()
      const { prefills, steps, blocks, prompts } = await askWorker<GraphTimings>(tab, server.url, request)
      await tab.close()
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
