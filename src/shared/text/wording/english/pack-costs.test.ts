import { expect, it } from 'vitest'
import { recommendationWording, speedWording } from './pack-costs'

it.each([
  [43, 'about 45 times faster than speech on this device'],
  [5.6, 'about 6 times faster than speech on this device'],
  [2.04, 'about 2 times faster than speech on this device'],
  [1.2, 'about as fast as speech on this device'],
  [0.5, 'slower than speech on this device: a reading is heard once enough of it is made'],
])('says how fast %d times is', (times, words) => {
  expect(speedWording(times)).toBe(words)
})

it('says why a pack is recommended', () => {
  expect(recommendationWording('English', false)).toContain('largest for English')
  expect(recommendationWording('English', true)).toContain('lightest for English')
})
