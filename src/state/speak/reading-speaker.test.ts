import { beforeEach, expect, it } from 'vitest'
import type { StoreApi } from 'zustand'
import { MynaError } from '../../shared/protocol/errors'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { createFakeServices, held, SAMPLE_RATE, testVoice, type FakeServices, type FakeStart } from '#testing/state/fake-services'

const voice = { ...testVoice('ada'), transcript: null }
let services: FakeServices
let store: StoreApi<AppState>

async function startedStore(options: FakeStart = {}): Promise<void> {
  services = createFakeServices({ voices: [voice], ...options })
  store = createAppStore(services)
  await store.getState().start()
  store.getState().setText('Good morning. To you.')
  store.getState().setChecking({ bestOf: 2 })
}

beforeEach(() => startedStore({ transcriber: 'ready' }))

/** Answers the next request for sound: a second of noise for each chunk that is asked for. */
async function answer(count: number): Promise<void> {
  await expect.poll(() => services.inference.requests).toHaveLength(count)
  const { from, to } = services.inference.requests.at(-1)!.chunks!
  services.inference.send({ type: 'plan', chunks: ['Good morning.', 'To you.'].map((text) => ({ text, estimatedSeconds: 1 })) })
  for (let chunkIndex = from; chunkIndex < to; chunkIndex++) {
    services.inference.send({ type: 'audio', chunkIndex, samples: new Float32Array(SAMPLE_RATE).fill(count / 100), endsChunk: true })
  }
  services.inference.finish((to - from) * SAMPLE_RATE, 100)
}

const answerAll = async () => {
  for (let count = 1; count <= 5; count++) await answer(count)
}
const kept = () => expect.poll(() => services.kept.takes).toHaveLength(1)
const choices = () => store.getState().lastTake?.sentences?.map(({ choice }) => [choice?.kept, choice?.reason])

it('keeps the reading with the right words of every sentence, and what was heard is the check', async () => {
  services.transcription.hears = ['god mourning', 'Good morning', 'to you', 'two ewes']
  await store.getState().speak()
  await answerAll()
  await kept()
  expect(choices()).toEqual([[1, 'findings'], [0, 'findings']])
  expect(store.getState().lastTake).toMatchObject({ bestOf: 2, check: { packId: 'whisper', sentences: [{ heard: 'Good morning' }, { heard: 'to you' }] } })
  expect(services.transcription.requests).toHaveLength(4)
  expect(services.kept.takes[0]?.sentences?.[0]?.seed).toBe(services.inference.requests[2]?.settings.seed)
})

it('lets likeness decide where no transcriber is on this device', async () => {
  await startedStore({ transcriber: 'absent' })
  const prompt = Float32Array.of(1, 0)
  const near = Float32Array.of(0.8, 0.6)
  const far = Float32Array.of(0.6, 0.8)
  services.analysis.voices = [prompt, far, near, near, far]
  await store.getState().speak()
  await answerAll()
  await kept()
  expect(store.getState().lastTake?.sentences?.map(({ choice }) => choice?.readings.map(({ wrongCount }) => wrongCount))).toEqual([[null, null], [null, null]])
  expect(choices()?.map(([index]) => index)).toEqual([1, 0])
})

it('says which candidate of which sentence is being made', async () => {
  await store.getState().speak()
  for (const count of [1, 2, 3]) await answer(count)
  const step = { chunkIndex: 1, candidate: 1, candidateCount: 2 }
  await expect.poll(() => store.getState().speakState).toMatchObject({ phase: 'speaking', chunkIndex: 1, step })
})

it('lets sound begin when the first sentence is chosen, and keeps that sentence when it is stopped in the second', async () => {
  await store.getState().speak()
  for (const count of [1, 2]) await answer(count)
  expect(services.player.given()).toHaveLength(0)
  await answer(3)
  await expect.poll(() => services.player.given()).toHaveLength(SAMPLE_RATE)
  await expect.poll(() => services.inference.requests).toHaveLength(4)
  store.getState().stopSpeaking()
  await kept()
  expect(store.getState().lastTake).toMatchObject({ complete: false, sampleCount: SAMPLE_RATE, sentences: [{ text: 'Good morning.' }] })
  expect(choices()).toHaveLength(1)
})

it('continues without likeness when the encoder cannot be opened, and says so', async () => {
  services.analysis.failure = new MynaError('model-not-found', 'HTTP 404')
  await store.getState().speak()
  await answerAll()
  await kept()
  expect(store.getState().notices.map(({ error }) => error?.code)).toEqual(['model-not-found'])
})

it('does not learn the pace of the device from several readings of a sentence', async () => {
  await store.getState().speak()
  await answerAll()
  await kept()
  expect(services.kept.settings.get('measuredRtf')).toBeUndefined()
})

it('is stopped while the prompt is put into numbers', async () => {
  const embedding = held<Float32Array>()
  services.analysis.embedSpeech = (_request, signal) => Promise.race([embedding.promise, held<never>(signal).promise])
  await store.getState().speak()
  await expect.poll(() => store.getState().speakState.phase).toBe('speaking')
  store.getState().stopSpeaking()
  await expect.poll(() => store.getState().speakState.phase).toBe('stopped')
  expect(services.inference.requests).toEqual([])
})

it('remembers the number of readings', async () => {
  const reloaded = createAppStore(services)
  await reloaded.getState().start()
  expect(reloaded.getState().bestOf).toBe(2)
})
