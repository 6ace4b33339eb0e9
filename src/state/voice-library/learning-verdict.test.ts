import { describe, expect, it } from 'vitest'
import type { JudgedTrial } from '../../shared/protocol/records'
import { isBetterTrial, lessonSteps } from './learning-verdict'

const former: JudgedTrial = { likeness: 0.4, distance: 1, strayed: 0, wrongWords: 0, loudnessLufs: -23, clicks: 0, unsound: 0 }
const nearer: JudgedTrial = { ...former, likeness: 0.5, distance: 0.9, strayed: 0.2 }

describe('a voice that learns', () => {
  it('is better where it is nearer to what it did not learn from', () => {
    expect(isBetterTrial(nearer, former, former)).toBe(true)
    expect(isBetterTrial({ ...nearer, distance: 0.89 }, nearer, former)).toBe(true)
    expect(isBetterTrial({ ...nearer, distance: 0.91 }, nearer, former)).toBe(false)
    expect(isBetterTrial({ ...nearer, distance: 0.91, likeness: 0.52 }, nearer, former)).toBe(true)
  })

  it.each<[string, Partial<JudgedTrial>]>([
    ['is hardly nearer than it was', { distance: 0.99, likeness: 0.41 }],
    ['is no nearer by its sound', { distance: 1 }],
    ['is another voice to the speaker encoder', { likeness: 0.25 }],
    ['may say other words, which nobody heard', { strayed: 0.4, wrongWords: null }],
    ['is heard with other words', { wrongWords: 2 }],
    ['clicks', { clicks: 1 }],
    ['is cut off', { unsound: 1 }],
    ['has become loud', { loudnessLufs: -16 }],
    ['has become soft', { loudnessLufs: -30 }],
  ])('is not better where it %s', (_what, change) => {
    expect(isBetterTrial({ ...nearer, ...change }, former, former)).toBe(false)
  })

  it('may be misheard once, but not for little', () => {
    expect(isBetterTrial({ ...nearer, wrongWords: 1 }, former, former)).toBe(true)
    expect(isBetterTrial({ ...nearer, distance: 0.87, wrongWords: 1 }, nearer, former)).toBe(false)
    expect(isBetterTrial({ ...nearer, wrongWords: 1 }, { ...former, wrongWords: 1 }, { ...former, wrongWords: 1 })).toBe(true)
    expect(isBetterTrial({ ...nearer, wrongWords: null }, { ...former, wrongWords: null }, { ...former, wrongWords: null })).toBe(true)
  })
})

it('learns more gently where there are doubts about the recording', () => {
  expect(lessonSteps(['short'])).toBeLessThan(lessonSteps([]))
})
