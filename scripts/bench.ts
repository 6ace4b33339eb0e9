/** `npm run bench`: the figures to beat, as a table of medians. They are measured, not asserted: machines differ. */
import { existsSync, readdirSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { benchGraphs } from './bench-graphs'
import { measureReading, median, openWatched, type MeasuredReading } from './bench-measure'
import type { MainThreadTasks } from './main-thread-trace'
import { startApp, type RunningApp } from './running-app'

const root = resolve(import.meta.dirname, '..')
const PROMPT = resolve(root, 'e2e/fixtures/audio/kennedy.wav')
const POCKET_BUNDLE = resolve(root, '.cache/bench/pocket-full-int8')
const SENTENCE = 'The quick brown fox jumps over the lazy dog while the river runs quietly down to the sea.'
const MEBIBYTE = 2 ** 20

/** The random weights never end by themselves: 60 positions of 80 ms are 4.8 s of audio. */
const POCKET_POSITIONS = 60

const USAGE = 'npm run bench [-- --part start|starter|pocket|graphs …] [--rounds N]'
const PARTS = ['start', 'starter', 'pocket', 'graphs'] as const

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
  const cold = await measureReading(running, watched, SENTENCE)
  const warm = []
  for (let round = 0; round < rounds; round += 1) warm.push(await measureReading(running, watched, SENTENCE))
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

function pocketFiles(): string[] {
  if (!existsSync(join(POCKET_BUNDLE, 'bundle.json'))) {
    console.error('Making a full-size bundle with random weights …')
    const args = ['--full', '--int8', '--eos-at', String(POCKET_POSITIONS), '--out', POCKET_BUNDLE]
    const script = resolve(root, 'scripts/fixtures/build-fixtures.ts')
    const tsx = resolve(root, 'node_modules/tsx/dist/cli.mjs')
    const { status } = spawnSync(process.execPath, [tsx, script, ...args], { cwd: root, stdio: 'inherit' })
    if (status !== 0) throw new Error('The bundle could not be made.')
  }
  return readdirSync(POCKET_BUNDLE).map((name) => join(POCKET_BUNDLE, name))
}

async function benchPocket(running: RunningApp, rounds: number): Promise<Row[]> {
  const files = pocketFiles()
  const rows: Row[] = []
  for (const threads of [1, 2]) {
    const watched = await openWatched(running)
    await watched.app.importModelFiles(files)
    await watched.app.makeVoiceFromFile(PROMPT, 'Bench')
    await watched.app.chooseEngine(/from your disk/)
    await watched.app.setThreads(threads)
    const readings = []
    // The first reading also prepares the voice: its prompt stages are only there.
    for (let round = 0; round <= rounds; round += 1) readings.push(await measureReading(running, watched, SENTENCE))
    await watched.close()
    const label = `pocket, ${threads} thread${threads === 1 ? '' : 's'}`
    const stages = new Set(readings.flatMap(({ details }) => details.figures.stages.map(({ stage }) => stage)))
    for (const stage of stages) {
      const timings = readings.flatMap(({ details }) => details.figures.stages.filter((timing) => timing.stage === stage))
      const each = timings.map(({ totalMs, frames, calls }) => totalMs / (frames || calls || 1))
      const unit = timings.some(({ frames }) => frames > 0) ? 'ms/frame' : 'ms/call'
      rows.push([`${label}: ${stage}`, `${median(each).toFixed(1)} ${unit}`])
    }
    const warm = readings.slice(1)
    const ttfa = warm.map(({ details }) => details.figures.ttfaMs).filter((value) => value !== null)
    const peaks = readings.map(({ peakBytes }) => peakBytes).filter((bytes) => bytes !== null)
    rows.push([`${label}: RTF`, median(warm.map(({ details }) => details.figures.rtf)).toFixed(2)])
    rows.push([`${label}: TTFA warm`, ttfa.length === 0 ? '-' : ms(ttfa)])
    rows.push([`${label}: peak memory of the browser`, peaks.length === 0 ? '-' : `${(Math.max(...peaks) / MEBIBYTE).toFixed(0)} MiB`])
    rows.push([`${label}: most work in a main-thread task`, longestTask(readings)])
  }
  return rows
}

const { values } = parseArgs({
  options: {
    part: { type: 'string', multiple: true, default: [...PARTS] },
    rounds: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const benches = { start: benchStart, starter: benchStarter, pocket: benchPocket, graphs: benchGraphs }
const unknown = values.part.find((part) => !(part in benches))
if (values.help || unknown !== undefined || !(rounds >= 1)) {
  console.log(USAGE)
  process.exitCode = values.help ? 0 : 2
} else {
  const running = await startApp({ report: console.error })
  try {
    for (const part of PARTS.filter((name) => values.part.includes(name))) {
      const rows = await benches[part](running, rounds)
      for (const [figure, value] of rows) console.log(`| ${figure.padEnd(56)} | ${value.padStart(28)} |`)
    }
  } finally {
    await running.close()
  }
}
