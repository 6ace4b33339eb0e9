import { afterEach, expect, it, vi } from 'vitest'
import { askToPersist, isPersisted, storageEstimate } from './storage-manager'

afterEach(() => {
  vi.unstubAllGlobals()
})

it.each([
  ['there is no storage manager', {}],
  ['it lacks all of it', { storage: {} }],
  ['it refuses', { storage: { estimate: refuse, persisted: refuse, persist: refuse } }],
])('promises nothing and knows no figures where %s', async (_, navigator) => {
  vi.stubGlobal('navigator', navigator)
  expect(await storageEstimate()).toEqual({})
  expect(await isPersisted()).toBe(false)
  expect(await askToPersist()).toBe(false)
})

it('passes on what the browser says', async () => {
  const figures = { usage: 1, quota: 2 }
  const yes = () => Promise.resolve(true)
  vi.stubGlobal('navigator', { storage: { estimate: () => Promise.resolve(figures), persisted: yes, persist: yes } })
  expect(await storageEstimate()).toEqual(figures)
  expect(await isPersisted()).toBe(true)
  expect(await askToPersist()).toBe(true)
})

function refuse(): Promise<never> {
  return Promise.reject(new DOMException('private window', 'SecurityError'))
}
