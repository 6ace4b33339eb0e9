import { expect, it } from 'vitest'
import { likenessFloor } from './likeness-floor'
import calibration from './speaker-calibration.json' with { type: 'json' }

// Levels 0.05 and 0.5 are the second and the fifth.
const spread = calibration.samePerson[4]! - calibration.samePerson[1]!

it('knows no floor for one or two sentences', () => {
  expect(likenessFloor([])).toBeNull()
  expect(likenessFloor([0.9, 0.1])).toBeNull()
})

it('lies one usual spread under the middle one, however far off the worst is', () => {
  expect(likenessFloor([0.8, 0.7, -0.5])).toBeCloseTo(0.7 - spread, 9)
  expect(likenessFloor([0.6, 0.8, 0.7, 0.1])).toBeCloseTo(0.65 - spread, 9)
})

it('leaves the order of what it is given alone', () => {
  const given = [0.9, 0.1, 0.5]
  likenessFloor(given)
  expect(given).toEqual([0.9, 0.1, 0.5])
})
