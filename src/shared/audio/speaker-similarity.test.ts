import { describe, expect, it } from 'vitest'
import calibration from './speaker-calibration.json' with { type: 'json' }
import { speakerSimilarity, TWO_PEOPLE_BELOW } from './speaker-similarity'

describe('the score', () => {
  it('refuses embeddings of different encoders', () => {
    expect(() => speakerSimilarity(new Float32Array(128), new Float32Array(192))).toThrow(RangeError)
  })

  it('is the cosine of the angle between unit vectors', () => {
    const at = (angle: number) => Float32Array.of(Math.cos(angle), Math.sin(angle))
    expect(speakerSimilarity(at(0.3), at(0.3))).toBeCloseTo(1, 6)
    expect(speakerSimilarity(at(0), at(Math.PI / 3))).toBeCloseTo(0.5, 6)
    expect(speakerSimilarity(at(0), at(Math.PI))).toBeCloseTo(-1, 6)
  })
})

describe('the calibration', () => {
  it('orders its pairs: one person above one sex above two', () => {
    const median = calibration.levels.indexOf(0.5)
    expect(calibration.samePerson[median]!).toBeGreaterThan(calibration.sameSex[median]!)
    expect(calibration.sameSex[median]!).toBeGreaterThan(calibration.differentSex[median]!)
  })

  it.each(['samePerson', 'sameSex', 'differentSex'] as const)('has one rising score for every level of %s', (pairs) => {
    expect(calibration[pairs]).toHaveLength(calibration.levels.length)
    expect([...calibration[pairs]].sort((a, b) => a - b)).toEqual(calibration[pairs])
  })
})

describe('two people', () => {
  it('are told from one where their score is typical', () => {
    const middle = (pairs: 'samePerson' | 'sameSex') => calibration[pairs][calibration.levels.indexOf(0.5)]!
    expect(middle('sameSex')).toBeLessThan(TWO_PEOPLE_BELOW)
    expect(middle('samePerson')).toBeGreaterThan(TWO_PEOPLE_BELOW)
  })
})
