import { expect, it } from 'vitest'
import { sampleTake } from '#testing/storage/sample-records'
import { subtitleFile, takeFileName } from './take-files'

it('names a file by its moment in local time and by nothing that belongs to the person', () => {
  const createdAt = new Date(2026, 10, 3, 4, 5).toISOString()
  expect(takeFileName(sampleTake({ createdAt, voiceName: 'Ada', text: 'Secret.' }), 'wav')).toBe('myna-2026-11-03-0405.wav')
})

it('writes subtitles word by word from what the engine said, though nobody listened', async () => {
  const words = [{ text: 'Good', startSeconds: 0.1, endSeconds: 0.4 }, { text: 'day.', startSeconds: 0.5, endSeconds: 0.9 }]
  const sentences = [{ text: 'Ah.', startSample: 0, endSample: 48_000 }, { text: 'Good day.', startSample: 48_000, endSample: 96_000, words }]
  const { blob } = subtitleFile(sampleTake({ sentences, sampleCount: 96_000 }), 'vtt')
  expect(await blob.text()).toBe('WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nAh.\n\n00:00:02.000 --> 00:00:02.900\n<00:00:02.100>Good <00:00:02.500>day.\n')
})
