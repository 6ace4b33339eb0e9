import { expect, it } from 'vitest'
import type { PromptFigures } from '../../../audio/prompt-check'
import { promptFindingWording, scoreWording } from './prompts'

const figures: PromptFigures = {
  durationSeconds: 40,
  disturbedSeconds: 0,
  speechSeconds: 0.44,
  peakDbfs: -3,
  speechDbfs: -47.6,
  loudnessLufs: -21,
  clippedShare: 0,
  snrDb: -2,
  reverberationSeconds: 0.3,
  bandwidthHz: 11_000,
}

it.each([
  ['too-short', 'Only 0.4 seconds of speech'],
  ['very-quiet', '(-48 dB)'],
  ['noisy', 'only 0 dB below the voice'],
  ['long', '40 seconds is more'],
] as const)('names the figure that %s is about', (code, words) => {
  expect(promptFindingWording({ severity: 'warn', code }, figures, { source: 'microphone', isAllThereIs: false }).message).toContain(words)
})

it('says in one line what a prompt is worth and what cost points', () => {
  expect(scoreWording({ points: 5, drawbacks: [] })).toBe('5 of 5: excellent')
  expect(scoreWording({ points: 1, drawbacks: ['several-speakers', 'noisy', 'little-dull'] })).toBe(
    '1 of 5: bad, more than one voice, noise behind the voice, a little dull',
  )
})
