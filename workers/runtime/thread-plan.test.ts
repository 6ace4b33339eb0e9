import { expect, it } from 'vitest'
import { automaticThreads, planThreads } from './thread-plan'

it.each([
  [1, true, 1],
  [2, true, 2],
  [4, true, 3],
  [8, true, 4],
  [64, true, 4],
  [8, false, 1],
])('chooses for %i cores (shares: %s) %i threads', (cores, shares, threads) => {
  expect(automaticThreads(cores, shares)).toBe(threads)
})

it.each([
  ['nobody chose', 0, 2, true, { runtime: 1, spare: true }],
  ['there are many cores', 0, 8, true, { runtime: 3, spare: true }],
  ['memory cannot be shared', 0, 2, false, { runtime: 1, spare: true }],
  ['three are allowed', 3, 4, true, { runtime: 2, spare: true }],
  ['one is allowed', 1, 8, true, { runtime: 1, spare: false }],
  ['one is allowed and memory cannot be shared', 1, 8, false, { runtime: 1, spare: false }],
  ['there is one core', 0, 1, true, { runtime: 1, spare: false }],
])('shares threads out between two workers when %s', (_, asked, cores, shares, plan) => {
  expect(planThreads({ asked, cores, shares }, true)).toEqual(plan)
})

it('gives an engine that works in one worker all threads', () => {
  expect(planThreads({ asked: 0, cores: 2, shares: true }, false)).toEqual({ runtime: 2, spare: false })
  expect(planThreads({ asked: 4, cores: 2, shares: true }, false)).toEqual({ runtime: 4, spare: false })
  expect(planThreads({ asked: 4, cores: 2, shares: false }, false)).toEqual({ runtime: 1, spare: false })
})
