import { existsSync, readFileSync } from 'node:fs'

/** What one step of `npm test` found. */
export interface StepResult {
  readonly name: string
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
export function plainResult(name: string, ok: boolean): StepResult {
  return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, failures: ok ? [] : [name] }
}

/** Counts of a Vitest JSON report. A file that could not even be loaded counts as one failure; so does no report. */
export function vitestResult(name: string, path: string): StepResult {
  const report = readJson(path) as VitestReport | null
  if (report === null) return plainResult(`${name} (no report)`, false)
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  const failed = report.testResults.flatMap(({ assertionResults }) => assertionResults.filter((test) => test.status === 'failed'))
  return {
    name,
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
export function playwrightResult(name: string, path: string): StepResult {
  const report = readJson(path) as PlaywrightReport | null
  if (report === null) return plainResult(`${name} (no report)`, false)
  const { stats, errors, suites } = report
  return {
    name,
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    failures: [...suites.flatMap(failedSpecs), ...errors.map(({ message }) => message ?? 'an error outside of the tests')],
  }
}

/** The summary of all steps; its last line is `N passed, N failed`. */
export function summary(results: readonly StepResult[]): string {
  const total = (count: (result: StepResult) => number) => results.reduce((sum, result) => sum + count(result), 0)
  const skipped = total((result) => result.skipped)
  return [
    '',
    ...results.map((result) => {
      const left = result.skipped > 0 ? `, ${result.skipped} skipped` : ''
      return `${result.failed === 0 ? 'ok  ' : 'FAIL'} ${result.name}: ${result.passed} passed, ${result.failed} failed${left}`
    }),
    ...results.flatMap(({ failures }) => failures.map((failure) => `     failed: ${failure}`)),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    `${total((result) => result.passed)} passed, ${total((result) => result.failed)} failed`,
  ].join('\n')
}
