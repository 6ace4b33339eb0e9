import { describe, expect, it } from 'vitest'
import { measureVoice } from './voice-features'
import { powerSpectrum } from './power-spectrum'
import { voicedPitch } from './voice-pitch'
import { averageSpectrum, bandCentres } from './voice-spectrum'

const RATE = 24_000

/** Sum of harmonics of `f0` below `limit`, amplitude 1/k as in a sawtooth, shaped by `gain` (frequency → factor). */
function harmonics(f0: number, seconds: number, gain: (hz: number) => number = () => 1, rate = RATE): Float32Array {
  const samples = new Float32Array(Math.round(seconds * rate))
  for (let k = 1; k * f0 < Math.min(5000, rate / 2); k++) {
    const amplitude = (0.2 / k) * gain(k * f0)
    for (let at = 0; at < samples.length; at++) samples[at]! += amplitude * Math.sin((2 * Math.PI * k * f0 * at) / rate)
  }
  return samples
}

/** Deterministic noise (Park and Miller's generator), uniform in ±1. */
function noise(count: number): Float32Array {
  let state = 1
  return Float32Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647
    return (2 * state) / 2_147_483_647 - 1
  })
}

describe('the transform', () => {
  it('refuses lengths that are no power of two', () => {
    expect(() => powerSpectrum(new Float64Array(12))).toThrow(RangeError)
  })

  it('puts a cosine of k periods into bin k with power (n/2)²', () => {
    const power = powerSpectrum(Float64Array.from({ length: 64 }, (_, at) => Math.cos((2 * Math.PI * 5 * at) / 64)))
    expect(power[5]).toBeCloseTo(32 ** 2, 6)
    expect(power.reduce((sum, value) => sum + value, 0)).toBeCloseTo(32 ** 2, 6)
  })
})

describe('what has no voice', () => {
  it.each([
    ['silence', new Float32Array(RATE)],
    ['nothing', new Float32Array(0)],
    ['noise', noise(RATE)],
    ['a tenth of a second of voice', harmonics(120, 0.1)],
  ])('measures nothing in %s', (_, samples) => {
    expect(measureVoice(samples, RATE)).toBeNull()
  })
})

describe('pitch', () => {
  it.each([65, 98, 150, 233, 320, 390])('finds a sawtooth of %s Hz within one percent', (f0) => {
    const measured = measureVoice(harmonics(f0, 1), RATE)!.medianF0
    expect(Math.abs(measured / f0 - 1)).toBeLessThan(0.01)
  })

  it.each([8000, 16_000, 44_100, 48_000])('finds it at %s Hz sample rate', (rate) => {
    expect(Math.abs(measureVoice(harmonics(140, 1, () => 1, rate), rate)!.medianF0 / 140 - 1)).toBeLessThan(0.01)
  })

  it('finds it where the fundamental itself is missing, as on a telephone', () => {
    const measured = measureVoice(harmonics(110, 1, (hz) => (hz < 200 ? 0 : 1)), RATE)!.medianF0
    expect(Math.abs(measured / 110 - 1)).toBeLessThan(0.01)
  })

  it('gives a spread near 0 for one tone and the interval for two of equal length', () => {
    expect(measureVoice(harmonics(120, 1), RATE)!.f0SpreadSemitones).toBeLessThan(0.2)
    // An octave apart: the quartiles fall on the two tones.
    const two = new Float32Array([...harmonics(110, 1), ...harmonics(220, 1)])
    expect(measureVoice(two, RATE)!.f0SpreadSemitones).toBeCloseTo(12, 0)
  })

  it('leaves pauses out', () => {
    const speech = harmonics(150, 1)
    const withPause = new Float32Array(speech.length * 2)
    withPause.set(speech)
    expect(voicedPitch(withPause, RATE).length).toBeLessThanOrEqual(voicedPitch(speech, RATE).length + 5)
  })
})

describe('spectrum', () => {
  it('gives white noise no slope', () => {
    const levels = averageSpectrum(noise(4 * RATE), RATE)!
    for (const level of levels) expect(Math.abs(level - levels[0]!)).toBeLessThan(1.5)
  })

  it('finds the -12 dB per octave of a sawtooth shaped by 1/f', () => {
    const shaped = harmonics(100, 2, (hz) => 100 / hz)
    expect(measureVoice(shaped, RATE)!.tiltDbPerOctave).toBeCloseTo(-12, 0)
  })

  it('does not depend on the level', () => {
    const loud = harmonics(120, 1)
    const quiet = loud.map((sample) => sample * 0.05)
    const [a, b] = [measureVoice(loud, RATE)!, measureVoice(quiet, RATE)!]
    for (const [band, level] of a.envelopeDb.entries()) expect(b.envelopeDb[band]).toBeCloseTo(level, 3)
    expect(b.tiltDbPerOctave).toBeCloseTo(a.tiltDbPerOctave, 3)
  })

  it.each([
    [110, 2450],
    [110, 2850],
    [240, 2450],
  ])('finds at a pitch of %s Hz the upper resonance of %s Hz', (f0, centre) => {
    const resonance = (hz: number, at: number) => 1 / Math.hypot(1 - (hz / at) ** 2, (hz * 150) / at ** 2)
    const vowel = harmonics(f0, 1, (hz) => resonance(hz, 600) * resonance(hz, 1400) * resonance(hz, centre))
    expect(Math.abs((measureVoice(vowel, RATE)?.upperResonanceHz ?? 0) - centre)).toBeLessThanOrEqual(f0 / 2)
  })

  it('peaks at the formants of a synthetic vowel', () => {
    // Resonances of an open vowel at 700 and 1800 Hz, 120 Hz wide.
    const resonance = (hz: number, centre: number) => 1 / Math.hypot(1 - (hz / centre) ** 2, (hz * 120) / centre ** 2)
    const vowel = harmonics(110, 1, (hz) => resonance(hz, 700) + resonance(hz, 1800))
    const { envelopeDb } = measureVoice(vowel, RATE)!
    const peaks = bandCentres.filter(
      (_, band) => envelopeDb[band]! > (envelopeDb[band - 1] ?? Infinity) && envelopeDb[band]! > (envelopeDb[band + 1] ?? Infinity),
    )
    expect(peaks.some((hz) => Math.abs(hz - 700) < 100)).toBe(true)
    expect(peaks.some((hz) => Math.abs(hz - 1800) < 150)).toBe(true)
  })
})
