import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainResult, playwrightResult, preparation, summary, vitestResult } from './test-report'

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
    expect(vitestResult('unit', join(folder, 'none.json'), 1)).toMatchObject({ passed: 0, failed: 1 })
    expect(playwrightResult('e2e', join(folder, 'none.json'), 1)).toMatchObject({ passed: 0, failed: 1 })
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
    const result = vitestResult('unit', path, 1)
    expect(result).toMatchObject({ passed: 3, failed: 2, skipped: 2 })
    expect(result.failures).toEqual(['adds up', 'broken.test.ts could not be run'])
  })

  it('counts an error outside of the journeys, and names failed journeys of nested suites', () => {
    const path = reportFile({
      stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 1 },
      errors: [{ message: 'the server did not start' }],
      suites: [{ title: 'a.spec.ts', suites: [{ title: 'offline', specs: [{ title: 'speaks', ok: false }, { title: 'opens', ok: true }] }] }],
    })
    const result = playwrightResult('e2e', path, 1)
    expect(result).toMatchObject({ passed: 5, failed: 2, skipped: 1 })
    expect(result.failures).toEqual(['offline: speaks', 'the server did not start'])
  })

  it('ends with the line that says how many passed and failed', () => {
    const results = [plainResult('lint', true, 9), plainResult('types', false, 9), { ...plainResult('e2e', true, 9), passed: 7, skipped: 2 }]
    const lines = summary(results, 27).split('\n')
    expect(lines.at(-1)).toBe('8 passed, 1 failed')
    expect(lines.at(-2)).toBe('2 skipped')
    expect(lines).toContain('     failed: types')
  })

  it('says how long each step took, and all of them', () => {
    const lines = summary([plainResult('lint', true, 8.4), plainResult('unit tests', true, 119.7)], 125).split('\n')
    expect(lines).toContain('ok   lint: 1 passed, 0 failed, 8 s')
    expect(lines).toContain('ok   unit tests: 1 passed, 0 failed, 2 min 0 s')
    expect(lines).toContain('all of it: 2 min 5 s')
  })

  it('counts what only prepares when it fails, and never as a test that passed', () => {
    const lines = summary([preparation('build', true, 30)], 30).split('\n')
    expect(lines).toContain('ok   build: 30 s')
    expect(lines.at(-1)).toBe('0 passed, 0 failed')
    expect(summary([preparation('build', false, 30)], 30).split('\n').at(-1)).toBe('0 passed, 1 failed')
  })
})
