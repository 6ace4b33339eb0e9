import { existsSync, readFileSync } from 'node:fs'

/** What one step of `npm test` found. */
export interface StepResult {
  readonly name: string
  /** Wall time. */
  readonly seconds: number
  /** With no `failed` it prepared others and tested nothing where it is 0. */
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Names of what failed. */
  readonly failures: readonly string[]
}

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: 'passed' | 'failed'
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

interface PlaywrightSuite {
  readonly title: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs?: readonly { readonly title: string; readonly ok: boolean }[]
}

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number }
  readonly errors: readonly { readonly message?: string }[]
  readonly suites: readonly PlaywrightSuite[]
}

function readJson(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}

/** A step that only passes or fails. */
export function plainResult(name: string, ok: boolean, seconds: number): StepResult {
  return { name, seconds, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, failures: ok ? [] : [name] }
}

/** A step that makes ready what others need: no test when it goes well, a failure when it does not. */
export function preparation(name: string, ok: boolean, seconds: number): StepResult {
  return { ...plainResult(name, ok, seconds), passed: 0 }
}

/** Counts of a Vitest JSON report. A file that could not even be loaded counts as one failure; so does no report. */
export function vitestResult(name: string, path: string, seconds: number): StepResult {
  const report = readJson(path) as VitestReport | null
  if (report === null) return plainResult(`${name} (no report)`, false, seconds)
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  const failed = report.testResults.flatMap(({ assertionResults }) => assertionResults.filter((test) => test.status === 'failed'))
  return {
    name,
    seconds,
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests,
    failures: [...failed.map(({ fullName }) => fullName), ...broken.map((file) => `${file.name} could not be run`)],
  }
}

function failedSpecs(suite: PlaywrightSuite): string[] {
  const own = (suite.specs ?? []).filter(({ ok }) => !ok).map(({ title }) => `${suite.title}: ${title}`)
  return [...own, ...(suite.suites ?? []).flatMap(failedSpecs)]
}

/** Counts of a Playwright JSON report. An error outside of any test counts as one failure; so does no report. */
export function playwrightResult(name: string, path: string, seconds: number): StepResult {
  const report = readJson(path) as PlaywrightReport | null
  if (report === null) return plainResult(`${name} (no report)`, false, seconds)
  const { stats, errors, suites } = report
  return {
    name,
    seconds,
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    failures: [...suites.flatMap(failedSpecs), ...errors.map(({ message }) => message ?? 'an error outside of the tests')],
  }
}

function stepLine({ name, seconds, passed, failed, skipped }: StepResult): string {
  const counts = passed + failed > 0 ? [`${passed} passed`, `${failed} failed`] : []
  const left = skipped > 0 ? [`${skipped} skipped`] : []
  return `${failed === 0 ? 'ok  ' : 'FAIL'} ${name}: ${[...counts, ...left, formatSeconds(seconds)].join(', ')}`
}

/** 75.4 is "1 min 15 s". */
function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/**
 * The summary of all steps, which took `seconds` together (less than their sum where some ran at once); its last line is
 * `N passed, N failed`.
 */
export function summary(results: readonly StepResult[], seconds: number): string {
  const total = (count: (result: StepResult) => number) => results.reduce((sum, result) => sum + count(result), 0)
  const skipped = total((result) => result.skipped)
  return [
    '',
    ...results.map(stepLine),
    ...results.flatMap(({ failures }) => failures.map((failure) => `     failed: ${failure}`)),
    `all of it: ${formatSeconds(seconds)}`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    `${total((result) => result.passed)} passed, ${total((result) => result.failed)} failed`,
  ].join('\n')
}
