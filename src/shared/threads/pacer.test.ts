import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPacer, type Pacer } from './pacer'

describe('a pacer', () => {
  let times: number
  let pacer: Pacer
  beforeEach(() => {
    vi.useFakeTimers()
    times = 0
    pacer = createPacer(() => { times++ }, 50)
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('does nothing more once it was cancelled, and starts afresh', () => {
    pacer.ask()
    pacer.ask()
    pacer.cancel()
    vi.advanceTimersByTime(1000)
    expect(times).toBe(1)
    pacer.ask()
    expect(times).toBe(2)
  })

  it('does at once what is asked for first, and what was asked for last when the interval has passed', () => {
    for (let i = 0; i < 100; i++) pacer.ask()
    expect(times).toBe(1)
    vi.advanceTimersByTime(49)
    expect(times).toBe(1)
    vi.advanceTimersByTime(1)
    expect(times).toBe(2)
    vi.advanceTimersByTime(1000)
    expect(times).toBe(2)
  })

  it('keeps to its interval, however often it is asked', () => {
    for (let ms = 0; ms < 1000; ms++) {
      pacer.ask()
      vi.advanceTimersByTime(1)
    }
    expect(times).toBeGreaterThanOrEqual(20)
    expect(times).toBeLessThanOrEqual(21)
  })

  it('does what cannot wait at once, and waits an interval after it', () => {
    pacer.ask()
    pacer.ask()
    pacer.now()
    expect(times).toBe(2)
    vi.advanceTimersByTime(49)
    pacer.ask()
    expect(times).toBe(2)
    vi.advanceTimersByTime(1)
    expect(times).toBe(3)
  })
})
