/** `npm test`: everything that must hold, from the linter to the journeys in a real browser. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { E2E_REPORT } from '../../e2e/support/this-run'
import { buildIfStale } from '../app/build-app'
import { fetchStarterModel } from '../app/fetch-starter-model'
import { findChromium } from '../app/find-chromium'
import { plainResult, playwrightResult, summary, vitestResult, type StepResult } from './test-report'

const root = resolve(import.meta.dirname, '../..')
const reports = resolve(root, 'test-results')
const unitReport = resolve(reports, 'unit.json')
const journeyReport = resolve(root, E2E_REPORT)

const FIXTURES = ['e2e/fixtures/audio/kennedy.wav', 'e2e/fixtures/audio/allison.wav', 'e2e/fixtures/pocket-tiny/bundle.json']

const results: StepResult[] = []

/** Runs a tool of node_modules with its output on this terminal. */
function tool(script: string, ...args: string[]): boolean {
  // Building the app in this process sets NODE_ENV to production, and React's production build cannot be tested.
  const env = { ...process.env, NODE_ENV: undefined }
  const { status } = spawnSync(process.execPath, [resolve(root, 'node_modules', script), ...args], { cwd: root, stdio: 'inherit', env })
  return status === 0
}

/** Does what the later steps need; whatever it throws is one failure with its message. */
async function prepare(name: string, act: () => unknown): Promise<void> {
  console.log(`\n── ${name}`)
  try {
    await act()
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : thrown)
    results.push(plainResult(name, false))
  }
}

function check(name: string, act: () => boolean): boolean {
  console.log(`\n── ${name}`)
  return act()
}

mkdirSync(reports, { recursive: true })
for (const report of [unitReport, journeyReport]) rmSync(report, { force: true })

await prepare('Chromium', () => {
  console.log(findChromium())
})
await prepare('starter model', () => fetchStarterModel(console.log))
await prepare('fixtures', () => {
  const missing = FIXTURES.filter((path) => !existsSync(resolve(root, path)))
  if (missing.length > 0) throw new Error(`Missing: ${missing.join(', ')}. npm run fixtures makes the model bundle.`)
})
await prepare('build', buildIfStale)
const prepared = results.length === 0

results.push(plainResult('lint', check('lint', () => tool('eslint/bin/eslint.js', '.'))))
results.push(plainResult('types', check('types', () => tool('tsx/dist/cli.mjs', 'scripts/check/types.ts'))))

check('unit tests', () => tool('vitest/vitest.mjs', 'run', '--configLoader', 'runner', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`))
results.push(vitestResult('unit tests', unitReport))

if (prepared) {
  check('journeys', () => tool('@playwright/test/cli.js', 'test'))
  results.push(playwrightResult('journeys', journeyReport))
} else {
  results.push(plainResult('journeys (not run: see above)', false))
}

console.log(summary(results))
process.exitCode = results.every(({ failed }) => failed === 0) ? 0 : 1
