import { describe, expect, it } from 'vitest'
import { predict, judgeStyle, likeness, nearness, type VoiceAim, type VoiceForecast } from './voice-forecast'

/** Two coordinates, an embedding of two numbers and a pitch; two styles were heard. */
const forecast: VoiceForecast = {
  scale: Float32Array.of(0.5, 2),
  mean: Float32Array.of(0.1, 0.2, 90),
  parts: [
    { points: Float32Array.of(0, 0, 1, -1), weights: Float32Array.of(0.4, -0.3, 2, -0.2, 0.6, -3), linear: 0.25, length: 1 },
    { points: Float32Array.of(0.5, 0.5), weights: Float32Array.of(0.05, 0.1, 1), linear: 0, length: 2 },
  ],
}
const aim: VoiceAim = { embedding: Float32Array.of(0.6, 0.8), semitones: 92 }
const restraint = { pitch: 0.01, distance: 0.02 }

describe('what is predicted', () => {
  it('is the mean, and of every heard style its weight by how near it is', () => {
    // In scaled coordinates (1, 1): squared distances 2 and 4 to the first part's styles, 0.5 to the second's.
    const near = [Math.exp(-1), Math.exp(-2) + 0.25 * 0, Math.exp(-0.5 / 8)]
    const predicted = predict(forecast, Float64Array.of(2, 0.5))
    expect(predicted[0]).toBeCloseTo(0.1 + 0.4 * near[0]! - 0.2 * near[1]! + 0.05 * near[2]!, 6)
    expect(predicted[1]).toBeCloseTo(0.2 - 0.3 * near[0]! + 0.6 * near[1]! + 0.1 * near[2]!, 6)
    expect(predicted[2]).toBeCloseTo(90 + 2 * near[0]! - 3 * near[1]! + near[2]!, 5)
  })
})

describe('how near it is', () => {
  it('is the cosine, whatever the length of what was heard, less the squared distance in pitch', () => {
    const heard = Float64Array.of(8, 6, 90)
    expect(likeness(heard, aim)).toBeCloseTo(0.96, 6)
    expect(nearness(heard, aim, restraint)).toBeCloseTo(0.96 - 0.04, 6)
  })

  it('leaves the pitch out where it is not known', () => {
    expect(nearness(Float64Array.of(8, 6, 90), { ...aim, semitones: null }, restraint)).toBeCloseTo(0.96, 6)
  })
})

describe('the direction of the better', () => {
  it.each([
    ['with a pitch', aim],
    ['without one', { ...aim, semitones: null }],
  ])('is the slope of the value, %s', (_name, target) => {
    const here = Float64Array.of(0.7, -0.4)
    const { gradient } = judgeStyle(forecast, here, target, restraint)
    for (const at of [0, 1]) {
      const beside = (step: number) => judgeStyle(forecast, here.map((value, index) => (index === at ? value + step : value)), target, restraint).value
      expect(gradient[at]).toBeCloseTo((beside(1e-5) - beside(-1e-5)) / 2e-5, 6)
    }
  })
})
