import { beforeEach, describe, expect, it } from 'vitest'
import type { StoreApi } from 'zustand'
import { MynaError } from '../../shared/protocol/errors'
import type { Heard } from '../../shared/protocol/transcription'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { createFakeServices, held, transcriberPack, packStatus, testVoice, type FakeServices, type FakeStart } from '#testing/state/fake-services'

let services: FakeServices
let store: StoreApi<AppState>

async function startedStore(options: FakeStart, hears: string[] = []): Promise<void> {
  services = createFakeServices(options)
  services.transcription.hears = hears
  store = createAppStore(services)
  await store.getState().start()
}

const transcript = () => store.getState().voices[0]?.transcript

describe('the transcript of a prompt', () => {
  it('is made by itself where the transcriber is on this device, with its language', async () => {
    await startedStore({ transcriber: 'ready' }, ['ask not'])
    await expect.poll(() => transcript()).toEqual({ text: 'ask not', language: 'en', edited: false })
    expect(services.kept.voices[0]?.transcript).toEqual(transcript())
  })

  it('is made as soon as the transcriber has arrived', async () => {
    await startedStore({ transcriber: 'absent' }, ['ask not'])
    expect(services.transcription.requests).toEqual([])
    services.packs.report(packStatus('ready', transcriberPack))
    await expect.poll(() => transcript()?.text).toBe('ask not')
  })

  it('is not made again once a person changed it or took it away', async () => {
    await startedStore({ transcriber: 'ready' }, ['ask not', 'ask not'])
    await expect.poll(() => transcript()).toBeDefined()
    await store.getState().editTranscript('ada', ' And so, ask not. ')
    expect(transcript()).toEqual({ text: 'And so, ask not.', language: 'en', edited: true })
    await store.getState().editTranscript('ada', '  ')
    expect(transcript()).toBeNull()
    expect(services.transcription.requests).toHaveLength(1)
  })

  it('is not listened for any more once its voice is deleted', async () => {
    await startedStore({ transcriber: 'ready', voices: [{ ...testVoice('ada'), transcript: null }] })
    services.transcription.wantsHeld = true
    const done = store.getState().transcribeVoice('ada')
    await expect.poll(() => store.getState().running).toContain('transcript')
    await store.getState().deleteVoice('ada')
    await done
    expect([store.getState().transcriptState, store.getState().notices]).toEqual([{ phase: 'idle' }, []])
  })

  it('is what the person wrote while somebody listened', async () => {
    await startedStore({ transcriber: 'absent' })
    const hearing = held<Heard>()
    services.transcription.transcribe = () => hearing.promise
    services.packs.report(packStatus('ready', transcriberPack))
    await expect.poll(() => store.getState().transcriptState.phase).toBe('listening')
    await store.getState().editTranscript('ada', 'And so, ask not')
    hearing.resolve({ text: 'ask knot', language: 'en', words: [] })
    await expect.poll(() => store.getState().transcriptState.phase).toBe('idle')
    expect(transcript()).toEqual({ text: 'And so, ask not', language: null, edited: true })
    expect(services.kept.voices[0]?.transcript).toEqual(transcript())
  })

  it('stays with the recording that was heard where the voice speaks from another by now', async () => {
    const { promptWav, promptSeconds } = testVoice('sad')
    await startedStore({ voices: [{ ...testVoice('ada'), moods: [{ name: 'sad', promptWav, promptSeconds, promptSha256: 'sha-sad' }] }], transcriber: 'absent' })
    const hearing = held<Heard>()
    services.transcription.transcribe = () => hearing.promise
    services.packs.report(packStatus('ready', transcriberPack))
    await expect.poll(() => store.getState().transcriptState.phase).toBe('listening')
    await store.getState().makeMoodDefault('ada', 'sad')
    // The other recording is listened to next.
    services.transcription.transcribe = () => held<Heard>().promise
    hearing.resolve({ text: 'ask not', language: 'en', words: [] })
    const ofMood = () => store.getState().voices[0]?.moods?.[0]
    await expect.poll(() => ofMood()?.transcript?.text).toBe('ask not')
    expect(ofMood()?.promptSha256).toBe('sha-ada')
    expect(transcript()?.text).not.toBe('ask not')
  })

  it('can be typed without any transcriber', async () => {
    await startedStore({ voices: [testVoice('ada')] })
    await store.getState().editTranscript('ada', 'Ask not')
    expect(transcript()).toEqual({ text: 'Ask not', language: null, edited: true })
  })
})

describe('bad days', () => {
  beforeEach(() => startedStore({ transcriber: 'absent' }))

  it('asks for the transcriber where it is missing', async () => {
    await store.getState().transcribeVoice('ada')
    expect(store.getState().licenceQuestion).toBe('whisper')
    expect(store.getState().transcriptState).toEqual({ phase: 'idle' })
  })

  it('says why it failed, stops trying, and speaking is not blocked', async () => {
    services.transcription.failure = new MynaError('model-invalid', 'decoder')
    services.packs.report(packStatus('ready', transcriberPack))
    await expect.poll(() => store.getState().transcriptState).toMatchObject({ phase: 'failed', error: { code: 'model-invalid' } })
    store.getState().setText('Still speaking.')
    await store.getState().speak()
    await expect.poll(() => services.inference.requests).toHaveLength(1)
    expect(services.transcription.requests).toHaveLength(1)
  })

  it('can be stopped', async () => {
    services.transcription.wantsHeld = true
    services.packs.report(packStatus('ready', transcriberPack))
    await expect.poll(() => store.getState().transcriptState.phase).toBe('listening')
    store.getState().selectVoice('nobody')
    store.getState().stopTranscribing()
    expect(store.getState().transcriptState).toEqual({ phase: 'idle' })
    expect(transcript()).toBeUndefined()
  })

  it('keeps the words on the page when the disk is full', async () => {
    services.disk.failure = new MynaError('storage-full', 'no space')
    await store.getState().editTranscript('ada', 'Ask not')
    expect(store.getState().notices.map(({ error }) => error?.code)).toEqual(['storage-full'])
  })
})
