import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StoreApi } from 'zustand'
import { decodeWav } from '../../shared/audio/wav'
import { MynaError } from '../../shared/protocol/errors'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { buzz, createFakeServices, SAMPLE_RATE, type FakeServices } from '#testing/state/fake-services'
import type { PromptDraft } from './prompt-draft'

let services: FakeServices
let store: StoreApi<AppState>

const recording = () => store.getState().recording
const wav = () => Object.assign(new Blob(['sound']), { name: 'Aunt Ada.m4a' })

function draft(): PromptDraft {
  const state = recording()
  if (state.phase !== 'draft') throw new Error(`no draft but ${state.phase}`)
  return state.draft
}

beforeEach(async () => {
  services = createFakeServices({ voices: [] })
  store = createAppStore(services)
  await store.getState().start()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('recording', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })

  it('says that the microphone is denied, and works after it was allowed', async () => {
    services.recorder.failure = new MynaError('microphone-denied', 'NotAllowedError')
    await store.getState().startRecording()
    expect(recording()).toEqual({ phase: 'failed', error: { code: 'microphone-denied', detail: 'NotAllowedError' } })

    services.recorder.failure = null
    const started = store.getState().startRecording()
    await vi.advanceTimersByTimeAsync(3000)
    await started
    expect(recording().phase).toBe('recording')
  })

  it('leaves a draft alone when the microphone is denied to the list of microphones', async () => {
    await store.getState().openFile(wav())
    services.recorder.failure = new MynaError('microphone-denied', 'NotAllowedError')
    await store.getState().listMicrophones()
    expect(recording().phase).toBe('draft')
    expect(store.getState().notices.map(({ error }) => error?.code)).toEqual(['microphone-denied'])
  })

  it('counts down from three before it records', async () => {
    void store.getState().startRecording()
    const seen: (number | string)[] = []
    for (let second = 0; second < 4; second++) {
      await vi.advanceTimersByTimeAsync(second === 0 ? 0 : 1000)
      const state = recording()
      seen.push(state.phase === 'countdown' ? state.secondsLeft : state.phase)
    }
    expect(seen).toEqual([3, 2, 1, 'recording'])
  })

  it('can be given up during the countdown: nothing records afterwards', async () => {
    void store.getState().startRecording()
    await vi.advanceTimersByTimeAsync(1500)
    await store.getState().cancelRecording()
    await vi.advanceTimersByTimeAsync(5000)
    expect(recording()).toEqual({ phase: 'idle' })
  })

  it('throws the recording away when it is cancelled', async () => {
    void store.getState().startRecording()
    await vi.advanceTimersByTimeAsync(3000)
    await store.getState().cancelRecording()
    expect(services.recorder.cancelled).toBe(1)
    expect(recording()).toEqual({ phase: 'idle' })
  })

  it('becomes a draft when it is stopped', async () => {
    void store.getState().startRecording()
    await vi.advanceTimersByTimeAsync(3000)
    await store.getState().stopRecording()
    expect(draft()).toMatchObject({ source: 'microphone', name: 'Voice 1' })
  })

  describe('more for an open draft', () => {
    beforeEach(async () => {
      void store.getState().startRecording()
      await vi.advanceTimersByTimeAsync(3000)
      await store.getState().stopRecording()
    })

    async function recordMore(): Promise<void> {
      const started = store.getState().recordMore('Ada')
      await vi.advanceTimersByTimeAsync(3000)
      await started
    }

    it('is joined to it under the name that was typed', async () => {
      const first = draft().prompt
      await recordMore()
      expect(recording().phase).toBe('recording')
      await store.getState().stopRecording()
      const { name, clips } = draft()
      expect(name).toBe('Ada')
      expect(clips.map((clip) => clip.name)).toEqual(['Voice 1', 'Recording 2'])
      expect(clips[0]?.prompt).toBe(first)
      expect(store.getState().setAside).toBeNull()
    })

    it('leaves the draft as it was when it is given up', async () => {
      const first = draft().prompt
      await recordMore()
      await store.getState().cancelRecording()
      expect(draft()).toMatchObject({ name: 'Ada', prompt: first })
      expect(draft().clips).toHaveLength(1)
      expect(store.getState().setAside).toBeNull()
    })

    it('leaves the draft as it was where the microphone fails, and says so', async () => {
      const first = draft().prompt
      services.recorder.failure = new MynaError('microphone-failed', 'NotReadableError')
      await recordMore()
      expect(draft().prompt).toBe(first)
      expect(store.getState().notices.map(({ error }) => error?.code)).toEqual(['microphone-failed'])
    })

    it('stays among the recordings where they cannot be joined', async () => {
      const first = draft().prompt
      await recordMore()
      services.analysis.failure = new MynaError('inference-failed', 'no detector')
      await store.getState().stopRecording()
      expect(draft().prompt).toBe(first)
      expect(draft().clips).toHaveLength(2)
      expect(store.getState().notices.map(({ error }) => error?.code)).toEqual(['inference-failed'])
    })

    it('restarts the removal of noise that it cut off', async () => {
      services.analysis.wantsCleaningHeld = true
      store.getState().chooseDraftSound('cleaned')
      await vi.advanceTimersByTimeAsync(0)
      expect(draft().cleaning.phase).toBe('working')
      await recordMore()
      services.analysis.wantsCleaningHeld = false
      await store.getState().cancelRecording()
      await vi.advanceTimersByTimeAsync(1000)
      expect(draft().cleaning.phase).toBe('ready')
    })
  })

  it('keeps what was captured when the microphone is unplugged, and says so', async () => {
    void store.getState().startRecording()
    await vi.advanceTimersByTimeAsync(3000)
    services.recorder.interrupt({ code: 'microphone-failed', detail: 'ended' })
    await vi.advanceTimersByTimeAsync(0)
    expect(recording().phase).toBe('draft')
    expect(store.getState().notices.map(({ error }) => error?.code)).toEqual(['microphone-failed'])
  })

  it('ends by itself after two minutes', async () => {
    void store.getState().startRecording()
    await vi.advanceTimersByTimeAsync(3000)
    services.recorder.report({ peak: 0.1, rms: 0.05, seconds: 120 })
    await vi.advanceTimersByTimeAsync(0)
    expect(recording().phase).toBe('draft')
  })

  it('shows a level that rises at once and falls slowly', async () => {
    void store.getState().startRecording()
    await vi.advanceTimersByTimeAsync(3000)
    services.recorder.report({ peak: 0.5, rms: 0.2, seconds: 1 })
    services.recorder.report({ peak: 0, rms: 0, seconds: 1.05 })
    const state = recording()
    expect(state.phase === 'recording' && state.peak).toBeCloseTo(0.45, 10)
  })
})

describe('a file', () => {
  it('that cannot be decoded is refused with the reason', async () => {
    const failing = { ...services, readSoundFile: () => Promise.reject(new MynaError('audio-undecodable', 'no codec')) }
    store = createAppStore(failing)
    await store.getState().openFile(wav())
    expect(recording()).toEqual({ phase: 'failed', error: { code: 'audio-undecodable', detail: 'no codec' } })
  })

  it('becomes a draft with its name and a suggested part of 5 to 12 seconds', async () => {
    await store.getState().openFile(wav())
    const { name, source, startSeconds, endSeconds } = draft()
    expect({ name, source }).toEqual({ name: 'Aunt Ada', source: 'file' })
    expect(endSeconds - startSeconds).toBeGreaterThanOrEqual(5)
    expect(endSeconds - startSeconds).toBeLessThanOrEqual(12)
  })
})

describe('a draft', () => {
  beforeEach(() => store.getState().openFile(wav()))

  it('keeps its handles in order, apart and inside the recording', () => {
    store.getState().trimDraft(-5, 100)
    expect(draft()).toMatchObject({ startSeconds: 0, endSeconds: 20 })
    store.getState().trimDraft(19.9, 3)
    expect(draft()).toMatchObject({ startSeconds: 19.5, endSeconds: 20 })
  })

  it('plays only the part between the handles', () => {
    const played = vi.spyOn(services.player, 'playTake')
    store.getState().trimDraft(2, 5)
    store.getState().playDraft()
    expect(played.mock.calls[0]?.[0]).toHaveLength(3 * SAMPLE_RATE)
    expect(store.getState().playback).toEqual({ kind: 'draft' })
  })

  it('is not saved without consent', async () => {
    await store.getState().saveDraft('Ada', false)
    expect(store.getState().notices.map(({ error }) => error?.code)).toEqual(['consent-missing'])
    expect(services.kept.voices).toEqual([])
    expect(recording().phase).toBe('draft')
  })

  it('is not saved with less than a second of speech', async () => {
    store.getState().trimDraft(0.4, 1.3)
    await store.getState().saveDraft('Ada', true)
    expect(store.getState().notices.map(({ error }) => error?.code)).toEqual(['prompt-too-short'])
    expect(services.kept.voices).toEqual([])
  })

  it('stays open when the disk is full', async () => {
    services.disk.failure = new MynaError('storage-full')
    await store.getState().saveDraft('Ada', true)
    expect(recording().phase).toBe('draft')
    expect(store.getState().voices).toEqual([])
  })

  it('becomes the chosen voice: the trimmed part, the consent and the hash of what is kept', async () => {
    store.getState().trimDraft(2, 8)
    await store.getState().saveDraft('  Ada ', true)
    const [voice] = services.kept.voices
    if (!voice) throw new Error('nothing was kept')
    expect(voice).toMatchObject({ name: 'Ada', promptSeconds: 6, source: 'file' })
    expect(voice.consent.statement).toMatch(/^This is my voice/)
    const { samples, sampleRate } = decodeWav(voice.promptWav)
    expect({ count: samples.length, sampleRate }).toEqual({ count: 6 * SAMPLE_RATE, sampleRate: SAMPLE_RATE })
    // Rounded to 16 bits: half a step off at most.
    expect(samples[1000]).toBeCloseTo(buzz(20).samples[2 * SAMPLE_RATE + 1000] ?? NaN, 4)
    const digest = await crypto.subtle.digest('SHA-256', voice.promptWav)
    expect(voice.promptSha256).toBe(Buffer.from(digest).toString('hex'))
    expect(store.getState().selectedVoiceId).toBe(voice.id)
    expect(recording()).toEqual({ phase: 'idle' })
  })
})
