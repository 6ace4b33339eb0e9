import { describe, expect, it } from 'vitest'
import { createLoudnessMeter, integratedLoudness } from './loudness'

const sine = (amplitude: number, seconds: number, rate: number, frequency = 997) =>
  Float32Array.from({ length: seconds * rate }, (_, i) => amplitude * Math.sin((2 * Math.PI * frequency * i) / rate))

describe('integratedLoudness', () => {
  it.each([
    ['no samples', new Float32Array(0)],
    ['silence', new Float32Array(48_000)],
    ['what lies below the absolute gate', sine(10 ** (-80 / 20), 2, 48_000)],
  ])('is -Infinity for %s', (_, samples) => {
    expect(integratedLoudness(samples, 48_000)).toBe(-Infinity)
  })

  // ITU-R BS.1770-5: a full-scale sine at 997 Hz in one front channel reads -3.01 LKFS.
  it.each([48_000, 44_100, 24_000])('reads -3.01 for a full-scale sine at 997 Hz and %i Hz', (rate) => {
    expect(integratedLoudness(sine(1, 3, rate), rate)).toBeCloseTo(-3.01, 1)
  })

  it('follows the level decibel by decibel', () => {
    const loud = integratedLoudness(sine(0.5, 3, 24_000), 24_000)
    expect(loud - integratedLoudness(sine(0.05, 3, 24_000), 24_000)).toBeCloseTo(20, 3)
  })

  it('reads the same of sound that comes in pieces', () => {
    const tone = sine(0.3, 2, 24_000)
    const meter = createLoudnessMeter(24_000)
    for (let at = 0; at < tone.length; at += 1111) meter.push(tone.subarray(at, at + 1111))
    expect(meter.integrated()).toBeCloseTo(integratedLoudness(tone, 24_000), 9)
  })

  it('does not count pauses', () => {
    const tone = sine(0.1, 4, 24_000)
    const withPause = new Float32Array(8 * 24_000)
    withPause.set(tone)
    // The two blocks at the edge, half tone and half pause, cost little.
    expect(integratedLoudness(withPause, 24_000)).toBeCloseTo(integratedLoudness(tone, 24_000), 0)
  })

  it('hears low rumble less than the middle of speech', () => {
    const rumble = integratedLoudness(sine(0.5, 3, 24_000, 20), 24_000)
    expect(integratedLoudness(sine(0.5, 3, 24_000), 24_000) - rumble).toBeGreaterThan(10)
  })
})
