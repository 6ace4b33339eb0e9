import { withdrawProofs } from '../../e2e/support/withdraw-proofs'
import type { StageTiming } from '../../src/shared/protocol/engine'
import type { TakeFigures } from '../../src/shared/protocol/records'
import { benchBundle, type BenchBundle, type BenchContract } from './bench-bundles'
import { measureCancels, watchCancels, type CancelTimes } from './bench-cancel'
import { cutPrompt, hearReading, LONGEST_READING_MS, median, openWatched, PROMPT_SECONDS, type HeardReading, type WatchedApp } from './bench-measure'
import type { RunningApp } from '../app/running-app'

/** One way to run a model, from the click on: a line of the table. */
export interface PocketRow {
  readonly way: string
  readonly threads: number
  readonly figures: Readonly<Record<string, string>>
}

const MEBIBYTE = 2 ** 20
/** 24 pieces of the bundles' small vocabulary: random weights find no end, so the guard stops them after 10 s. */
const SENTENCE = 'The river runs to the sea.'
/** The same for an imitated GPU, on which a frame takes seconds: a reading of 3 s. */
const WORD = 'A.'

const ways: Readonly<Record<BenchContract, readonly Way[]>> = {
  A: [
    { way: 'A, our kernels (default)', proven: true },
    { way: 'A, as published', proven: false },
  ],
  'A float32': [{ way: 'A in float32 on WebGPU', proven: true }],
}

interface Way {
  readonly way: string
  /** False for the way that the app takes where its kernels did not compute what the published graphs do. */
  readonly proven: boolean
}

export interface PocketBench {
  readonly rounds: number
  /** Only ways whose name contains this. */
  readonly only: string
  /** Whether the browser offers its GPU, or an imitation, and is to be tried on it. */
  readonly gpu: boolean
}

/** Speaks a sentence of about 10 s in the built app, in every way, with one thread and with two. */
export async function* benchPocket(running: RunningApp, { rounds, only, gpu }: PocketBench): AsyncGenerator<PocketRow> {
  const prompt = await cutPrompt()
  for (const threads of [1, 2]) {
    for (const contract of gpu && threads === 2 ? (['A', 'A float32'] as const) : (['A'] as const)) {
      const chosen = ways[contract].filter(({ way }) => way.includes(only))
      if (chosen.length > 0) yield* benchContract(running, { contract, chosen, threads, rounds, prompt })
    }
  }
}

interface ContractBench {
  readonly contract: BenchContract
  readonly chosen: readonly Way[]
  readonly threads: number
  readonly rounds: number
  /** Path of a WAV. */
  readonly prompt: string
}

async function* benchContract(running: RunningApp, { contract, chosen, threads, rounds, prompt }: ContractBench): AsyncGenerator<PocketRow> {
  const bundle = benchBundle(contract)
  const watched = await openWatched(running)
  const { app, page } = watched
  await watchCancels(page)
  await app.importModelFiles(bundle.files)
  await app.makeVoiceFromFile(prompt, 'Bench')
  await app.chooseEngine(/from your disk/)
  await app.setThreads(threads)
  const onGpu = contract === 'A float32'
  if (onGpu) await app.computeWith('GPU (WebGPU)')
  const adapter = onGpu ? await page.evaluate(describeAdapter) : null
  const text = adapter?.software ? WORD : SENTENCE
  // Proves what can be proven about these files; that happens once per device and is not what is measured.
  try {
    await app.speak(text, LONGEST_READING_MS)
  } catch (thrown) {
    if (!adapter?.software) throw thrown
    yield { way: `${chosen[0]?.way}${adapterWords(adapter)}: no reading of 3 s within ${LONGEST_READING_MS / 60_000} minutes`, threads, figures: {} }
    await watched.close()
    return
  }
  for (const { way, proven } of chosen) {
    if (!proven) await withdrawProofs(page)
    yield { way: `${way}${adapterWords(adapter)}, ${bundle.structure} structure`, threads, figures: await benchWay(watched, { rounds, bundle, text }) }
  }
  await watched.close()
}

interface AdapterName {
  readonly name: string
  readonly software: boolean
}

function adapterWords(adapter: AdapterName | null): string {
  if (adapter === null) return ''
  return `: ${adapter.name}${adapter.software ? ' (a software adapter)' : ''}`
}

interface WayBench {
  readonly rounds: number
  readonly bundle: BenchBundle
  /** What is spoken. */
  readonly text: string
}

async function benchWay(watched: WatchedApp, { rounds, bundle, text }: WayBench): Promise<PocketRow['figures']> {
  const { page, blankBytes } = watched
  await page.evaluate(forgetPreparedVoices)
  await reload(watched)
  const preparing = await hearReading(watched, text)
  await reload(watched)
  const cold = await hearReading(watched, text)
  const warm: HeardReading[] = []
  for (let round = 0; round < rounds; round += 1) warm.push(await hearReading(watched, text))
  const figures = warm.map(({ details }) => details.figures)
  const inSpeech = await measureCancels(watched, text, { times: rounds, firstAfterMs: 500, stepMs: 370 })
  const inPreparation = await measureCancels(watched, text, {
    times: rounds,
    firstAfterMs: 150,
    stepMs: stageMs(preparing.details.figures, 'prompt-encode', 'voice-prefill') / rounds,
    before: () => page.evaluate(forgetPreparedVoices),
  })
  return {
    [`voice of ${PROMPT_SECONDS} s`]: `${(stageMs(preparing.details.figures, 'prompt-encode', 'voice-prefill') / 1000).toFixed(2)} s`,
    'LM + flow, ms/frame (p95)': perFrame(figures, ['lm', 'flow'], ['lm-flow']),
    'decoder, ms/frame (p95)': perFrame(figures, ['decode']),
    'TTFA cold': milliseconds([cold.details.figures.ttfaMs]),
    'TTFA warm': milliseconds(figures.map(({ ttfaMs }) => ttfaMs)),
    'RTF': median(figures.map(({ rtf }) => rtf)).toFixed(2),
    'audio': `${median(figures.map(({ audioSeconds }) => audioSeconds)).toFixed(1)} s`,
    'underruns': String(figures.reduce((sum, { underruns }) => sum + underruns, 0)),
    'memory added, preparing': added([preparing], blankBytes),
    'memory added, speaking': added(warm, blankBytes),
    'stop in speech': worst(inSpeech),
    'stop in preparation': worst(inPreparation),
    'download': `${(bundle.bytes / 1e6).toFixed(1)} MB`,
  }
}

async function reload({ app, page }: WatchedApp): Promise<void> {
  await page.reload()
  await app.ready()
}

/** Milliseconds of some stages together. */
export function stageMs({ stages }: TakeFigures, ...names: readonly string[]): number {
  return stages.filter(({ stage }) => names.includes(stage)).reduce((sum, { totalMs }) => sum + totalMs, 0)
}

/** Median and 95th percentile of one frame of 80 ms, in the first of the groups of stages that ran; of several stages their sum. */
function perFrame(readings: readonly TakeFigures[], ...groups: readonly (readonly string[])[]): string {
  const ran = groups.map((names) => readings.map(({ stages }) => stages.filter(({ stage }) => names.includes(stage)))).find((each) => each.flat().length > 0)
  if (ran === undefined) return '-'
  const figure = (of: (timing: StageTiming) => number | undefined) =>
    median(ran.map((stages) => stages.reduce((sum, timing) => sum + (of(timing) ?? NaN), 0))).toFixed(1)
  return `${figure(({ spread }) => spread?.medianMs)} (${figure(({ spread }) => spread?.p95Ms)})`
}

function milliseconds(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? '-' : `${median(known).toFixed(0)} ms`
}

/** What the app takes beyond a browser with a blank page, at its peak. */
function added(readings: readonly HeardReading[], blankBytes: number | null): string {
  const peaks = readings.map(({ peakBytes }) => peakBytes).filter((bytes) => bytes !== null)
  return peaks.length === 0 || blankBytes === null ? '-' : `${((Math.max(...peaks) - blankBytes) / MEBIBYTE).toFixed(0)} MiB`
}

/** The longest time from the click to a worker that is free again; marked where that took a fresh one. */
function worst(times: readonly CancelTimes[]): string {
  const longest = times.toSorted((a, b) => b.ms - a.ms)[0]
  return longest === undefined ? '-' : `${longest.ms.toFixed(0)} ms${times.some(({ replaced }) => replaced) ? ' (new worker)' : ''}`
}

/** Runs in the page. */
async function describeAdapter(): Promise<AdapterName> {
  const info = (await navigator.gpu.requestAdapter())?.info
  const software = /swiftshader|llvmpipe/i.test(`${info?.architecture} ${info?.description}`)
  return { name: `${info?.vendor} ${info?.architecture}`, software }
}

/** Runs in the page: the next reading prepares its voice again. */
export async function forgetPreparedVoices(): Promise<void> {
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
