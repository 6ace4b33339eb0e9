/** `npm test`: everything that must hold, from the linter to the journeys in a real browser. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { BROWSER_NAMES, missingFor } from '../../e2e/support/browsers/started-browsers'
import { E2E_REPORT } from '../../e2e/support/this-run'
import { fetchStarterModel } from '../app/fetch-starter-model'
import { findChromium } from '../app/chromium-path'
import { isMissing } from '../testing/export/ffprobe'
import { plainResult, playwrightResult, preparation, summary, vitestResult, type StepResult } from './test-report'

const root = resolve(import.meta.dirname, '../..')
const reports = resolve(root, 'test-results')
const unitReport = resolve(reports, 'unit.json')
const journeyReport = resolve(root, E2E_REPORT)

const FIXTURES = ['e2e/fixtures/audio/kennedy.wav', 'e2e/fixtures/audio/allison.wav', 'e2e/fixtures/pocket-tiny/bundle.json']

/** A tool of node_modules and its arguments. */
type Command = readonly [script: string, ...args: string[]]
/** What is known of a step once its tool has ended. */
type Outcome = (ok: boolean, seconds: number) => StepResult

const startedAt = performance.now()
const secondsSince = (startMs: number) => (performance.now() - startMs) / 1000
const heading = (name: string) => { console.log(`\n── ${name}`) }

function start([script, ...args]: Command, output: 'inherit' | 'pipe') {
  const child = spawn(process.execPath, [resolve(root, 'node_modules', script), ...args], { cwd: root, stdio: ['ignore', output, output] })
  const ended = new Promise<boolean>((resolveEnd, reject) => {
    child.on('error', reject)
    child.on('close', (status) => { resolveEnd(status === 0) })
  })
  return { child, ended }
}

/** Runs a tool alone, with its output on this terminal. */
async function runAlone(name: string, command: Command, outcome: Outcome): Promise<StepResult> {
  heading(name)
  const startMs = performance.now()
  const ok = await start(command, 'inherit').ended
  return outcome(ok, secondsSince(startMs))
}

/** Runs a tool while others run: what it says is printed in one piece when it has ended. */
async function runBeside(name: string, command: Command, outcome: Outcome): Promise<StepResult> {
  const startMs = performance.now()
  const { child, ended } = start(command, 'pipe')
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null)
  const [ok, ...said] = await Promise.all([ended, ...streams.map((stream) => text(stream))])
  heading(name)
  console.log(said.join('').trimEnd())
  return outcome(ok, secondsSince(startMs))
}

/** Does what the later steps need; whatever it throws is one failure with its message. */
async function prepare(name: string, act: () => unknown): Promise<StepResult> {
  const startMs = performance.now()
  heading(name)
  try {
    await act()
    return preparation(name, true, secondsSince(startMs))
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : thrown)
    return preparation(name, false, secondsSince(startMs))
  }
}

const lint = () => runBeside('lint', ['eslint/bin/eslint.js', '.'], (ok, seconds) => plainResult('lint', ok, seconds))

async function buildThenTypes(): Promise<readonly [build: StepResult, types: StepResult]> {
  const build = await runBeside('build', ['tsx/dist/cli.mjs', 'scripts/app/build-app.ts'], (ok, seconds) => preparation('build', ok, seconds))
  const types = await runBeside('types', ['tsx/dist/cli.mjs', 'scripts/check/types.ts'], (ok, seconds) => plainResult('types', ok, seconds))
  return [build, types]
}

const unitTests = () =>
  runAlone(
    'unit tests',
    ['vitest/vitest.mjs', 'run', '--configLoader', 'runner', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
    (_, seconds) => vitestResult('unit tests', unitReport, seconds),
  )

/** A journey waits for sound, timers and the disk while another one computes. */
const JOURNEYS_AT_ONCE = Math.min(4, availableParallelism())

/** The journeys of one project of `playwright.config.ts`; those that are timed run one by one. */
async function journeysOf(project: 'journeys' | 'timed'): Promise<StepResult> {
  const name = project === 'timed' ? 'timed journeys' : 'journeys'
  if (!prepared) return plainResult(`${name} (not run: see above)`, false, 0)
  rmSync(journeyReport, { force: true })
  const workers = project === 'timed' ? 1 : JOURNEYS_AT_ONCE
  return runAlone(name, ['@playwright/test/cli.js', 'test', `--project=${project}`, `--workers=${workers}`], (_, seconds) => playwrightResult(name, journeyReport, seconds))
}

mkdirSync(reports, { recursive: true })
rmSync(unitReport, { force: true })

const needs = [
  await prepare('browsers', () => {
    console.log(findChromium())
    for (const name of BROWSER_NAMES) {
      const missing = missingFor(name)
      if (missing === null) continue
      const words = `${name} is not installed here (${missing})`
      // CI has them all.
      if (process.env['CI'] !== undefined) throw new Error(words)
      console.log(`${words}: its journey is skipped.`)
    }
  }),
  await prepare('ffprobe', () => {
    if (!isMissing('ffprobe')) return
    const words = 'ffprobe is not installed here (apt-get install ffmpeg)'
    if (process.env['CI'] !== undefined) throw new Error(words)
    console.log(`${words}: files that the app writes are not opened by another program.`)
  }),
  await prepare('starter model', () => fetchStarterModel(console.log)),
  await prepare('fixtures', () => {
    const missing = FIXTURES.filter((path) => !existsSync(resolve(root, path)))
    if (missing.length > 0) throw new Error(`Missing: ${missing.join(', ')}. npm run fixtures makes the model bundle.`)
  }),
]

// Each of these keeps one processor busy: two run at once.
const [linted, [built, typed]] = await Promise.all([lint(), buildThenTypes()])
const unit = await unitTests()
const prepared = [...needs, built].every(({ failed }) => failed === 0)

const results = [...needs, built, linted, typed, unit, await journeysOf('journeys'), await journeysOf('timed')]
console.log(summary(results, secondsSince(startedAt)))
process.exitCode = results.every(({ failed }) => failed === 0) ? 0 : 1
