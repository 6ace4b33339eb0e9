import { afterEach, describe, expect, it, vi } from 'vitest'
import { performanceTimeOf } from './output-clock'

const CHROMIUM = 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36'

afterEach(() => { vi.restoreAllMocks() })

describe('performanceTimeOf', () => {
  it('reckons with the latencies while the device reports no times', () => {
    vi.spyOn(performance, 'now').mockReturnValue(1000)
    const clock = { currentTime: 2, baseLatency: 0.01, getOutputTimestamp: () => ({ contextTime: 0, performanceTime: 0 }) }
    expect(performanceTimeOf({ ...clock, outputLatency: 0.05 }, 2.1, CHROMIUM)).toBeCloseTo(1150, 6)
    expect(performanceTimeOf(clock, 2.1, CHROMIUM)).toBeCloseTo(1110, 6)
  })

  it('reckons with the latencies where the device reports times of another clock', () => {
    vi.spyOn(performance, 'now').mockReturnValue(1000)
    const getOutputTimestamp = () => ({ contextTime: 1.9, performanceTime: 22_000 })
    expect(performanceTimeOf({ currentTime: 2, baseLatency: 0.01, getOutputTimestamp }, 2.1, CHROMIUM)).toBeCloseTo(1110, 6)
  })

  it('maps by the times that the device reports', () => {
    vi.spyOn(performance, 'now').mockReturnValue(5100)
    const getOutputTimestamp = () => ({ contextTime: 1.9, performanceTime: 5000 })
    expect(performanceTimeOf({ currentTime: 2, baseLatency: 0.01, getOutputTimestamp }, 2.4, CHROMIUM)).toBeCloseTo(5500, 6)
  })

  it('asks Firefox, which may hang on it, for nothing that the sound server has to answer', () => {
    vi.spyOn(performance, 'now').mockReturnValue(1000)
    const clock = {
      currentTime: 2,
      baseLatency: 0.01,
      get outputLatency(): number { throw new Error('asked') },
      getOutputTimestamp: () => { throw new Error('asked') },
    }
    expect(performanceTimeOf(clock, 2.1, 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBeCloseTo(1110, 6)
    expect(() => performanceTimeOf(clock, 2.1, CHROMIUM)).toThrow('asked')
  })
})
