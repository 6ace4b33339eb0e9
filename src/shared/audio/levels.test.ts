import { describe, expect, it } from 'vitest'
import { clippedRuns, clippedShare, peakOf, rmsOf, toDecibels } from './levels'

describe('levels', () => {
  it('calls nothing silent: no samples have no peak, no RMS and no clipping', () => {
    const nothing = new Float32Array(0)
    expect([peakOf(nothing), rmsOf(nothing), clippedShare(nothing)]).toEqual([0, 0, 0])
    expect(toDecibels(0)).toBe(-Infinity)
  })

  it('measures a sine of amplitude A as peak A and RMS A / sqrt 2', () => {
    const sine = Float32Array.from({ length: 48_000 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 1000 * i) / 48_000))
    expect(peakOf(sine)).toBeCloseTo(0.5, 6)
    expect(rmsOf(sine)).toBeCloseTo(0.5 / Math.SQRT2, 6)
    expect(toDecibels(0.5)).toBeCloseTo(-6.0206, 4)
  })

  it('measures negative peaks and only the asked range', () => {
    const samples = Float32Array.of(0.1, -0.9, 0.5, 0.5)
    expect(peakOf(samples)).toBeCloseTo(0.9, 6)
    expect(rmsOf(samples, 2, 99)).toBeCloseTo(0.5, 6)
    expect(rmsOf(samples, 3, 3)).toBe(0)
  })
})

describe('clipping', () => {
  it('ignores full-scale peaks of one and two samples', () => {
    expect(clippedRuns(Float32Array.of(0, 1, 0, 1, -1, 0))).toEqual([])
  })

  it('finds flattened tops of both signs, at the very ends too', () => {
    const samples = Float32Array.of(1, 1, 1, 0, 0.5, -1, -0.9995, -1, -1)
    expect(clippedRuns(samples)).toEqual([
      { start: 0, end: 3 },
      { start: 5, end: 9 },
    ])
    expect(clippedShare(samples)).toBeCloseTo(7 / 9, 6)
  })

  it('does not flag a loud sine that stays below full scale', () => {
    const sine = Float32Array.from({ length: 24_000 }, (_, i) => 0.99 * Math.sin(i / 100))
    expect(clippedShare(sine)).toBe(0)
  })
})
