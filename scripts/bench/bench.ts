/** `npm run bench`: the figures to beat, as a table of medians. They are measured, not asserted: machines differ. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { benchGraphs } from './bench-graphs'
import { benchKernels } from './bench-kernels'
import { benchPocket } from './bench-pocket'
import { benchStarterStages } from './bench-starter-stages'
import { measureReading, median, openWatched, type MeasuredReading } from './bench-measure'
import type { MainThreadTasks } from './main-thread-trace'
import { startApp, type RunningApp } from '../app/running-app'

const PROMPT = resolve(import.meta.dirname, '../../e2e/fixtures/audio/kennedy.wav')
const SENTENCE = 'The quick brown fox jumps over the lazy dog while the river runs quietly down to the sea.'
/** Of the sentence whose stages are timed. */
const SENTENCE_SECONDS = 5
const MEBIBYTE = 2 ** 20

const USAGE = 'npm run bench [-- --part start|starter|pocket|graphs|kernels …] [--rounds N] [--way WORDS: only such ways of Pocket TTS] [--gpu: also on WebGPU]'
const PARTS = ['start', 'starter', 'pocket', 'graphs', 'kernels'] as const

type Row = readonly [figure: string, value: string]

const ms = (values: readonly number[]) => `${median(values).toFixed(0)} ms`
/** Work is the page's own; the clock also counts waiting for a processor that others hold. */
const longestTask = (readings: readonly MeasuredReading[]): string => {
  const longest = (figure: keyof MainThreadTasks) => Math.max(...readings.map(({ tasks }) => tasks[figure])).toFixed(0)
  return `${longest('longestWorkMs')} ms (${longest('longestMs')} ms by the clock)`
}

async function benchStart(running: RunningApp, rounds: number): Promise<Row[]> {
  const interactive: number[] = []
  const firstByte: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const watched = await openWatched(running)
    interactive.push(watched.interactiveMs)
    const arrived = watched.page.context().waitForEvent('response', (response) => response.url().includes('/models/'))
    await watched.app.makeVoiceFromFile(PROMPT, 'Bench')
    await watched.app.text.fill(SENTENCE)
    await watched.app.speakButton.click()
    const accept = watched.app.downloadDialog.getByRole('button', { name: 'Accept and download' })
    await accept.waitFor()
    const clickedAt = performance.now()
    await accept.click()
    await arrived
    firstByte.push(performance.now() - clickedAt)
    await watched.close()
  }
  return [
    ['cold start to interactive', ms(interactive)],
    ['accepted download to first model byte', ms(firstByte)],
  ]
}

async function benchStarter(running: RunningApp, rounds: number): Promise<Row[]> {
  const watched = await openWatched(running)
  await watched.app.makeVoiceFromFile(PROMPT, 'Bench')
  await watched.app.speak('This first reading fetches the model.')
  await watched.page.reload()
  await watched.app.ready()
  const cold = await measureReading(watched, SENTENCE)
  const warm = []
  for (let round = 0; round < rounds; round += 1) warm.push(await measureReading(watched, SENTENCE))
  await watched.close()
  const figures = warm.map(({ details }) => details.figures)
  const peaks = [cold, ...warm].map(({ peakBytes }) => peakBytes).filter((bytes) => bytes !== null)
  const ttfa = figures.map(({ ttfaMs }) => ttfaMs).filter((value) => value !== null)
  return [
    ['starter: TTFA cold (model kept, engine not loaded)', cold.details.figures.ttfaMs === null ? '-' : ms([cold.details.figures.ttfaMs])],
    ['starter: TTFA warm', ttfa.length === 0 ? '-' : ms(ttfa)],
    ['starter: RTF (time per second of audio)', median(figures.map(({ rtf }) => rtf)).toFixed(2)],
    ['starter: underruns in all readings', String(figures.reduce((sum, { underruns }) => sum + underruns, 0))],
    ['starter: peak memory of the browser', peaks.length === 0 ? '-' : `${(Math.max(...peaks) / MEBIBYTE).toFixed(0)} MiB`],
    ['starter: most work in a main-thread task while speaking', longestTask([cold, ...warm])],
  ]
}

/** One table: a line for each way to run the same weights, columns for what it costs. */
async function* benchPocketTable(running: RunningApp, rounds: number): AsyncGenerator<string> {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  let columns: readonly string[] | null = null
  for await (const { way, threads, figures } of benchPocket(running, { rounds, only: values.way, gpu: values.gpu })) {
    if (columns === null) {
      columns = Object.keys(figures)
      yield line(['Pocket TTS, full size, random weights (int8 where nothing else is said)', 'threads', ...columns])
      yield line(['---', ...['threads', ...columns].map(() => '---:')])
    }
    yield line([way, String(threads), ...columns.map((column) => figures[column] ?? '-')])
  }
}

/** Two columns: a figure and its value. */
function list(bench: (running: RunningApp, rounds: number) => Promise<readonly Row[]>) {
  return async function* (running: RunningApp, rounds: number): AsyncGenerator<string> {
    for (const [figure, value] of await bench(running, rounds)) yield `| ${figure.padEnd(56)} | ${value.padStart(28)} |`
  }
}

const { values } = parseArgs({
  options: {
    part: { type: 'string', multiple: true, default: [...PARTS] },
    rounds: { type: 'string', default: '3' },
    way: { type: 'string', default: '' },
    gpu: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const benches = { start: list(benchStart), starter: list(async (running, count) => [...(await benchStarter(running, count)), ...(await benchStarterStages(SENTENCE_SECONDS, count))]), pocket: benchPocketTable, graphs: list(benchGraphs), kernels: list((_running, count) => benchKernels(count)) }
const unknown = values.part.find((part) => !(part in benches))
if (values.help || unknown !== undefined || !(rounds >= 1)) {
  console.log(USAGE)
  process.exitCode = values.help ? 0 : 2
} else {
  const running = await startApp({ report: console.error, webGpu: values.gpu })
  try {
    for (const part of PARTS.filter((name) => values.part.includes(name))) {
      // At once: a long run that breaks off has shown what it measured.
      for await (const line of benches[part](running, rounds)) console.log(line)
      console.log()
    }
  } finally {
    await running.close()
  }
}
