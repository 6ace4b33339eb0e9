import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { StoreApi } from 'zustand'
import { MynaError } from '../../shared/protocol/errors'
import type { Heard } from '../../shared/protocol/transcription'
import { GUIDE_CONSENT_STATEMENT } from '../../shared/text/wording/english/statements'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { buzz, createFakeServices, held, packStatus, SAMPLE_RATE, soundFile, testVoice, transcriberPack, type FakeServices, type FakeStart } from '#testing/state/fake-services'

let services: FakeServices
let store: StoreApi<AppState>

const state = () => store.getState()
const file = (name = 'acted.m4a') => Object.assign(new Blob(['sound']), { name })

async function startedStore(options: FakeStart = {}): Promise<void> {
  services = createFakeServices({ voices: [testVoice('ada', 'Ada')], ...options })
  services.readSoundFile = () => Promise.resolve(soundFile(buzz(4)))
  store = createAppStore(services)
  await store.getState().start()
}

beforeEach(() => startedStore())

describe('a recording to follow', () => {
  it('is read as a whole, up to ten minutes, and its words are typed where nobody can write them down', async () => {
    await startedStore({ transcriber: 'absent' })
    const read = vi.fn(services.readSoundFile)
    services.readSoundFile = read
    await state().openGuide(file())
    expect(read.mock.calls[0]?.[1]).toMatchObject({ wholeUpToSeconds: 600 })
    expect(state().guideState).toMatchObject({ phase: 'ready', guide: { source: 'file', name: 'acted.m4a' } })
    expect(state().guideWords).toBe('')
    await state().transcribeGuide()
    expect(state().licenceQuestion).toBe('whisper')
  })

  it('is written down by itself where the transcriber is on this device, in the chosen language', async () => {
    await startedStore({ transcriber: 'ready' })
    await expect.poll(() => services.transcription.requests).not.toHaveLength(0)
    services.transcription.hears = [' And so, ask not. ']
    await state().openGuide(file())
    await expect.poll(() => state().guideWords).toBe('And so, ask not.')
    expect(services.transcription.requests.at(-1)).toMatchObject({ language: 'en-US', samples: buzz(4).samples })
  })

  it('keeps the words that the person typed while somebody listened', async () => {
    await startedStore({ transcriber: 'ready' })
    await expect.poll(() => state().running).toEqual([])
    const hearing = held<Heard>()
    services.transcription.transcribe = () => hearing.promise
    await state().openGuide(file())
    await expect.poll(() => state().guideWordsState.phase).toBe('listening')
    state().setGuideWords('And so, ask not.')
    hearing.resolve({ text: 'And so, ask knot.', language: 'en', words: [] })
    await expect.poll(() => state().guideWordsState.phase).toBe('idle')
    expect(state().guideWords).toBe('And so, ask not.')
  })

  it('says why it cannot be written down, and can be stopped', async () => {
    services.packs.report(packStatus('ready', transcriberPack))
    await expect.poll(() => services.transcription.requests).not.toHaveLength(0)
    services.transcription.failure = new MynaError('transcription-failed', 'decoder')
    await state().openGuide(file())
    await expect.poll(() => state().guideWordsState).toMatchObject({ phase: 'failed', error: { code: 'transcription-failed' } })
    services.transcription.failure = null
    services.transcription.wantsHeld = true
    const writing = state().transcribeGuide()
    await expect.poll(() => state().guideWordsState.phase).toBe('listening')
    state().stopTranscribingGuide()
    await writing
    expect(state().guideWordsState).toEqual({ phase: 'idle' })
  })

  it('is listened to, and what speaks against it is told', async () => {
    services.analysis.disturbances = { music: [{ startSeconds: 0, endSeconds: 4 }], voices: [] }
    await state().openGuide(file())
    await expect.poll(() => state().guideState).toMatchObject({ guide: { findings: ['music'] } })
    services.readSoundFile = () => Promise.resolve(soundFile({ samples: new Float32Array(4 * SAMPLE_RATE), sampleRate: SAMPLE_RATE }))
    state().dropGuide()
    await state().openGuide(file())
    await expect.poll(() => state().guideState).toMatchObject({ guide: { findings: ['silent'] } })
  })

  it.each([
    ['guide-too-long', 'audio-too-long'],
    ['file-not-sound', 'file-not-sound'],
  ] as const)('says %s where reading says %s', async (code, thrown) => {
    services.readSoundFile = () => Promise.reject(new MynaError(thrown, 'why'))
    await state().openGuide(file())
    expect(state().guideState).toEqual({ phase: 'failed', error: { code, detail: 'why' } })
  })

  it('is recorded after a countdown, and the microphone may be denied', async () => {
    services.recorder.failure = new MynaError('microphone-denied', 'NotAllowedError')
    await state().recordGuide()
    expect(state().guideState).toMatchObject({ phase: 'failed', error: { code: 'microphone-denied' } })
    services.recorder.failure = null
    vi.useFakeTimers()
    const recording = state().recordGuide()
    await vi.advanceTimersByTimeAsync(3000)
    expect(state().guideState.phase).toBe('recording')
    expect(state().recording.phase).toBe('idle')
    state().stopRecordingGuide()
    await recording
    vi.useRealTimers()
    expect(state().guideState).toMatchObject({ phase: 'ready', guide: { source: 'microphone', name: '' } })
  })

  it('can be given up while it is read, and let go of', async () => {
    services.readSoundFile = (_file, { signal }) => new Promise((_, reject) => { signal.addEventListener('abort', () => { reject(new MynaError('aborted')) }) })
    const opening = state().openGuide(file())
    await expect.poll(() => state().guideState.phase).toBe('decoding')
    state().dropGuide()
    await opening
    expect(state().guideState).toEqual({ phase: 'idle' })
    expect(() => state().guideFile()).toThrow(expect.objectContaining({ code: 'record-missing' }) as Error)
  })
})

describe('saying it like this', () => {
  beforeEach(async () => {
    await state().openGuide(file())
    state().setGuideWords('Ask not.')
  })

  async function say(wordsAreRight?: boolean): Promise<void> {
    const before = services.inference.requests.length
    await state().sayLikeGuide(true, wordsAreRight)
    await expect.poll(() => services.inference.requests).toHaveLength(before + 1)
  }

  it('asks for the consent of whoever is heard in it, for words, and for a voice', async () => {
    await state().sayLikeGuide(false)
    expect(state().speakState).toMatchObject({ phase: 'failed', error: { code: 'consent-missing' } })
    state().setGuideWords(' ')
    await state().sayLikeGuide(true)
    expect(state().speakState).toMatchObject({ phase: 'failed', error: { code: 'text-empty' } })
    expect(services.inference.requests).toEqual([])
  })

  it('speaks the words with the recording, and tells of both consents in the take', async () => {
    state().setChecking({ bestOf: 3 })
    await say()
    expect(services.inference.requests[0]).toMatchObject({ passages: [{ text: 'Ask not.' }], guide: { samples: buzz(4).samples, sampleRate: SAMPLE_RATE, isTrusted: false } })
    services.inference.sendChunks(1, 1)
    services.inference.finish(SAMPLE_RATE, 500)
    await expect.poll(() => state().takes).toHaveLength(1)
    const [take] = state().takes
    expect(take).toMatchObject({
      text: 'Ask not.', complete: true,
      guide: { source: 'file', seconds: 4, consent: { statement: GUIDE_CONSENT_STATEMENT }, voiceConsent: testVoice('ada').consent },
    })
    expect(take?.bestOf).toBeUndefined()
    // The recording itself is nowhere.
    expect(JSON.stringify(state().takeDetails(take?.id ?? ''))).not.toContain('samples')
  })

  it('can be told that the words are right after all', async () => {
    await say(true)
    expect(services.inference.requests[0]?.guide?.isTrusted).toBe(true)
  })

  it('keeps what was made as an incomplete take where it fails: it cannot be continued', async () => {
    await say()
    services.inference.sendChunks(3, 1)
    services.inference.crash()
    await expect.poll(() => state().takes).toHaveLength(1)
    expect([state().takes[0]?.complete, state().unfinished]).toEqual([false, []])
  })

  it('makes a take that cannot be made again, and says why', async () => {
    await say()
    services.inference.sendChunks(1, 1)
    services.inference.finish(SAMPLE_RATE, 500)
    await expect.poll(() => state().takes).toHaveLength(1)
    await state().regenerateTake(state().takes[0]?.id ?? '')
    expect(services.inference.requests).toHaveLength(1)
    expect(state().notices.at(-1)).toMatchObject({ error: { code: 'record-missing' } })
  })
})
