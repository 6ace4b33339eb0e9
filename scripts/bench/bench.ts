/** `npm run bench`: the figures to beat, as a table of medians. They are measured, not asserted: machines differ. */
import { parseArgs } from 'node:util'
import { benchFamily } from './bench-family'
import { benchGraphs } from './bench-graphs'
import { benchKernels } from './bench-kernels'
import { benchPocket } from './bench-pocket'
import { benchSpeed } from './bench-speed'
import { benchStarter, benchStarterNetwork, STARTER_SENTENCE } from './bench-starter'
import { BENCH_PROMPT, ms, openWatched } from './bench-measure'
import { benchTranscriber } from './bench-transcriber'
import { startApp, type RunningApp } from '../app/running-app'


const USAGE = 'npm run bench [-- --part start|starter|transcriber|pocket|speed|family|graphs|kernels …] [--rounds N] [--way WORDS: only such ways of Pocket TTS] [--python PROGRAM: has the official code, for speed] [--gpu: also on WebGPU] [--float32: also the starter’s float32 graph]'
const PARTS = ['start', 'starter', 'transcriber', 'pocket', 'speed', 'family', 'graphs', 'kernels'] as const

type Row = readonly [figure: string, value: string]

async function benchStart(running: RunningApp, rounds: number): Promise<Row[]> {
  const interactive: number[] = []
  const firstByte: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const watched = await openWatched(running)
    interactive.push(watched.interactiveMs)
    const arrived = watched.page.context().waitForEvent('response', (response) => response.url().includes('/models/'))
    await watched.app.makeVoiceFromFile(BENCH_PROMPT, 'Bench')
    await watched.app.text.fill(STARTER_SENTENCE)
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
    python: { type: 'string', default: 'python3' },
    gpu: { type: 'boolean', default: false },
    float32: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const benches = {
  start: list(benchStart),
  starter: list(async (running, count) => [...(await benchStarter(running, count)), ...(await benchStarterNetwork(count, values.float32, console.error))]),
  transcriber: list((_running, count) => benchTranscriber(count)),
  pocket: benchPocketTable,
  speed: (running: RunningApp, count: number) => benchSpeed(running, { rounds: count, only: values.way, python: values.python }),
  family: () => benchFamily(),
  graphs: list(benchGraphs),
  kernels: list((_running, count) => benchKernels(count)),
}
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
