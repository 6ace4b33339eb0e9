import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainResult, playwrightResult, summary, vitestResult } from './test-report'

describe('the report of npm test', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'myna-report-'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  function reportFile(content: object): string {
    const path = join(folder, 'report.json')
    writeFileSync(path, JSON.stringify(content))
    return path
  }

  it('counts a run that left no report as a failure', () => {
    expect(vitestResult('unit', join(folder, 'none.json'))).toMatchObject({ passed: 0, failed: 1 })
    expect(playwrightResult('e2e', join(folder, 'none.json'))).toMatchObject({ passed: 0, failed: 1 })
  })

  it('counts a test file that cannot be loaded as a failure', () => {
    const path = reportFile({
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      testResults: [
        { name: 'broken.test.ts', status: 'failed', assertionResults: [] },
        { name: 'red.test.ts', status: 'failed', assertionResults: [{ status: 'failed', fullName: 'adds up' }] },
        { name: 'green.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'is fine' }] },
      ],
    })
    const result = vitestResult('unit', path)
    expect(result).toMatchObject({ passed: 3, failed: 2, skipped: 2 })
    expect(result.failures).toEqual(['adds up', 'broken.test.ts could not be run'])
  })

  it('counts an error outside of the journeys, and names failed journeys of nested suites', () => {
    const path = reportFile({
      stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 1 },
      errors: [{ message: 'the server did not start' }],
      suites: [{ title: 'a.spec.ts', suites: [{ title: 'offline', specs: [{ title: 'speaks', ok: false }, { title: 'opens', ok: true }] }] }],
    })
    const result = playwrightResult('e2e', path)
    expect(result).toMatchObject({ passed: 5, failed: 2, skipped: 1 })
    expect(result.failures).toEqual(['offline: speaks', 'the server did not start'])
  })

  it('ends with the line that says how many passed and failed', () => {
    const lines = summary([plainResult('lint', true), plainResult('types', false), { ...plainResult('e2e', true), passed: 7, skipped: 2 }]).split('\n')
    expect(lines.at(-1)).toBe('8 passed, 1 failed')
    expect(lines.at(-2)).toBe('2 skipped')
    expect(lines).toContain('     failed: types')
  })
})
