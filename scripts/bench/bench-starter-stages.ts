import { resolve } from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumLaunch } from '../../e2e/support/chromium-launch'
import { starterFolder } from '../app/fetch-starter-model'
import { startServer } from '../app/serve'
import { askWorker, buildWorkerPage } from '../worker-pages/build-worker-page'
import type { StageRequest, StageTimes } from '../worker-pages/starter-stages/starter-stages'

type Row = readonly [figure: string, value: string]

const page = resolve(import.meta.dirname, '../../.cache/starter-stages-page')

/** What each stage of the starter's sound network takes in Chromium, with one thread and with two. */
export async function benchStarterStages(seconds: number, rounds: number): Promise<Row[]> {
  await buildWorkerPage('starter-stages', page)
  const server = await startServer({ port: 0, dist: page, extraMounts: { '/starter/': starterFolder } })
  const browser = await chromium.launch(chromiumLaunch())
  try {
    const rows: Row[] = []
    for (const threads of [1, 2]) {
      const request: StageRequest = { model: `${server.url}starter/model.onnx`, threads, seconds, rounds }
      const tab = await browser.newPage()
      const times = await askWorker<StageTimes>(tab, server.url, request)
      await tab.close()
      const title = (what: string) => `starter, ${times.lanes === 1 ? 'one thread' : `${times.lanes} threads`}: ${what}`
      rows.push(
        ...Object.entries(times.stages).map(([stage, ms]): Row => [title(stage), `${(ms / seconds).toFixed(1)} ms for a second of sound`]),
        [title('sound network'), `real-time factor ${(times.totalMs / 1000 / seconds).toFixed(3)}, unreachable for ${times.longestMs.toFixed(0)} ms at most`],
        [title('opening'), `${times.openMs.toFixed(0)} ms, ${(times.memoryBytes / 2 ** 20).toFixed(0)} MiB after a sentence of ${seconds} s`],
      )
    }
    return rows
  } finally {
    await browser.close()
    await server.close()
  }
}
