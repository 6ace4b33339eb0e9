import { describe, expect, it } from 'vitest'
import calibration from './second-ear-calibration.json' with { type: 'json' }
import { toldLikeness } from './told-likeness'

const middle = (pairs: 'samePerson' | 'sameSex' | 'differentSex') => calibration[pairs][calibration.levels.indexOf(0.5)]!

describe('what a score of the second ear means', () => {
  it('is as close as two recordings of a person only where an outside judge agrees', () => {
    expect(toldLikeness(calibration.agreed - 1e-6)).not.toBe('same')
    expect(toldLikeness(1)).toBe('same')
  })

  it('is close for the typical pair of one person, not for one of two people of a sex', () => {
    expect(['same', 'close']).toContain(toldLikeness(middle('samePerson')))
    expect(toldLikeness(middle('sameSex'))).toBe('different')
  })

  it('never gets nearer as the score falls', () => {
    const levels = Array.from({ length: 401 }, (_, index) => toldLikeness(1 - index / 200))
    expect(levels.filter((level, index) => level !== levels[index - 1])).toEqual(['same', 'close', 'alike', 'different', 'far'])
  })

  it.each(['samePerson', 'sameSex', 'differentSex'] as const)('is measured on rising scores of %s', (pairs) => {
    expect(calibration[pairs]).toHaveLength(calibration.levels.length)
    expect([...calibration[pairs]].sort((a, b) => a - b)).toEqual(calibration[pairs])
  })
})
