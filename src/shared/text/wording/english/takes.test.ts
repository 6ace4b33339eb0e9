import { expect, it } from 'vitest'
import calibration from '../../../audio/second-ear-calibration.json' with { type: 'json' }
import { likenessWording, similaritySummary, type ComparedTake } from './takes'

const median = (pairs: 'differentSex') => calibration[pairs][calibration.levels.indexOf(0.5)]!
const notCompared: ComparedTake = { voiceName: 'Ada', sampleRate: 24_000, sampleCount: 120_000 }
const take: ComparedTake = { ...notCompared, toldLikeness: 1 }

it('has nothing to say about a take that was not compared', () => {
  expect(similaritySummary(notCompared)).toBeNull()
})

it('says which take is too short to be compared', () => {
  expect(similaritySummary({ ...notCompared, sampleCount: 23_999 })).toBe('This take is too short to be compared with the recording of Ada.')
  expect(similaritySummary({ ...notCompared, sampleCount: 24_000 })).toBeNull()
})

it('speaks of people, never of figures', () => {
  expect(similaritySummary(take)).toBe('This take and the recording of Ada are as close as two recordings of the same person.')
  expect(similaritySummary({ ...take, toldLikeness: median('differentSex') - 0.01 })).toBe(
    'This take and the recording of Ada are as far apart as a woman and a man.',
  )
})

it('says that a take is as close as a second recording only where an outside judge agrees', () => {
  expect(similaritySummary({ ...take, toldLikeness: calibration.agreed - 1e-6 })).not.toContain('same person')
  for (const level of ['close', 'alike', 'different', 'far'] as const) expect(likenessWording(level)).not.toContain('same person')
})

it('says that a short take tells less', () => {
  expect(similaritySummary({ ...take, sampleCount: 71_999 })).toMatch(/, as far as so short a take can tell\.$/)
  expect(similaritySummary({ ...take, sampleCount: 72_000 })).not.toContain('short')
})

it.each(['same', 'close', 'alike', 'different', 'far'] as const)('calls voices that are %s so without a figure', (level) => {
  expect(likenessWording(level)).not.toMatch(/\d/)
})
