import { describe, expect, it } from 'vitest'
import { Envelope, envelopeBars } from './envelope'

/** At 1000 Hz a step of 20 ms is 20 samples. */
const RATE = 1000

function envelopeOf(...parts: readonly Float32Array[]): Float32Array {
  const envelope = new Envelope(RATE)
  for (const part of parts) envelope.append(part)
  return envelope.peaks
}

const steady = (level: number, count: number) => new Float32Array(count).fill(level)

describe('an envelope', () => {
  it('is the largest magnitude of every 20 ms, of negative samples too', () => {
    const samples = steady(0.25, 60)
    samples[24] = -0.75
    expect([...envelopeOf(samples)]).toEqual([0.25, 0.75, 0.25])
  })

  it('is the same in whatever pieces the sound comes', () => {
    const samples = Float32Array.from({ length: 200 }, (_, index) => Math.floor(index / 20) / 16)
    expect(envelopeOf(samples.subarray(0, 70), samples.subarray(70, 72), samples.subarray(72))).toEqual(envelopeOf(samples))
  })

  it('grows past the room that it began with', () => {
    const peaks = envelopeOf(steady(0.5, 20 * 1000))
    expect(peaks).toHaveLength(1000)
    expect(Math.min(...peaks)).toBe(0.5)
  })
})

describe('its bars', () => {
  it('reach their full height at the loudest place', () => {
    expect(envelopeBars(Float32Array.of(0.1, 0.4, 0.2, 0.2), 2, 0.08)).toEqual([1, 0.5])
  })

  it('leave room for what is still to come', () => {
    expect(envelopeBars(Float32Array.of(0.5, 0.5), 4, 0.08)).toEqual([1, 1, 0, 0])
  })

  it('stay small where there is next to nothing to hear', () => {
    const [bar = 1] = envelopeBars(Float32Array.of(0.005), 1, 0.02)
    expect(bar).toBeCloseTo(0.1)
  })

  it('are there for a sound shorter than their number, and for none', () => {
    expect(envelopeBars(Float32Array.of(0.5), 3, 0.02)).toEqual([1, 1, 1])
    expect(envelopeBars(new Float32Array(0), 2, 0)).toEqual([0, 0])
  })
})
