import { afterEach, expect, it, vi } from 'vitest'
import { claimReading } from '../threads/reading-lock'

afterEach(() => { vi.unstubAllGlobals() })

/** Locks that are given one after another, as the browser gives them. */
function stubLocks(): void {
  const tails = new Map<string, Promise<unknown>>()
  const request = (name: string, act: () => Promise<unknown>) => {
    const turn = (tails.get(name) ?? Promise.resolve()).then(act)
    tails.set(name, turn)
    return turn
  }
  vi.stubGlobal('navigator', { locks: { request } })
}

it('keeps a reading from others until it is given back, and other readings from nobody', async () => {
  stubLocks()
  const order: string[] = []
  const first = await claimReading('a')
  const second = claimReading('a').then(() => order.push('second'))
  await claimReading('b')
  order.push('given back')
  first()
  await second
  expect(order).toEqual(['given back', 'second'])
})

it('rejects where the browser refuses locks', async () => {
  vi.stubGlobal('navigator', { locks: { request: () => Promise.reject(new DOMException('no', 'SecurityError')) } })
  await expect(claimReading('a')).rejects.toMatchObject({ name: 'SecurityError' })
})

it('is given at once where there are no locks', async () => {
  vi.stubGlobal('navigator', {})
  await claimReading('a')
  await expect(claimReading('a')).resolves.toBeTypeOf('function')
})
