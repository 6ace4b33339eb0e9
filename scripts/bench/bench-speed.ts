import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { checkpointOf, officialConfigurations } from '../fixtures/pocket-family'
import { tinyTokenizer } from '../fixtures/tiny-tokenizer'
import { withdrawProofs } from '../../e2e/support/withdraw-proofs'
import type { TakeFigures } from '../../src/shared/protocol/records'
import { benchBundle } from './bench-bundles'
import { cutPrompt, median, openWatched, PROMPT_SECONDS, watchMemory, type WatchedApp } from './bench-measure'
import { forgetPreparedVoices, stageMs } from './bench-pocket'
import type { RunningApp } from '../app/running-app'

// What a person waits for, in the built app on two threads, for each size of Pocket TTS with random weights; beside it what the
// official code (training/pocket-reference/speed.py) and ONNX Runtime take.

const MODELS = { '100m': 'english_2026-10', '18m': 'english_18m_2026-10', '7m': 'english_7m_2026-10', '2m': 'english_2m_2026-10' } as const
type Size = keyof typeof MODELS

const MEBIBYTE = 2 ** 20
/** 24 pieces of the small vocabulary: random weights find no end, so the guard stops them after 10 s. */
const SENTENCE = 'The river runs to the sea.'
const LONGEST_MS = 120_000
const reference = resolve(import.meta.dirname, '../../training/pocket-reference/speed.py')

/** A line of the table. */
type Figures = Readonly<Record<'sound per second' | 'first sound, warm' | 'first sound, cold' | `voice of ${typeof PROMPT_SECONDS} s` | 'memory added', string>>

/** `only` picks models and other ways by what their names contain; `python` runs the official code where it is installed. */
export async function* benchSpeed(running: RunningApp, { rounds, only, python }: { readonly rounds: number; readonly only: string; readonly python: string }): AsyncGenerator<string> {
  const columns: readonly (keyof Figures)[] = ['sound per second', 'first sound, warm', 'first sound, cold', `voice of ${PROMPT_SECONDS} s`, 'memory added']
  yield `| Pocket TTS, true sizes, random weights | ${columns.join(' | ')} |`
  yield `| --- |${columns.map(() => ' ---: |').join('')}`
  const line = (name: string, figures: Figures) => `| ${name} | ${columns.map((column) => figures[column]).join(' | ')} |`
  for (const size of (Object.keys(MODELS) as Size[]).filter((name) => name.includes(only))) {
    yield line(`${size}, kernels, two threads`, await benchModel(running, checkpointFiles(size), rounds))
  }
  if ('onnx runtime'.includes(only)) yield line('100m, ONNX Runtime on the published graphs, two threads', await benchModel(running, benchBundle('A').files, 1, withdrawProofs))
  if ('official'.includes(only)) {
    for (const official of officialTimes(python)) yield line(`${official.model}, official code, ${official.threads === 1 ? 'one thread' : 'two threads'}`, officialFigures(official))
  }
}

/** A checkpoint as its publisher would give it, whose speech does not end. */
function checkpointFiles(size: Size): readonly string[] {
  const folder = resolve(import.meta.dirname, '../../.cache/bench', `family-${size}`)
  const files = { 'model.safetensors': 'weights', 'tokenizer.model': 'pieces', 'config.json': 'configuration' }
  const paths = Object.keys(files).map((name) => join(folder, name))
  if (paths.every((path) => existsSync(path))) return paths
  const [, config, tensors] = officialConfigurations().find(([name]) => name === MODELS[size]) ?? []
  if (tensors === undefined) throw new Error(`There is no configuration ${MODELS[size]}.`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'model.safetensors'), checkpointOf(tensors))
  writeFileSync(join(folder, 'tokenizer.model'), tinyTokenizer())
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
  return paths
}

async function benchModel(running: RunningApp, files: readonly string[], rounds: number, before?: (page: WatchedApp['page']) => Promise<void>): Promise<Figures> {
  const watched = await openWatched(running)
  const { app, page } = watched
  await app.importModelFiles(files)
  await app.makeVoiceFromFile(await cutPrompt(), 'Bench')
  await app.chooseEngine(/from your disk/)
  await app.setThreads(2)
  // Whatever is found out once for a device and a model.
  await make(watched)
  await before?.(page)
  await page.evaluate(forgetPreparedVoices)
  const memory = watchMemory(watched)
  const reload = async () => {
    await page.reload()
    await app.ready()
  }
  await reload()
  const preparing = await make(watched)
  await reload()
  const cold = await make(watched)
  const warm: TakeFigures[] = []
  for (let round = 0; round < rounds; round++) warm.push(await make(watched))
  const peakBytes = memory.stop()
  await watched.close()
  return {
    'sound per second': (1 / median(warm.map(({ rtf }) => rtf))).toFixed(1),
    'first sound, warm': milliseconds(median(warm.map(({ ttfaMs }) => ttfaMs ?? NaN))),
    'first sound, cold': milliseconds(cold.ttfaMs ?? NaN),
    [`voice of ${PROMPT_SECONDS} s`]: `${(stageMs(preparing, 'prompt-encode', 'voice-prefill') / 1000).toFixed(2)} s`,
    'memory added': peakBytes === null || watched.blankBytes === null ? '-' : `${((peakBytes - watched.blankBytes) / MEBIBYTE).toFixed(0)} MiB`,
  }
}

/** Makes the sentence, and listens no longer than that takes. */
async function make({ app }: WatchedApp): Promise<TakeFigures> {
  await app.text.fill(SENTENCE)
  await app.speakButton.click()
  await app.stopButton.waitFor()
  await app.made(LONGEST_MS)
  const { figures } = await app.details()
  // All of it may have been heard meanwhile.
  await app.stopButton.click({ timeout: 1000 }).catch(() => undefined)
  return figures
}

interface OfficialTimes {
  readonly model: string
  readonly threads: 1 | 2
  readonly soundPerSecond: number
  readonly firstMs: number
  readonly promptMs: number
}

function officialTimes(python: string): readonly OfficialTimes[] {
  const { stdout, status } = spawnSync(python, [reference], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  if (status !== 0) throw new Error(`${python} could not run the official code; training/pocket-reference/README.md says what it needs.`)
  return stdout.trim().split('\n').map((text) => JSON.parse(text) as OfficialTimes)
}

function officialFigures({ soundPerSecond, firstMs, promptMs }: OfficialTimes): Figures {
  return {
    'sound per second': soundPerSecond.toFixed(1),
    'first sound, warm': `${milliseconds(firstMs)} (made)`,
    'first sound, cold': '-',
    [`voice of ${PROMPT_SECONDS} s`]: `${(promptMs / 1000).toFixed(2)} s`,
    'memory added': '-',
  }
}

const milliseconds = (value: number) => `${value.toFixed(0)} ms`
