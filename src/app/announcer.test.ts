import { expect, it } from 'vitest'
import { sampleTake } from '#testing/storage/sample-records'
import { makeDraft } from '../state/record-voice/prompt-draft'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { packStatus, testPack } from '#testing/state/fake-services'
import { announcement, recordingAnnouncement } from './announcer'

const rest = createFakeAppStore().getState()

it('is silent at rest and about errors, which speak for themselves', () => {
  expect(announcement(rest)).toBe('')
  expect(announcement({ ...rest, speakState: { phase: 'failed', error: { code: 'internal', detail: '' } } })).toBe('')
})

it('tells of a download in tenths', () => {
  const status = packStatus('absent')
  const state = { phase: 'downloading', receivedBytes: 347, bytesPerSecond: 1, secondsLeft: 1, file: 'model.onnx' } as const
  const packs = [{ ...status, state }]
  const speakState = { phase: 'awaiting-pack', packId: testPack.id } as const
  expect(announcement({ ...rest, packs, speakState })).toBe('Downloading the engine, 30%')
})

it('counts sentences from one', () => {
  const speakState = { phase: 'speaking', chunkIndex: 0, chunkCount: 4, fraction: 0 } as const
  expect(announcement({ ...rest, speakState })).toBe('Speaking, sentence 1 of 4')
})

it('tells how close the take came to its voice, after what was heard in it', () => {
  const lastTake = sampleTake({ toldLikeness: 0.9, sampleCount: 120_000, sampleRate: 24_000 })
  const over = { ...rest, lastTake, currentTakeId: lastTake.id, speakState: { phase: 'done' } } as const
  const words = `This take and the recording of ${lastTake.voiceName} are as close as two recordings of the same person.`
  expect(announcement(over)).toBe(words)
  expect(announcement({ ...over, lastTake: { ...lastTake, check: { packId: 'whisper', sentences: [] } } })).toBe(`Every word was heard as written. ${words}`)
})

it('is not silenced by a recording that stays open', () => {
  const draft = makeDraft({ samples: new Float32Array(48_000), sampleRate: 24_000 }, 'file', 'Ada')
  const speakState = { phase: 'speaking', chunkIndex: 0, chunkCount: 4, fraction: 0 } as const
  expect(announcement({ ...rest, recording: { phase: 'draft', draft }, speakState })).toBe('Speaking, sentence 1 of 4')
})

it('counts down to the recording that is to be followed', () => {
  const guided = (guideState: typeof rest.guideState) => recordingAnnouncement({ ...rest, guideState })
  expect(guided({ phase: 'countdown', secondsLeft: 3 })).toBe('Recording begins in 3')
  const guide = { recording: { samples: new Float32Array(1), sampleRate: 24_000 }, source: 'microphone', name: '', findings: null } as const
  expect(guided({ phase: 'ready', guide })).toBe('The recording is ready to be followed')
})

it('tells what is being checked, and the outcome once the reading is over', () => {
  const checkState = { phase: 'checking', takeId: 'take-1', label: 'Listening to sentence 1 of 2', doneCount: 0, sentenceCount: 2 } as const
  expect(announcement({ ...rest, checkState })).toBe('Listening to sentence 1 of 2')
  const lastTake = sampleTake({ sampleCount: 48_000, check: { packId: 'whisper', sentences: [] } })
  const over = { ...rest, lastTake, currentTakeId: lastTake.id, speakState: { phase: 'done' } } as const
  expect(announcement(over)).toBe('Every word was heard as written.')
  expect(announcement({ ...over, currentTakeId: 'another' })).toBe('The reading is complete')
})

it('tells what a recording is worth, and first what is still being done with it', () => {
  const made = makeDraft({ samples: new Float32Array(48_000), sampleRate: 24_000 }, 'file', 'Ada')
  const about = (changed: Partial<typeof made>) => recordingAnnouncement({ ...rest, recording: { phase: 'draft', draft: { ...made, ...changed } } })
  const score = { points: 2, drawbacks: ['several-speakers'] } as const
  expect(about({ score })).toBe('The recording is ready to be checked and saved. 2 of 5: poor, more than one voice.')
  expect(about({ score, hearing: 0.4 })).toBe('Listening for the best part of the recording')
  expect(about({ score, joining: { label: 'Reading b.wav', fraction: null } })).toBe('Reading b.wav')
})
