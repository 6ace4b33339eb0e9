import { describe, expect, it } from 'vitest'
import calibration from './speaker-calibration.json' with { type: 'json' }
import { similarityLevel, speakerSimilarity } from './speaker-similarity'

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

describe('the levels', () => {
  const middle = (pairs: 'samePerson' | 'sameSex' | 'differentSex') => calibration[pairs][calibration.levels.indexOf(0.5)]!

  it('call the typical pair of one person the same, of one sex different', () => {
    expect(similarityLevel(middle('samePerson'))).toBe('same')
    expect(similarityLevel(middle('sameSex'))).toBe('different')
  })

  it('never get nearer as the score falls', () => {
    const scores = Array.from({ length: 201 }, (_, index) => 1 - index / 100)
    const levels = scores.map((score) => similarityLevel(score))
    expect(levels.filter((level, index) => level !== levels[index - 1])).toEqual(['same', 'nearly-same', 'alike', 'different', 'far'])
  })
})
