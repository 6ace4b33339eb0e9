import { expect, it } from 'vitest'
import calibration from '../../../audio/speaker-calibration.json' with { type: 'json' }
import { similaritySummary, similarityWording, type ComparedTake } from './takes'

const median = (pairs: 'samePerson' | 'differentSex') => calibration[pairs][calibration.levels.indexOf(0.5)]!
const notCompared: ComparedTake = { voiceName: 'Ada', sampleRate: 24_000, sampleCount: 120_000, engineId: 'pocket-tts' }
const take: ComparedTake = { ...notCompared, similarity: median('samePerson') }

it('has nothing to say about a take that was not compared', () => {
  expect(similaritySummary(notCompared)).toBeNull()
})

it('says which take is too short to be compared', () => {
  expect(similaritySummary({ ...notCompared, sampleCount: 23_999 })).toBe('This take is too short to be compared with the recording of Ada.')
  expect(similaritySummary({ ...notCompared, sampleCount: 24_000 })).toBeNull()
})

it('speaks of people, never of figures', () => {
  expect(similaritySummary(take)).toBe('This take and the recording of Ada are very close.')
  expect(similaritySummary({ ...take, similarity: median('differentSex') - 0.01 })).toBe(
    'This take and the recording of Ada are as far apart as a woman and a man.',
  )
})

it('says who chose what it hears as close, and never that a reading is a recording of the person', () => {
  expect(similaritySummary({ ...take, engineId: 'kokoro' })).toBe('This take and the recording of Ada are very close, as heard by the ear that chose it.')
  expect(similaritySummary({ ...take, bestOf: 3 })).toMatch(/, as heard by the ear that chose it\.$/)
  for (const level of ['same', 'nearly-same', 'alike', 'different', 'far'] as const) expect(similarityWording(level)).not.toContain('same person')
})

it('says that a short take tells less', () => {
  expect(similaritySummary({ ...take, sampleCount: 71_999 })).toMatch(/, as far as so short a take can tell\.$/)
  expect(similaritySummary({ ...take, sampleCount: 72_000 })).not.toContain('short')
})

it.each(['same', 'nearly-same', 'alike', 'different', 'far'] as const)('calls voices that are %s so without a figure', (level) => {
  expect(similarityWording(level)).not.toMatch(/\d/)
})
