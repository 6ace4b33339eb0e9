import { beforeEach, describe, expect, it } from 'vitest'
import type { StoreApi } from 'zustand'
import { MynaError } from '../../shared/protocol/errors'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { createFakeServices, testVoice, type FakeServices } from '#testing/state/fake-services'
import { withMood } from './moods'
import { voiceOfTake } from './voices-slice'

let services: FakeServices
let store: StoreApi<AppState>
const { promptWav, promptSeconds, promptSha256 } = testVoice('excited')
const ada = withMood(testVoice('ada'), { name: 'excited', promptWav, promptSeconds, promptSha256 })

beforeEach(async () => {
  services = createFakeServices({ voices: [ada] })
  store = createAppStore(services)
  await store.getState().start()
})

const voice = () => store.getState().voices[0]!

describe('the moods of a kept voice', () => {
  it('change on the disk and on the screen', async () => {
    const { renameMood, makeMoodDefault, deleteMood } = store.getState()
    await renameMood('ada', 'excited', 'cheerful')
    await makeMoodDefault('ada', 'cheerful')
    expect(voice()).toMatchObject({ promptSha256, moodName: 'cheerful', moods: [{ name: 'usual', promptSha256: 'sha-ada' }] })
    await deleteMood('ada', 'usual')
    expect(voice().moods).toEqual([])
    expect(services.kept.voices).toEqual([voice()])
  })

  it('stay as they were where nothing can be written, or one is gone, and say so', async () => {
    services.disk.failure = new MynaError('storage-full', '')
    await store.getState().renameMood('ada', 'excited', 'cheerful')
    await store.getState().makeMoodDefault('ada', 'sad')
    expect(voice()).toEqual(ada)
    expect(store.getState().notices.map(({ error }) => error?.code)).toEqual(['storage-full', 'record-missing'])
  })

  it('are heard one by one, and not while they change', async () => {
    store.getState().playPrompt('ada', 'excited')
    expect(store.getState().playback).toEqual({ kind: 'prompt', voiceId: 'ada', mood: 'excited' })
    expect(() => { store.getState().playPrompt('ada', 'sad') }).toThrow('record-missing')
    await store.getState().deleteMood('ada', 'excited')
    expect(store.getState().playback).toBeNull()
  })

  it('are remembered by takes: one that is made again has the mood that it had', async () => {
    await store.getState().makeMoodDefault('ada', 'excited')
    expect(voiceOfTake(store.getState(), { voiceId: 'ada', promptSha256: 'sha-ada' })).toMatchObject({ moodName: 'usual' })
    expect(voiceOfTake(store.getState(), { voiceId: 'ada' })).toBe(voice())
    await store.getState().deleteMood('ada', 'usual')
    expect(voiceOfTake(store.getState(), { voiceId: 'ada', promptSha256: 'sha-ada' })).toBeNull()
  })
})
