import { describe, expect, it } from 'vitest'
import { DEFAULT_CAUTION, heardAt, requiredBankSeconds, type ArrivalForecast } from './bank'

const trusting = { rtfFactor: 1, marginSeconds: 0, leastMarginShare: 0.6, unknownRtf: 3, paidShare: 0.5 }
const forecast = ({ pendingSeconds = [], ...fields }: Partial<ArrivalForecast> & { readonly pendingSeconds?: readonly number[] }): ArrivalForecast => ({
  pending: pendingSeconds.map((seconds) => ({ seconds, effort: seconds })),
  rtf: 1,
  blockSeconds: null,
  sinceArrivalSeconds: 0,
  ...fields,
})

/** Plays `bank` seconds against the arrivals and tells the lowest level: a simulation, no formula. */
function lowestLevel(bank: number, pieces: readonly number[], rtf: number): number {
  let level = bank
  let lowest = bank
  for (const piece of pieces) {
    level -= rtf * piece
    lowest = Math.min(lowest, level)
    level += piece
  }
  return lowest
}

describe('requiredBankSeconds', () => {
  it('asks for nothing when nothing is to come', () => {
    expect(requiredBankSeconds(forecast({ rtf: null }))).toBe(0)
  })

  it('asks for the time that the only chunk to come takes', () => {
    expect(requiredBankSeconds(forecast({ pendingSeconds: [4], rtf: 1.5 }), trusting)).toBeCloseTo(6, 9)
    expect(requiredBankSeconds(forecast({ pendingSeconds: [4], rtf: 0.5 }), trusting)).toBeCloseTo(2, 9)
  })

  it('lets the last of two chunks decide when generation is slower than speech', () => {
    // Arrivals after 1.9 * 3 = 5.7 s and 1.9 * 7 = 13.3 s; 3 s arrive before the second.
    expect(requiredBankSeconds(forecast({ pendingSeconds: [3, 4], rtf: 1.9 }), trusting)).toBeCloseTo(10.3, 9)
  })

  it('lets the largest chunk decide when generation is faster than speech', () => {
    // Arrivals after 0.5, 3.5 and 4 s with 0, 1 and 7 s before them: 0.5, 2.5, -3.
    expect(requiredBankSeconds(forecast({ pendingSeconds: [1, 6, 1], rtf: 0.5 }), trusting)).toBeCloseTo(2.5, 9)
  })

  it('asks only for one block of a fast engine that streams, plus the margin', () => {
    const streaming = forecast({ pendingSeconds: [5, 5], rtf: 0.5, blockSeconds: 0.4 })
    expect(requiredBankSeconds(streaming, trusting)).toBeCloseTo(0.2, 9)
    expect(requiredBankSeconds(streaming)).toBeCloseTo(0.2 * 1.1 + 0.55 * 0.3, 9)
  })

  it.each([[0.1, 0.2], [0.3, 0.33], [0.8, 0.88], [1, 1], [1.5, 1]])('at RTF %f keeps a share of %f of the margin for an engine that streams', (rtf, share) => {
    const streaming = forecast({ pendingSeconds: [5], rtf, blockSeconds: 0.4 })
    const marginless = { ...DEFAULT_CAUTION, marginSeconds: 0 }
    expect(requiredBankSeconds(streaming) - requiredBankSeconds(streaming, marginless)).toBeCloseTo(share * 0.3, 9)
  })

  it('begins with the first frame of 80 ms of an engine that makes six seconds a second', () => {
    expect(requiredBankSeconds(forecast({ pendingSeconds: [9.92], rtf: 1 / 6, blockSeconds: 0.08 }))).toBeLessThan(0.08)
  })

  it('keeps the whole margin for an engine that gives chunks as a whole, however fast', () => {
    expect(requiredBankSeconds(forecast({ pendingSeconds: [5], rtf: 0.2 }))).toBeCloseTo(5 * 0.22 + 0.3, 9)
  })

  it('asks for the whole delay of a slow engine that streams', () => {
    // The last block of 10 s arrives after 20 s, when 9.5 s have arrived.
    expect(requiredBankSeconds(forecast({ pendingSeconds: [10], rtf: 2, blockSeconds: 0.5 }), trusting)).toBeCloseTo(10.5, 9)
  })

  it('reckons with a slow device before anything was measured', () => {
    const pendingSeconds = [2, 3]
    expect(requiredBankSeconds(forecast({ pendingSeconds, rtf: null }), trusting)).toBeCloseTo(13, 9)
  })

  it('waits for the work of a part, not for as long as its sound is', () => {
    // Half of the work of 5 s is done when the first second is there; the rest comes as a whole.
    const parts = [{ seconds: 1, effort: 2.5 }, { seconds: 4, effort: 2.5 }]
    expect(requiredBankSeconds(forecast({ pending: parts, rtf: 0.4 }), trusting)).toBeCloseTo(1, 9)
    expect(requiredBankSeconds(forecast({ pending: parts.slice(1), rtf: 0.4 }), trusting)).toBeCloseTo(1, 9)
    expect(requiredBankSeconds(forecast({ pending: parts, rtf: 1 }), trusting)).toBeCloseTo(4, 9)
  })

  it('counts work already done on the next piece, but never more than half of it', () => {
    const pendingSeconds = [4]
    expect(requiredBankSeconds(forecast({ pendingSeconds, rtf: 2, sinceArrivalSeconds: 3 }), trusting)).toBeCloseTo(5, 9)
    expect(requiredBankSeconds(forecast({ pendingSeconds, rtf: 2, sinceArrivalSeconds: 99 }), trusting)).toBeCloseTo(4, 9)
  })

  it('shrinks as chunks arrive', () => {
    const needs = [[2, 3, 4], [3, 4], [4], []].map((pendingSeconds) => requiredBankSeconds(forecast({ pendingSeconds, rtf: 1.9 })))
    expect(needs).toEqual([...needs].sort((a, b) => b - a))
    expect(needs.at(-1)).toBe(0)
  })

  it.each([0.3, 0.95, 1, 1.4, 1.9, 4])('is exactly enough at RTF %f: a simulated playback just touches empty', (rtf) => {
    const chunks = [1.5, 6, 0.8, 3]
    const whole = requiredBankSeconds(forecast({ pendingSeconds: chunks, rtf }), trusting)
    expect(lowestLevel(whole, chunks, rtf)).toBeCloseTo(0, 9)
    const blocks = chunks.flatMap((seconds) => new Array<number>(Math.round(seconds / 0.1)).fill(0.1))
    const streamed = requiredBankSeconds(forecast({ pendingSeconds: chunks, rtf, blockSeconds: 0.1 }), trusting)
    expect(lowestLevel(streamed, blocks, rtf)).toBeCloseTo(0, 9)
  })

  it('keeps the margin in the bank even if generation is a tenth slower than measured', () => {
    const chunks = [4, 5, 2]
    const bank = requiredBankSeconds(forecast({ pendingSeconds: chunks, rtf: 1.9 }))
    expect(lowestLevel(bank, chunks, 1.9 * 1.1)).toBeCloseTo(DEFAULT_CAUTION.marginSeconds, 9)
  })
})

it('banks as much more as sound is heard faster', () => {
  const work = forecast({ pendingSeconds: [4], rtf: 1.5 })
  // Six seconds of work, in which twelve seconds are heard at twice the speed.
  expect(requiredBankSeconds(heardAt(work, 2), trusting)).toBe(12)
  expect(requiredBankSeconds(heardAt(work, 1), trusting)).toBe(requiredBankSeconds(work, trusting))
  expect(heardAt(forecast({ rtf: null }), 2, trusting).rtf).toBe(6)
})
