import { expect, it } from 'vitest'
import { SEVERAL_SPEAKERS, type PromptFigures, type PromptFinding } from './prompt-check'
import { scorePrompt } from './prompt-score'

const good: PromptFigures = {
  durationSeconds: 8,
  disturbedSeconds: 0,
  speechSeconds: 7,
  peakDbfs: -3,
  speechDbfs: -20,
  loudnessLufs: -21,
  clippedShare: 0,
  snrDb: 45,
  reverberationSeconds: 0.3,
  bandwidthHz: 11_000,
}
const finding = (code: PromptFinding['code']): PromptFinding => ({ severity: 'warn', code })
const scored = (figures: Partial<PromptFigures>, ...findings: readonly PromptFinding[]) =>
  scorePrompt({ figures: { ...good, ...figures }, findings })

it.each([
  ['nothing to say against it', {}, [], 5, []],
  ['a little echo', { reverberationSeconds: 0.6 }, [], 4, ['little-echo']],
  ['a room that nobody can tell', { reverberationSeconds: null }, [], 5, []],
  ['a little noise in a short recording', { snrDb: 24, speechSeconds: 4 }, [], 3, ['short-speech', 'little-noise']],
  ['great length', { durationSeconds: 40 }, [finding('long')], 5, []],
  ['two people', {}, [SEVERAL_SPEAKERS], 2, ['several-speakers']],
  ['the worst first', { bandwidthHz: 7000 }, [finding('noisy')], 2, ['noisy', 'little-dull']],
  ['everything at once', { snrDb: 3 }, [finding('noisy'), finding('clipping'), SEVERAL_SPEAKERS],
    1, ['several-speakers', 'noisy', 'clipping']],
  ['silence, and nothing else', { speechSeconds: 0, snrDb: -Infinity, bandwidthHz: 0 }, [finding('silent')], 1, ['silent']],
] as const)('scores %s', (_, figures, findings, points, drawbacks) => {
  expect(scored(figures, ...findings)).toEqual({ points, drawbacks })
})

it('counts what is worth a warning only once', () => {
  expect(scored({ snrDb: 10, reverberationSeconds: 1, bandwidthHz: 3600 }, finding('noisy'), finding('echo'), finding('telephone')))
    .toEqual({ points: 1, drawbacks: ['noisy', 'echo', 'telephone'] })
})
