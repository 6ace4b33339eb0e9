import { expect, it } from 'vitest'
import { sampleTake } from '#testing/storage/sample-records'
import { takeFileName } from './take-files'

it('names a file by its moment in local time and by nothing that belongs to the person', () => {
  const createdAt = new Date(2026, 10, 3, 4, 5).toISOString()
  expect(takeFileName(sampleTake({ createdAt, voiceName: 'Ada', text: 'Secret.' }), 'wav')).toBe('myna-2026-11-03-0405.wav')
})
