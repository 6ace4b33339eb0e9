import { expect, it } from 'vitest'
import { chaptersWording, leftOutWording, leftWording, madeWording } from './projects'

it('tells how far a chapter has come', () => {
  expect(madeWording({ madeCount: 34, lineCount: 600, seconds: 720, leftOutCount: 0 })).toBe('34 of 600 sentences, 12 min of sound')
  expect(madeWording({ madeCount: 0, lineCount: 1, seconds: 0, leftOutCount: 0 })).toBe('0 of 1 sentence')
  expect(madeWording({ madeCount: 2, lineCount: 2, seconds: 4, leftOutCount: 0 })).toBe('2 sentences, 4 s of sound')
  expect(madeWording({ madeCount: 0, lineCount: 0, seconds: 0, leftOutCount: 0 })).toBe('nothing to say yet')
  expect(madeWording({ madeCount: 600, lineCount: 600, seconds: 720, leftOutCount: 2 })).toMatch(/ of sound, 2 left out$/)
})

it('tells how long the rest takes, and that nobody knows yet', () => {
  expect(leftWording(3000)).toBe('about 50 min left')
  expect(leftWording(null)).toBe('measuring how fast this device is')
  expect([chaptersWording(1), chaptersWording(12)]).toEqual(['1 chapter', '12 chapters'])
})

it('tells why a line is not in the sound, and what to do', () => {
  expect(leftOutWording('text-script-unsupported')).toBe('Left out: the engine cannot read this script. Say it in other words, or change the text.')
})
