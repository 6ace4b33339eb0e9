import { describe, expect, it } from 'vitest'
import { ReadingForecast } from './reading-forecast'

/** Seconds of what is to come, run by run. */
const secondsOf = (forecast: ReadingForecast, nowMs: number) => forecast.arrivals(nowMs).pending.map(({ seconds }) => seconds)
const chunks = (...seconds: number[]) => seconds.map((estimatedSeconds) => ({ text: '', estimatedSeconds }))

describe('ReadingForecast', () => {
  it('knows nothing before a plan', () => {
    const forecast = new ReadingForecast()
    expect(forecast.rtf()).toBeNull()
    expect(forecast.expectedSeconds()).toBe(0)
  })

  it('counts audio that no plan announced', () => {
    const forecast = new ReadingForecast()
    forecast.arrive(2, 0, true, 500)
    expect(forecast.expectedSeconds()).toBe(2)
    expect(secondsOf(forecast, 500)).toEqual([])
  })

  it('trusts the plan and the earlier RTF until audio comes', () => {
    const forecast = new ReadingForecast()
    forecast.plan(chunks(2, 3), 1.5, 1000)
    expect(forecast.expectedSeconds()).toBe(5)
    expect(forecast.arrivals(1400)).toEqual({ pending: [{ seconds: 2, effort: 2 }, { seconds: 3, effort: 3 }], rtf: 1.5, blockSeconds: null, sinceArrivalSeconds: 0.4 })
  })

  it('measures the RTF where none was known', () => {
    const forecast = new ReadingForecast()
    forecast.plan(chunks(2, 3), null, 1000)
    forecast.arrive(2, 0, true, 5000)
    expect(forecast.rtf()).toBe(2)
  })

  it('weighs an earlier RTF as three seconds of audio', () => {
    const forecast = new ReadingForecast()
    forecast.plan(chunks(6), 1, 0)
    forecast.arrive(6, 0, true, 12_000)
    expect(forecast.rtf()).toBeCloseTo((3 * 1 + 12) / (3 + 6), 9)
  })

  it('tells how long the rest takes once it knows how fast it goes', () => {
    const forecast = new ReadingForecast()
    expect(forecast.workSecondsLeft()).toBeNull()
    forecast.plan(chunks(2, 4, 4), null, 0)
    expect(forecast.workSecondsLeft()).toBeNull()
    forecast.arrive(2, 0, true, 1000)
    // Half a second of work for each of the 8 s to come.
    expect(forecast.workSecondsLeft()).toBe(4)
  })

  it('stretches what is to come by how far the finished chunks were off', () => {
    const forecast = new ReadingForecast()
    forecast.plan(chunks(2, 4), 1, 0)
    forecast.arrive(3, 0, true, 1000)
    expect(secondsOf(forecast, 1000)).toEqual([6])
    expect(forecast.expectedSeconds()).toBe(9)
  })

  it('expects only what is still to be made of a continued reading', () => {
    const forecast = new ReadingForecast()
    forecast.plan(chunks(2, 3, 4), 1, 0, 1)
    expect(forecast.expectedSeconds()).toBe(7)
    forecast.arrive(6, 1, true, 1000)
    expect(secondsOf(forecast, 1000)).toEqual([8])
  })

  it('adds up what is to come as chunk by chunk, in whatever order they end', () => {
    const forecast = new ReadingForecast()
    forecast.plan(chunks(1, 2, 3, 4, 5), 1, 0)
    let arrived = 0
    for (const [seconds, chunk, ends] of [[0.5, 2, false], [1, 0, true], [0.5, 1, false], [3, 2, true], [2, 1, true], [1, 4, true], [4, 3, true]] as const) {
      arrived += seconds
      forecast.arrive(seconds, chunk, ends, 1000 * arrived)
      const pending = secondsOf(forecast, 1000 * arrived).reduce((sum, each) => sum + each, 0)
      expect(forecast.expectedSeconds()).toBeCloseTo(arrived + pending, 9)
      expect(forecast.workSecondsLeft()).toBeCloseTo((forecast.rtf() ?? NaN) * pending, 9)
    }
    expect(forecast.expectedSeconds()).toBeCloseTo(arrived, 9)
  })

  it('is told of 10,000 chunks in a moment', () => {
    const count = 10_000
    const forecast = new ReadingForecast()
    forecast.plan(chunks(...Array.from({ length: count }, () => 1)), 1, 0)
    const startedAt = performance.now()
    let length = 0
    for (let chunk = 0; chunk < count; chunk++) {
      forecast.arrive(2, chunk, true, chunk)
      length = forecast.expectedSeconds()
      forecast.workSecondsLeft()
    }
    expect(length).toBeCloseTo(2 * count, 6)
    // It takes some milliseconds; going through all of them each time took 18 s.
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })

  it('learns the block length of an engine that streams, and expects one more block of a late chunk', () => {
    const forecast = new ReadingForecast()
    forecast.plan(chunks(1, 4), 1, 0)
    forecast.arrive(0.2, 0, false, 100)
    expect(forecast.arrivals(100).blockSeconds).toBe(0.2)
    expect(secondsOf(forecast, 100)).toEqual([0.8, 4])
    forecast.arrive(0.4, 0, false, 200)
    forecast.arrive(0.4, 0, false, 300)
    expect(forecast.arrivals(300).blockSeconds).toBe(0.4)
    expect(secondsOf(forecast, 300)).toEqual([0.4, 4])
    forecast.arrive(0.1, 0, true, 400)
    expect(secondsOf(forecast, 400)[0]).toBeCloseTo(4.4, 9)
  })

  describe('of chunks that come in parts', () => {
    const parted = [
      { text: '', estimatedSeconds: 5, parts: [{ seconds: 1.5, workShare: 0.5 }, { seconds: 3.5, workShare: 0.5 }] },
      { text: '', estimatedSeconds: 4, parts: [{ seconds: 4, workShare: 1 }] },
    ]

    it('expects the parts, and takes none of them for a block', () => {
      const forecast = new ReadingForecast()
      forecast.plan(parted, 0.5, 0)
      expect(forecast.arrivals(0).pending).toEqual([{ seconds: 1.5, effort: 2.5 }, { seconds: 3.5, effort: 2.5 }, { seconds: 4, effort: 4 }])
      forecast.arrive(2, 0, false, 1000)
      expect(forecast.arrivals(1000).blockSeconds).toBeNull()
      expect(secondsOf(forecast, 1000)).toEqual([3, 4])
      expect(forecast.expectedSeconds()).toBe(9)
      forecast.arrive(3, 0, true, 2000)
      expect(forecast.arrivals(2000).blockSeconds).toBeNull()
      expect(secondsOf(forecast, 2000)).toEqual([4])
    })

    it('does not take the work that was done ahead for slowness', () => {
      const forecast = new ReadingForecast()
      forecast.plan(parted, null, 0)
      // A factor of 0.4: 2 s for the chunk of 5 s, half of it before the first part.
      forecast.arrive(1.5, 0, false, 1000)
      expect(forecast.rtf()).toBeCloseTo(0.4, 9)
      expect(forecast.arrivals(1000).pending[0]).toEqual({ seconds: 3.5, effort: 2.5 })
      expect(forecast.workSecondsLeft()).toBeCloseTo(0.4 * (2.5 + 4), 9)
      forecast.arrive(3.5, 0, true, 2000)
      expect(forecast.rtf()).toBeCloseTo(0.4, 9)
    })
  })
})
