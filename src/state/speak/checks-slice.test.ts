import { beforeEach, describe, expect, it } from 'vitest'
import type { StoreApi } from 'zustand'
import { MynaError } from '../../shared/protocol/errors'
import type { Heard } from '../../shared/protocol/transcription'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { createFakeServices, held, transcriberPack, packStatus, SAMPLE_RATE, testVoice, type FakeServices, type FakeStart } from '#testing/state/fake-services'

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

  it('forgets the wish where the person declines it', async () => {
    await startedStore({ transcriber: 'absent' })
    await store.getState().checkTake(await speakTake())
    store.getState().declineLicence()
    expect(store.getState().checkState).toEqual({ phase: 'idle' })
  })

  it('is withdrawn with the take that it is for', async () => {
    await startedStore({ transcriber: 'absent' })
    const id = await speakTake()
    await store.getState().checkTake(id)
    await store.getState().deleteTake(id)
    expect(store.getState().checkState).toEqual({ phase: 'idle' })
    services.packs.report(packStatus('ready', transcriberPack))
    await Promise.resolve()
    expect(services.transcription.requests).toEqual([])
  })

  it('is withdrawn where its take is gone in any other way', async () => {
    await startedStore({ transcriber: 'absent' })
    await store.getState().checkTake('gone')
    services.packs.report(packStatus('ready', transcriberPack))
    await expect.poll(() => store.getState().checkState).toEqual({ phase: 'idle' })
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

  it('ends with the take that is deleted, which stays deleted', async () => {
    const hearing = held<Heard>()
    services.transcription.transcribe = () => hearing.promise
    const id = await speakTake()
    await expect.poll(() => store.getState().checkState.phase).toBe('checking')
    await store.getState().deleteTake(id)
    expect(store.getState().checkState).toEqual({ phase: 'idle' })
    hearing.resolve({ text: 'Good morning', language: 'en', words: [] })
    await expect.poll(() => store.getState().running).toEqual([])
    expect(services.kept.takes).toEqual([])
    expect(store.getState().notices).toEqual([])
  })

  it('brings no take back that another tab deleted', async () => {
    store.getState().setChecking({ checksReadings: false })
    const id = await speakTake()
    services.kept.takes = []
    await store.getState().checkTake(id)
    expect(services.kept.takes).toEqual([])
    expect(services.kept.savedSamples.size).toBe(0)
  })

  it('keeps the likeness that was measured while it listened', async () => {
    const hearing = held<Heard>()
    services.transcription.transcribe = () => hearing.promise
    services.analysis.toldVoices = [Float32Array.of(1, 0), Float32Array.of(0.8, 0.6)]
    await speakTake()
    await expect.poll(() => store.getState().lastTake?.toldLikeness).toBeCloseTo(0.8, 6)
    hearing.resolve({ text: 'Good morning', language: 'en', words: [] })
    await expect.poll(() => checked()).toBeDefined()
    expect(store.getState().lastTake?.toldLikeness).toBeCloseTo(0.8, 6)
    await expect.poll(() => services.kept.takes[0]).toMatchObject({ check: checked(), toldLikeness: store.getState().lastTake?.toldLikeness })
  })

  it('writes no sound that is kept already', async () => {
    await speakTake()
    await expect.poll(() => services.kept.takes[0]?.check).toBeDefined()
    expect(services.kept.savedSamples.size).toBe(0)
  })

  it('ends where the transcriber was stopped for somebody else', async () => {
    const hearing = held<Heard>()
    services.transcription.transcribe = () => hearing.promise
    await speakTake()
    await expect.poll(() => store.getState().checkState.phase).toBe('checking')
    hearing.reject(new MynaError('aborted', 'stopped on request'))
    await expect.poll(() => store.getState().checkState).toEqual({ phase: 'idle' })
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
