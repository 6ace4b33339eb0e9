import { expect, it } from 'vitest'
import { tapLog } from './runtime-log'

/** A console, and a runtime that keeps the output it finds when it starts. */
function scene() {
  const shown: string[] = []
  const output = { error: (...parts: unknown[]) => void shown.push(parts.join(' ')) }
  const before = output.error
  let log: (line: string) => void = () => undefined
  const start = () => {
    log = output.error
    return Promise.resolve('started')
  }
  return { shown, output, before, start, log: (line: string) => { log(line) }, tap: tapLog(output) }
}

it('reads what the runtime logs while somebody collects, and shows the rest', async () => {
  const { shown, output, before, start, log, tap } = scene()
  expect(await tap.tapped(start)).toBe('started')
  expect(output.error).toBe(before)
  log('first')
  const lines = await tap.collect(() => {
    log('second')
    return Promise.resolve()
  })
  expect(lines).toEqual(['second'])
  log('third')
  expect(shown).toEqual(['first', 'third'])
})

it('gives the console back, and stops collecting, when the act fails', async () => {
  const { shown, output, before, start, log, tap } = scene()
  await tap.tapped(start)
  await expect(tap.tapped(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(output.error).toBe(before)
  await expect(tap.collect(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  log('shown')
  expect(shown).toEqual(['shown'])
})
