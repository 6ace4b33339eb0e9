import { expect, it } from 'vitest'
import { automaticThreads } from './ort-runtime'

it.each([
  [1, true, 1],
  [2, true, 2],
  [4, true, 3],
  [8, true, 4],
  [64, true, 4],
  [8, false, 1],
])('chooses for %i cores (isolated: %s) %i threads', (cores, isolated, threads) => {
  expect(automaticThreads(cores, isolated)).toBe(threads)
})
