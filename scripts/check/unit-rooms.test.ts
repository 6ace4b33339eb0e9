import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { SHARING_ROOMS } from './unit-rooms'

const root = resolve(import.meta.dirname, '../..')

/** What outlives a file. Vitest takes a stubbed global back only where it is told to. */
function tracesOf(test: string): readonly string[] {
  const lasting = [/\bvi\.(do)?mock\(/, /\bfake-indexeddb\/auto\b/, /\bglobalThis\.\w+ = /, /\bObject\.(defineProperty|assign)\((globalThis|navigator|window)\b/]
  const undone = [['stubGlobal(', 'unstubAllGlobals('], ['useFakeTimers(', 'useRealTimers('], ['stubEnv(', 'unstubAllEnvs(']] as const
  return [
    ...lasting.filter((pattern) => pattern.test(test)).map(({ source }) => source),
    ...undone.filter(([does, undoes]) => test.includes(`vi.${does}`) && !test.includes(`vi.${undoes}`)).map(([does]) => does),
  ]
}

it('sees what a test would leave to the files after it', () => {
  expect(tracesOf(['vi', 'mock("a")'].join('.'))).toHaveLength(1)
  expect(tracesOf(['vi', 'stubGlobal("a", 1)'].join('.'))).toEqual(['stubGlobal('])
  expect(tracesOf(['vi', 'stubGlobal("a", 1); vi', 'unstubAllGlobals()'].join('.'))).toEqual([])
})

it.each(SHARING_ROOMS)('the tests of %s leave no module and no global replaced', (room) => {
  const files = readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).filter((name) => /\.test\.tsx?$/.test(name))
  const traces = files.flatMap((name) => tracesOf(readFileSync(join(root, room, name), 'utf8')).map((trace) => `${name}: ${trace}`))
  expect(files.length).toBeGreaterThan(0)
  expect(traces).toEqual([])
})
