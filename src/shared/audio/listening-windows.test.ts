import { expect, it } from 'vitest'
import { listeningWindows } from './listening-windows'

it('leaves a short recording whole', () => {
  expect(listeningWindows(20, 20, 3)).toEqual([[0, 20]])
})

it('cuts a longer one into equal parts without a gap', () => {
  expect(listeningWindows(21, 20, 3)).toEqual([[0, 10], [11, 21]])
  expect(listeningWindows(60, 20, 3)).toEqual([[0, 20], [20, 40], [40, 60]])
})

it('spreads as many parts as are allowed over a very long one', () => {
  expect(listeningWindows(1000, 20, 3)).toEqual([[0, 20], [490, 510], [980, 1000]])
})
