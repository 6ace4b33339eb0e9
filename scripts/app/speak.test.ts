import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** Runs the command as npm would, without npm's own lines. */
function speak(...args: readonly string[]) {
  return spawnSync(process.execPath, ['--import', 'tsx', 'scripts/app/speak.ts', ...args], { cwd: root, encoding: 'utf8' })
}

it('answers a wrong command line on stdout with nothing but the errors, in one line of JSON, and exit code 2', () => {
  const { stdout, stderr, status } = speak('--json', '--ep', 'tpu')
  expect(status).toBe(2)
  expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  expect(JSON.parse(stdout)).toEqual({ errors: [{ code: 'usage', message: expect.stringContaining('tpu') as string }] })
  expect(stderr).toContain('tpu')
})

it('says what is wrong on stderr only, where nobody asked for JSON', () => {
  const { stdout, stderr, status } = speak('--voice', '/nowhere.wav', '--text', 'a', '--out', 'o.wav')
  expect(status).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain('/nowhere.wav')
})
