import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { abortableDelay } from './abortable-delay'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a wait', () => {
  it('ends at once with the reason when it is stopped, before or during', async () => {
    const reason = new Error('stop')
    await expect(abortableDelay(1000, AbortSignal.abort(reason))).rejects.toBe(reason)
    const controller = new AbortController()
    const waiting = abortableDelay(1000, controller.signal)
    controller.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('lasts as long as asked', async () => {
    const done = vi.fn()
    const waiting = abortableDelay(1000, new AbortController().signal).then(done)
    await vi.advanceTimersByTimeAsync(999)
    expect(done).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(done).toHaveBeenCalledOnce()
    await waiting
  })
})
