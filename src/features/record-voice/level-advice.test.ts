import { expect, it } from 'vitest'
import { levelAdvice } from './level-advice'

const amplitude = (decibels: number) => 10 ** (decibels / 20)

it.each([
  { name: 'clipping, however quiet the rest is', peak: 1, rms: amplitude(-50), seconds: 3, tone: 'high' },
  { name: 'usual speech', peak: amplitude(-8), rms: amplitude(-24), seconds: 3, tone: 'good' },
  { name: 'faint speech', peak: amplitude(-30), rms: amplitude(-40), seconds: 3, tone: 'low' },
  { name: 'silence', peak: 0, rms: 0, seconds: 3, tone: 'low' },
])('tells $name', ({ peak, rms, seconds, tone }) => {
  expect(levelAdvice(peak, rms, seconds).tone).toBe(tone)
})

it('does not complain about silence before anybody could have started', () => {
  expect(levelAdvice(0, 0, 0.5).words).toBe('Listening')
  expect(levelAdvice(0, 0, 3).words).toMatch(/come closer/)
})
