import { beforeEach, describe, expect, it } from 'vitest'
import type { StoreApi } from 'zustand'
import { MynaError } from '../../shared/protocol/errors'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { createFakeServices, transcriberPack, packStatus, SAMPLE_RATE, testVoice, type FakeServices, type FakeStart } from '#testing/state/fake-services'

const voice = { ...testVoice('ada'), transcript: null }
let services: FakeServices
let store: StoreApi<AppState>

async function startedStore(options: FakeStart = {}): Promise<void> {
  services = createFakeServices({ voices: [voice], ...options })
  store = createAppStore(services)
  await store.getState().start()
  store.getState().setText('Good morning to you.')
}

/** Speaks two sentences of a second each and waits for the kept take. */
async function speakTake(): Promise<string> {
  await store.getState().speak()
  await expect.poll(() => services.inference.requests).toHaveLength(1)
  services.inference.send({ type: 'plan', chunks: ['Good morning.', 'To you.'].map((text) => ({ text, estimatedSeconds: 1 })) })
  for (const chunkIndex of [0, 1]) {
    services.inference.send({ type: 'audio', chunkIndex, samples: new Float32Array(SAMPLE_RATE).fill(0.1), endsChunk: true })
  }
  services.inference.finish(2 * SAMPLE_RATE, 1000)
  await expect.poll(() => services.kept.takes).toHaveLength(1)
  return store.getState().currentTakeId ?? ''
}

const checked = () => store.getState().lastTake?.check
const verdicts = () => checked()?.sentences.map(({ words }) => words.map(({ verdict }) => verdict))

describe('without a transcriber on this device', () => {
  it('speaks and checks nothing by itself', async () => {
    await startedStore({ transcriber: 'absent' })
    await speakTake()
    expect(services.transcription.requests).toEqual([])
    expect(store.getState().checkState).toEqual({ phase: 'idle' })
  })

  it('asks for its licence when a check is wanted, and checks by itself once it has arrived', async () => {
    await startedStore({ transcriber: 'absent' })
    services.transcription.hears = ['Good morning', 'to you']
    await store.getState().checkTake(await speakTake())
    expect(store.getState().licenceQuestion).toBe('whisper')
    services.packs.report(packStatus('ready', transcriberPack))
    await expect.poll(() => verdicts()).toEqual([['same', 'same'], ['same', 'same']])
  })

  it('forgets the wish with the next reading', async () => {
    await startedStore({ transcriber: 'absent' })
    await store.getState().checkTake(await speakTake())
    await store.getState().speak()
    expect(store.getState().checkState).toEqual({ phase: 'idle' })
  })

  it('says so where there is none to fetch', async () => {
    await startedStore()
    await store.getState().checkTake(await speakTake())
    expect(store.getState().notices.map(({ error }) => error?.code)).toEqual(['model-unknown'])
  })

  it('never takes the transcriber for a voice', async () => {
    await startedStore({ transcriber: 'ready' })
    services.kept.settings.set('choices', { voiceId: null, packId: 'whisper', executionProvider: 'wasm', threads: 0, microphoneId: null })
    const reloaded = createAppStore(services)
    await reloaded.getState().start()
    expect(reloaded.getState().selectedPackId).toBe('starter')
  })
})

describe('with a transcriber', () => {
  beforeEach(() => startedStore({ transcriber: 'ready' }))

  it('checks a finished reading by itself and keeps what was heard', async () => {
    services.transcription.hears = ['Good morning', 'to who?']
    await speakTake()
    await expect.poll(() => checked()).toBeDefined()
    expect(verdicts()).toEqual([['same', 'same'], ['same', 'different']])
    expect(services.transcription.requests.map(({ samples, language }) => [samples.length, language])).toEqual([
      [SAMPLE_RATE, 'en-US'],
      [SAMPLE_RATE, 'en-US'],
    ])
    await expect.poll(() => services.kept.takes[0]?.check).toEqual(checked())
    expect(store.getState().checkState).toEqual({ phase: 'idle' })
  })

  it('lays the times of the second sentence behind the first', async () => {
    services.transcription.hears = ['Good morning', 'to you']
    await speakTake()
    await expect.poll(() => checked()).toBeDefined()
    expect(checked()?.sentences.map(({ words }) => words.map(({ startSeconds }) => startSeconds))).toEqual([[0, 0.25], [1, 1.25]])
  })

  it('leaves a reading alone where the person wants no checks', async () => {
    store.getState().setChecking({ checksReadings: false })
    await speakTake()
    await Promise.resolve()
    expect(services.transcription.requests).toEqual([])
  })

  it('says why when the transcriber fails, and keeps take and sound', async () => {
    services.transcription.failure = new MynaError('worker-crashed', 'gone')
    const id = await speakTake()
    await expect.poll(() => store.getState().checkState.phase).toBe('failed')
    expect(store.getState().checkState).toMatchObject({ takeId: id, error: { code: 'worker-crashed' } })
    expect(store.getState().speakState.phase).toBe('done')
    expect((await store.getState().takeSound(id)).blob.size).toBeGreaterThan(4 * SAMPLE_RATE)
  })

  it('gives a check up for the next reading', async () => {
    services.transcription.wantsHeld = true
    await speakTake()
    await expect.poll(() => store.getState().checkState.phase).toBe('checking')
    await store.getState().speak()
    expect(store.getState().checkState).toEqual({ phase: 'idle' })
    expect(store.getState().notices).toEqual([])
  })

  it('shows what was heard even if it cannot be kept', async () => {
    services.transcription.hears = ['Good morning', 'to you']
    store.getState().setChecking({ checksReadings: false })
    const id = await speakTake()
    services.disk.failure = new MynaError('storage-full', 'no space')
    await store.getState().checkTake(id)
    expect(verdicts()).toEqual([['same', 'same'], ['same', 'same']])
    expect(store.getState().notices.map(({ error }) => error?.code)).toContain('storage-full')
  })

  it('remembers the choices', async () => {
    store.getState().setChecking({ checksReadings: false, retryLimit: 2 })
    const reloaded = createAppStore(services)
    await reloaded.getState().start()
    expect(reloaded.getState()).toMatchObject({ checksReadings: false, retryLimit: 2 })
  })
})
