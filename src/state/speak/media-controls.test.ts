import { beforeEach, expect, it } from 'vitest'
import type { StoreApi } from 'zustand/vanilla'
import { sampleChapter, sampleProject, sampleTake } from '#testing/storage/sample-records'
import { createFakeServices, type FakeServices } from '#testing/state/fake-services'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'

let services: FakeServices
let store: StoreApi<AppState>
const sentences = [0, 1, 2].map((index) => ({ text: 'x', startSample: 50 * index, endSample: 50 * (index + 1) }))
const take = sampleTake({ id: 'a', text: 'Once upon a time.', voiceName: 'Ada', sampleRate: 10, sampleCount: 150, sentences })

beforeEach(async () => {
  services = createFakeServices()
  services.kept.takes = [take]
  store = createAppStore(services)
  await store.getState().start()
  store.getState().playTake(take, new Float32Array(150))
  services.player.change({ phase: 'playing', positionSeconds: 7, durationSeconds: 15, availableSeconds: 15 })
})

const { shown, actions } = { shown: () => services.mediaKeys.shown.at(-1), actions: () => services.mediaKeys.actions! }

it('says what is heard and whose voice it is, until it is over', () => {
  expect(shown()).toMatchObject({ title: 'Once upon a time.', voiceName: 'Ada', phase: 'playing', durationSeconds: 15, speed: 1 })
  services.player.pause()
  expect(shown()).toMatchObject({ phase: 'paused' })
  services.player.change({ phase: 'ended' })
  expect(shown()).toBeNull()
})

it('says nothing of a recording that is listened to', () => {
  store.getState().playSound({ kind: 'prompt', voiceId: 'ada' }, { samples: new Float32Array(9), sampleRate: 10 })
  services.player.change({ phase: 'playing' })
  expect(shown()).toBeNull()
})

it('acts on the keys: pause, play, steps and sentences', () => {
  actions().pause()
  expect(services.player.state().phase).toBe('paused')
  actions().play()
  expect(services.player.state().phase).toBe('playing')
  actions().seekBy(-2)
  expect(services.player.state().positionSeconds).toBe(5)
  actions().goBySentence(1)
  expect(services.player.state().positionSeconds).toBe(10)
  // From the beginning of a sentence back to the one before it, from its middle to its beginning.
  actions().goBySentence(-1)
  expect(services.player.state().positionSeconds).toBe(5)
  services.player.change({ positionSeconds: 8 })
  actions().goBySentence(-1)
  expect(services.player.state().positionSeconds).toBe(5)
  services.player.change({ positionSeconds: 12 })
  actions().goBySentence(1)
  expect(services.player.state().positionSeconds).toBe(12)
})

it('names the chapter of a project that is heard, and steps by its lines', () => {
  const project = sampleProject()
  store.getState().noteBook({ project, chapters: [sampleChapter()], made: new Map() })
  const lines = [0, 4, 8].map((startSeconds) => ({ name: String(startSeconds), startSeconds }))
  store.getState().playSound({ kind: 'chapter', chapterId: 'chapter-1', lines }, { samples: new Float32Array(99), sampleRate: 10 })
  services.player.change({ phase: 'playing', positionSeconds: 5 })
  expect(shown()).toMatchObject({ title: 'One', voiceName: 'The Lamp' })
  actions().goBySentence(1)
  expect(services.player.state().positionSeconds).toBe(8)
})
