import { expect, it } from 'vitest'
import { learningDoubts } from './learning-doubts'

it('doubts a recording for what would be learned along with the voice, and for being short', () => {
  expect(learningDoubts([{ severity: 'warn', code: 'noisy' }, { severity: 'warn', code: 'long' }], 12)).toEqual(['noisy'])
  expect(learningDoubts([{ severity: 'warn', code: 'music' }, { severity: 'warn', code: 'several-speakers' }], 3)).toEqual(['several-speakers', 'music', 'short'])
  expect(learningDoubts([], 8)).toEqual([])
})
