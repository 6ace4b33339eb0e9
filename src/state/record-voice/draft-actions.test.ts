import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StoreApi } from 'zustand'
import { MynaError } from '../../shared/protocol/errors'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { buzz, createFakeServices, SAMPLE_RATE, soundFile, testVoice, type FakeServices } from '#testing/state/fake-services'
import type { PromptDraft } from './prompt-draft'

let services: FakeServices
let store: StoreApi<AppState>

const file = (name: string) => Object.assign(new Blob(['sound']), { name })
const rest = () => vi.advanceTimersByTimeAsync(1000)
const him = Float32Array.of(1, 0)
const her = Float32Array.of(0, 1)

function draft(): PromptDraft {
  const { recording } = store.getState()
  if (recording.phase !== 'draft') throw new Error(`no draft but ${recording.phase}`)
  return recording.draft
}

/** A recording of `count` sentences of `seconds` each, with pauses of a second. */
function sentences(count: number, seconds: number) {
  const samples = new Float32Array(count * (seconds + 1) * SAMPLE_RATE)
  for (let sentence = 0; sentence < count; sentence++) {
    const start = Math.round((sentence * (seconds + 1) + 0.5) * SAMPLE_RATE)
    for (let i = 0; i < seconds * SAMPLE_RATE; i++) samples[start + i] = 0.3 * Math.sin(i / 20)
  }
  return soundFile({ samples, sampleRate: SAMPLE_RATE })
}

beforeEach(async () => {
  services = createFakeServices({ voices: [] })
  store = createAppStore(services)
  await store.getState().start()
  vi.useFakeTimers()
  await store.getState().openFile(file('ada.wav'))
  await rest()
})
afterEach(() => { vi.useRealTimers() })

describe('taking the noise away', () => {
  it('is never done without being asked for', () => {
    expect(services.analysis.cleaned).toEqual([])
    expect(draft()).toMatchObject({ sound: 'original', cleaning: { phase: 'idle' } })
  })

  it('goes back to the original where it fails, says why, and can be tried again', async () => {
    services.analysis.failure = new MynaError('model-not-found', 'HTTP 404')
    store.getState().chooseDraftSound('cleaned')
    await rest()
    expect(draft()).toMatchObject({ sound: 'original', cleaning: { phase: 'failed', error: { code: 'model-not-found' } } })
    services.analysis.failure = null
    store.getState().chooseDraftSound('cleaned')
    await rest()
    expect(draft()).toMatchObject({ sound: 'cleaned', cleaning: { phase: 'ready' } })
  })

  it('gives the part without its noise, as long as the part, to play and to save', async () => {
    store.getState().trimDraft(2, 8)
    store.getState().chooseDraftSound('cleaned')
    await rest()
    const played = vi.spyOn(services.player, 'playTake')
    store.getState().playDraft()
    const [samples] = played.mock.calls[0]!
    expect(samples).toHaveLength(6 * SAMPLE_RATE)
    // The stand-in halves what it gets.
    expect(samples[1000]).toBeCloseTo(buzz(20).samples[2 * SAMPLE_RATE + 1000]! / 2, 6)
    await store.getState().saveDraft('Ada', true)
    expect(services.kept.voices).toMatchObject([{ name: 'Ada', isCleaned: true, promptSeconds: 6 }])
  })

  it('is kept once where it is saved twice', async () => {
    await Promise.all([store.getState().saveDraft('Ada', true), store.getState().saveDraft('Ada', true)])
    expect(services.kept.voices).toHaveLength(1)
  })

  it('is not written into a voice that was saved as it was recorded', async () => {
    store.getState().chooseDraftSound('cleaned')
    await rest()
    store.getState().chooseDraftSound('original')
    await store.getState().saveDraft('Ada', true)
    expect(services.kept.voices[0]).not.toHaveProperty('isCleaned')
  })

  it('does not save anything in the meantime', async () => {
    services.analysis.wantsCleaningHeld = true
    store.getState().chooseDraftSound('cleaned')
    await rest()
    await store.getState().saveDraft('Ada', true)
    expect(services.kept.voices).toEqual([])
    expect(draft().cleaning.phase).toBe('working')
  })

  it('is done again for another part, once the handles rest', async () => {
    store.getState().chooseDraftSound('cleaned')
    await rest()
    store.getState().trimDraft(1, 4)
    store.getState().trimDraft(1, 5)
    expect(draft().cleaning.phase).toBe('idle')
    await rest()
    expect(services.analysis.cleaned).toHaveLength(2)
    // With the second before it, from which the suppressor learns what is noise.
    expect(services.analysis.cleaned[1]!.samples).toHaveLength(5 * SAMPLE_RATE)
    expect(draft()).toMatchObject({ sound: 'cleaned', cleaning: { phase: 'ready' } })
  })

  it('changes sounds in mid-play at the same word', async () => {
    store.getState().chooseDraftSound('cleaned')
    await rest()
    store.getState().playDraft()
    services.player.change({ positionSeconds: 1.5 })
    const sought = vi.spyOn(services.player, 'seek')
    store.getState().chooseDraftSound('original')
    expect(sought).toHaveBeenCalledWith(1.5)
    expect(store.getState().playback).toEqual({ kind: 'draft' })
  })
})

it('takes no more than two minutes of a long recording', async () => {
  const readSoundFile = () => Promise.resolve(soundFile({ samples: new Float32Array(200 * SAMPLE_RATE), sampleRate: SAMPLE_RATE }))
  store = createAppStore({ ...services, readSoundFile })
  await store.getState().openFile(file('talk.wav'))
  store.getState().trimDraft(10, 200)
  expect(draft()).toMatchObject({ startSeconds: 10, endSeconds: 130 })
})

describe('adding a recording', () => {
  beforeEach(() => {
    services = createFakeServices({ voices: [] })
    let opened = 0
    store = createAppStore({ ...services, readSoundFile: () => Promise.resolve(opened++ === 0 ? sentences(3, 3) : sentences(2, 4)) })
  })

  async function open(): Promise<void> {
    await store.getState().openFile(file('ada.wav'))
    await rest()
  }

  it('leaves the draft as it was, and says why, where the file cannot be read', async () => {
    const readSoundFile = vi.fn().mockResolvedValueOnce(sentences(3, 3)).mockRejectedValueOnce(new MynaError('audio-undecodable'))
    store = createAppStore({ ...services, readSoundFile })
    await open()
    const before = draft()
    await store.getState().addToDraft([file('b.txt')])
    expect(draft()).toEqual(before)
    expect(store.getState().notices.map(({ error }) => error?.code)).toEqual(['audio-undecodable'])
  })

  it('joins the best parts of all, twelve seconds at most, and keeps every recording', async () => {
    await open()
    await store.getState().addToDraft([file('b.wav')])
    const { clips, parts, prompt, joining } = draft()
    expect(clips.map(({ name }) => name)).toEqual(['ada', 'b'])
    expect(parts.length).toBeGreaterThanOrEqual(2)
    const seconds = prompt.samples.length / SAMPLE_RATE
    expect(seconds).toBeGreaterThan(5)
    expect(seconds).toBeLessThanOrEqual(12)
    expect(joining).toBeNull()
  })

  it('leaves out what another person says', async () => {
    await open()
    services.analysis.voices = [him, him, him, her, her]
    await store.getState().addToDraft([file('b.wav')])
    expect(new Set(draft().parts.map(({ clip }) => clip))).toEqual(new Set([0]))
  })

  it('can be given up: the draft is as it was', async () => {
    await open()
    const before = draft()
    const adding = store.getState().addToDraft([file('b.wav')])
    expect(draft().joining).toEqual({ label: 'Reading b.wav', fraction: null })
    store.getState().stopJoining()
    await adding
    expect(draft()).toEqual(before)
    expect(store.getState().notices).toEqual([])
  })

  it('takes the last recording as it is when the others are left out', async () => {
    await open()
    await store.getState().addToDraft([file('b.wav')])
    await store.getState().removeClip(1)
    expect(draft()).toMatchObject({ parts: [], clips: [{ name: 'ada' }] })
    expect(draft().prompt.samples).toHaveLength(12 * SAMPLE_RATE)
  })

  it('says that two seconds of speech are needed where nobody says as much at once', async () => {
    await open()
    services.analysis.likelihood = 0
    const readSoundFile = () => Promise.resolve(sentences(3, 3))
    store = createAppStore({ ...services, readSoundFile })
    await open()
    await store.getState().joinDraft()
    expect(store.getState().notices.map(({ error }) => error?.code)).toEqual(['prompt-too-short'])
  })

  it('opens the first of several files and joins the others to it', async () => {
    await store.getState().openFiles([file('ada.wav'), file('b.wav')])
    expect(draft().clips.map(({ name }) => name)).toEqual(['ada', 'b'])
  })
})

describe('a mood of a voice', () => {
  beforeEach(async () => {
    services.kept.voices = [testVoice('ada')]
    await store.getState().refreshVoices()
    await store.getState().openFile(file('excited.wav'), 'ada')
    await rest()
  })
  const moods = () => store.getState().voices.map(({ id, moods: its = [] }) => [id, its.map(({ name, promptSeconds }) => [name, promptSeconds])])

  it('is kept with the voice, and no voice is made', async () => {
    store.getState().trimDraft(2, 5)
    expect(await store.getState().saveMood('excited', false)).toBe(true)
    expect(moods()).toEqual([['ada', [['excited', 3]]]])
    expect(services.kept.voices[0]?.moods).toMatchObject([{ name: 'excited' }])
    expect([store.getState().recording.phase, store.getState().moodOf]).toEqual(['idle', null])
  })

  it('is cut from the same recording as another one', async () => {
    store.getState().trimDraft(2, 5)
    await store.getState().saveMood('excited', true)
    store.getState().trimDraft(6, 10)
    await store.getState().saveMood('sad', false)
    expect(moods()).toEqual([['ada', [['excited', 3], ['sad', 4]]]])
  })

  it('stays a draft where it cannot be kept, with the reason', async () => {
    expect(await store.getState().saveMood('usual', false)).toBe(false)
    services.disk.failure = new MynaError('storage-full', '')
    expect(await store.getState().saveMood('excited', false)).toBe(false)
    expect(store.getState().notices.map(({ error }) => error?.code)).toEqual(['mood-name-unfit', 'storage-full'])
    expect(draft().name).toBe('excited')
  })

  it('is forgotten with its draft: what comes next is a voice of its own', async () => {
    store.getState().discardDraft()
    await store.getState().openFile(file('bob.wav'))
    expect(store.getState().moodOf).toBeNull()
  })
})
