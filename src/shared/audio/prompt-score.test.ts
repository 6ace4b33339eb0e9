import { expect, it } from 'vitest'
import { SEVERAL_SPEAKERS, type PromptFigures, type PromptFinding } from './prompt-check'
import { scorePrompt, scoreWording } from './prompt-score'

const good: PromptFigures = {
  durationSeconds: 8,
  speechSeconds: 7,
  peakDbfs: -3,
  speechDbfs: -20,
  loudnessLufs: -21,
  clippedShare: 0,
  snrDb: 45,
  reverberationSeconds: 0.3,
  bandwidthHz: 11_000,
}
const finding = (code: PromptFinding['code']): PromptFinding => ({ severity: 'warn', code, title: '', message: '' })
const worded = (figures: Partial<PromptFigures>, ...findings: readonly PromptFinding[]) =>
  scoreWording(scorePrompt({ figures: { ...good, ...figures }, findings }))

it.each([
  ['nothing to say against it', {}, [], '5 of 5: excellent'],
  ['a little echo', { reverberationSeconds: 0.6 }, [], '4 of 5: good, a little echo'],
  ['a room that nobody can tell', { reverberationSeconds: null }, [], '5 of 5: excellent'],
  ['a little noise in a short recording', { snrDb: 24, speechSeconds: 4 }, [], '3 of 5: fair, a little short, a little noise'],
  ['great length', { durationSeconds: 40 }, [finding('long')], '5 of 5: excellent'],
  ['two people', {}, [SEVERAL_SPEAKERS], '2 of 5: poor, more than one voice'],
  ['the worst first', { bandwidthHz: 7000 }, [finding('noisy')], '2 of 5: poor, noise behind the voice, a little dull'],
  ['everything at once', { snrDb: 3 }, [finding('noisy'), finding('clipping'), SEVERAL_SPEAKERS],
    '1 of 5: bad, more than one voice, noise behind the voice, overdriven'],
  ['silence, and nothing else', { speechSeconds: 0, snrDb: -Infinity, bandwidthHz: 0 }, [finding('silent')], '1 of 5: bad, no speech'],
] as const)('scores %s', (_, figures, findings, words) => {
  expect(worded(figures, ...findings)).toBe(words)
})

it('counts what is worth a warning only once', () => {
  expect(worded({ snrDb: 10, reverberationSeconds: 1, bandwidthHz: 3600 }, finding('noisy'), finding('echo'), finding('telephone')))
    .toBe('1 of 5: bad, noise behind the voice, an echoing room, the narrow band of a telephone')
})
