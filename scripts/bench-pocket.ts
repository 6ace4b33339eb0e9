import { resolve } from 'node:path'
import type { Page } from '@playwright/test'
import type { TakeFigures } from '../src/protocol/records'
import { benchBundle, type BenchBundle, type BenchContract } from './bench-bundles'
import { measureReading, median, openWatched, type MeasuredReading, type WatchedApp } from './bench-measure'
import type { RunningApp } from './running-app'

/** One way to run a model, from the click on: a line of the table. */
export interface PocketRow {
  readonly way: string
  readonly threads: number
  readonly figures: Readonly<Record<string, string>>
}

const MEBIBYTE = 2 ** 20
const PROMPT = resolve(import.meta.dirname, '../e2e/fixtures/audio/kennedy.wav')
/** About 24 pieces of the bundles' small vocabulary: random weights find no end, so the guard stops them after some 10 s. */
const SENTENCE = 'The river runs to the sea.'

/** Which of the app's own proofs are withdrawn, so that the model runs as it would without them. */
const ways = {
  A: [
    { way: 'A, our kernels (default)', withdraws: null },
    { way: 'A, rewritten at load', withdraws: /^verdict\/kernels-/ },
    { way: 'A, as published', withdraws: /^verdict\/(kernels|rewrite)-/ },
  ],
  C: [{ way: 'C, as published', withdraws: null }],
} as const

/** Speaks a sentence of about 10 s in the built app, in every way, with one thread and with two. */
export async function benchPocket(running: RunningApp, rounds: number): Promise<readonly PocketRow[]> {
  const rows: PocketRow[] = []
  for (const threads of [1, 2]) {
    for (const contract of ['A', 'C'] as const) rows.push(...(await benchContract(running, rounds, contract, threads)))
  }
  return rows
}

async function benchContract(running: RunningApp, rounds: number, contract: BenchContract, threads: number): Promise<PocketRow[]> {
  const bundle = benchBundle(contract)
  const watched = await openWatched(running)
  const { app, page } = watched
  await app.importModelFiles(bundle.files)
  await app.makeVoiceFromFile(PROMPT, 'Bench')
  await app.chooseEngine(/from your disk/)
  await app.setThreads(threads)
  // Proves what can be proven about these files; that happens once per device and is not what is measured.
  await app.speak(SENTENCE)
  const rows: PocketRow[] = []
  for (const { way, withdraws } of ways[contract]) {
    if (withdraws !== null) await page.evaluate(withdraw, withdraws.source)
    rows.push({ way: `${way}, ${bundle.structure} structure`, threads, figures: await benchWay(running, watched, rounds, bundle) })
  }
  await watched.close()
  return rows
}

async function benchWay(running: RunningApp, watched: WatchedApp, rounds: number, bundle: BenchBundle): Promise<PocketRow['figures']> {
  await watched.page.evaluate(forgetPreparedVoices)
  await reload(watched.page, watched)
  const first = await measureReading(running, watched, SENTENCE)
  await reload(watched.page, watched)
  const cold = await measureReading(running, watched, SENTENCE)
  const warm: MeasuredReading[] = []
  for (let round = 0; round < rounds; round += 1) warm.push(await measureReading(running, watched, SENTENCE))
  const figures = warm.map(({ details }) => details.figures)
  const peaks = [first, cold, ...warm].map(({ peakBytes }) => peakBytes).filter((bytes) => bytes !== null)
  return {
    'voice of the prompt': seconds(stageMs([first.details.figures], 'prompt-encode', 'voice-prefill')[0]),
    'LM + flow, ms/frame': perFrame(figures, 'lm', 'flow', 'lm-flow', 'fused'),
    'decoder, ms/frame': perFrame(figures, 'decode'),
    'TTFA cold': milliseconds([cold.details.figures.ttfaMs]),
    'TTFA warm': milliseconds(figures.map(({ ttfaMs }) => ttfaMs)),
    RTF: median(figures.map(({ rtf }) => rtf)).toFixed(2),
    'audio': seconds(1000 * median(figures.map(({ audioSeconds }) => audioSeconds))),
    'underruns': String(figures.reduce((sum, { underruns }) => sum + underruns, 0)),
    'peak memory': peaks.length === 0 ? '-' : `${(Math.max(...peaks) / MEBIBYTE).toFixed(0)} MiB`,
    download: `${(bundle.bytes / 1e6).toFixed(1)} MB`,
  }
}

async function reload(page: Page, { app }: WatchedApp): Promise<void> {
  await page.reload()
  await app.ready()
}

function stageMs(readings: readonly TakeFigures[], ...stages: readonly string[]): number[] {
  return readings.map((figures) =>
    figures.stages.filter(({ stage }) => stages.includes(stage)).reduce((sum, { totalMs }) => sum + totalMs, 0))
}

/** The stages' time for one frame of 80 ms. */
function perFrame(readings: readonly TakeFigures[], ...stages: readonly string[]): string {
  const each = readings.map((figures, i) => {
    const frames = Math.max(0, ...figures.stages.filter(({ stage }) => stages.includes(stage)).map((timing) => timing.frames))
    return (stageMs(readings, ...stages)[i] ?? NaN) / frames
  })
  return median(each).toFixed(1)
}

function milliseconds(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? '-' : `${median(known).toFixed(0)} ms`
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? '-' : `${(ms / 1000).toFixed(2)} s`
}

/** Runs in the page: turns every remembered verdict whose key fits into "does not hold". */
async function withdraw(pattern: string): Promise<void> {
  await new Promise<void>((done, failed) => {
    const opening = indexedDB.open('myna')
    opening.onerror = () => { failed(new Error('no database')) }
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('settings', 'readwrite')
      const settings = transaction.objectStore('settings')
      const keys = settings.getAllKeys()
      keys.onsuccess = () => {
        for (const key of keys.result) if (typeof key === 'string' && new RegExp(pattern).test(key)) settings.put(false, key)
      }
      transaction.oncomplete = () => {
        opening.result.close()
        done()
      }
    }
  })
}

/** Runs in the page: the next reading prepares its voice again. */
async function forgetPreparedVoices(): Promise<void> {
  await new Promise<void>((done, failed) => {
    const opening = indexedDB.open('myna')
    opening.onerror = () => { failed(new Error('no database')) }
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('preparedVoices', 'readwrite')
      transaction.objectStore('preparedVoices').clear()
      transaction.oncomplete = () => {
        opening.result.close()
        done()
      }
    }
  })
}
