import { existsSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumLaunch } from '../../e2e/support/chromium-launch'
import { loadPhonemizer } from '../../workers/inference/engines/kokoro/phonemes'
import { phonemeIds } from '../../workers/inference/engines/kokoro/vocabulary'
import { fetchStarterModel, starterFolder } from '../app/fetch-starter-model'
import type { RunningApp } from '../app/running-app'
import { startServer } from '../app/serve'
import { askWorker, buildWorkerPage } from '../worker-pages/build-worker-page'
import type { StarterTimingRequest, StarterTimings } from '../worker-pages/starter-timings/starter-timings'
import { BENCH_PROMPT, hearReading, longestTask, measureReading, median, ms, openWatched, type HeardReading } from './bench-measure'
import { fetchFloat32Starter, float32Graph } from './float32-starter'

type Row = readonly [figure: string, value: string]

/** Some 5 s of speech. */
export const STARTER_SENTENCE = 'The quick brown fox jumps over the lazy dog while the river runs quietly down to the sea.'

const MEBIBYTE = 2 ** 20

const mebibytes = (bytes: number) => `${(bytes / MEBIBYTE).toFixed(0)} MiB`

const page = resolve(import.meta.dirname, '../../.cache/starter-page')

/** The starter in the app: from the click to the sound. */
export async function benchStarter(running: RunningApp, rounds: number): Promise<Row[]> {
  const watched = await openWatched(running)
  await watched.app.makeVoiceFromFile(BENCH_PROMPT, 'Bench')
  const openedBytes = watched.memoryBytes()
  await watched.app.speak('This first reading fetches the model.')
  await watched.page.reload()
  await watched.app.ready()
  const cold = await hearReading(watched, STARTER_SENTENCE)
  const warm: HeardReading[] = []
  for (let round = 0; round < rounds; round += 1) warm.push(await hearReading(watched, STARTER_SENTENCE))
  // Apart, since watching the main thread takes time from the reading.
  const traced = await measureReading(watched, STARTER_SENTENCE)
  await watched.close()
  const figures = warm.map(({ details }) => details.figures)
  const peaks = [cold, ...warm].map(({ peakBytes }) => peakBytes).filter((bytes) => bytes !== null)
  const ttfa = figures.map(({ ttfaMs }) => ttfaMs).filter((value) => value !== null)
  return [
    ['starter: TTFA cold (model kept, engine not loaded)', cold.details.figures.ttfaMs === null ? '-' : ms([cold.details.figures.ttfaMs])],
    ['starter: TTFA warm', ttfa.length === 0 ? '-' : ms(ttfa)],
    ['starter: RTF (time per second of audio)', median(figures.map(({ rtf }) => rtf)).toFixed(2)],
    ['starter: underruns in all readings', String(figures.reduce((sum, { underruns }) => sum + underruns, 0))],
    ['starter: peak memory of the browser', peaks.length === 0 ? '-' : mebibytes(Math.max(...peaks))],
    ['starter: of that added to the open page', peaks.length === 0 || openedBytes === null ? '-' : mebibytes(Math.max(...peaks) - openedBytes)],
    ['starter: most work in a main-thread task while speaking', longestTask([traced])],
  ]
}

interface Way {
  readonly label: string
  readonly way: StarterTimingRequest['way']
  readonly graphUrl: string
}

/**
 * The network alone, in a worker, without player and page: seconds for a second of sound on the kernels, stage by stage, and on
 * ONNX Runtime in the same sitting, the ways one after the other. With `float32` also the published float32 graph (fetched once, 325 MB).
 */
export async function benchStarterNetwork(rounds: number, float32: boolean, report: (line: string) => void): Promise<Row[]> {
  await fetchStarterModel(report)
  if (float32 && !existsSync(float32Graph)) await fetchFloat32Starter(report)
  await buildWorkerPage('starter-timings', page)
  const ids = phonemeIds(await (await loadPhonemizer())(STARTER_SENTENCE, 'american'))
  const server = await startServer({ port: 0, dist: page, extraMounts: { '/starter/': starterFolder, '/development/': dirname(float32Graph) } })
  const browser = await chromium.launch(chromiumLaunch())
  const ways: readonly Way[] = [
    { label: 'kernels', way: 'kernels', graphUrl: `${server.url}starter/model.onnx` },
    { label: 'kernels without relaxed SIMD', way: 'baseline kernels', graphUrl: `${server.url}starter/model.onnx` },
    { label: 'ONNX Runtime, 8 bits', way: 'runtime', graphUrl: `${server.url}starter/model.onnx` },
    ...(float32 ? [{ label: 'ONNX Runtime, float32', way: 'runtime', graphUrl: `${server.url}development/${basename(float32Graph)}` } as const] : []),
  ]
  const rows: Row[] = []
  try {
    for (const threads of [1, 2]) {
      const factors: number[] = []
      for (const { label, way, graphUrl } of ways) {
        const tab = await browser.newPage()
        const request: StarterTimingRequest = { way, graphUrl, tableUrl: `${server.url}starter/voices/af_heart.bin`, ids, threads, rounds }
        const timings = await askWorker<StarterTimings>(tab, server.url, request)
        await tab.close()
        const title = (what: string) => `starter, ${threads === 1 ? '1 thread' : `${threads} threads`}, ${label}: ${what}`
        const factor = median(timings.seconds) / timings.audioSeconds
        const behind = factors.length === 0 ? '' : `, ${(factor / (factors[0] ?? NaN)).toFixed(1)} times the kernels'`
        factors.push(factor)
        rows.push([title(`real-time factor of ${timings.audioSeconds.toFixed(1)} s`), `${factor.toFixed(3)}${behind}`])
        if (way !== 'runtime') rows.push(...kernelRows(title, timings))
      }
    }
  } finally {
    await browser.close()
    await server.close()
  }
  return rows
}

function kernelRows(title: (what: string) => string, { stages, opening, longestSeconds, openSeconds, memoryBytes, audioSeconds }: StarterTimings): Row[] {
  const inMs = (seconds: number) => `${(seconds * 1000).toFixed(0)} ms`
  return [
    ...Object.entries(stages).map(([stage, seconds]): Row => [title(stage), `${((median(seconds) / audioSeconds) * 1000).toFixed(1)} ms for a second of sound`]),
    [title('opening of a reading made'), inMs(median(opening))],
    [title('longest time that no stop can arrive'), inMs(longestSeconds)],
    [title('network opened'), inMs(openSeconds)],
    [title('memory of the kernels'), mebibytes(memoryBytes)],
  ]
}
