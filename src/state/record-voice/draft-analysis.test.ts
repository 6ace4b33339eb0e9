import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StoreApi } from 'zustand'
import { MynaError } from '../../shared/protocol/errors'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { createFakeServices, SAMPLE_RATE, soundFile, testVoice, type FakeServices } from '#testing/state/fake-services'
import type { PromptDraft } from './prompt-draft'

const him = Float32Array.of(1, 0)
const her = Float32Array.of(0, 1)
let services: FakeServices
let store: StoreApi<AppState>

const wav = () => Object.assign(new Blob(['sound']), { name: 'both.wav' })

function draft(): PromptDraft {
  const { recording } = store.getState()
  if (recording.phase !== 'draft') throw new Error(`no draft but ${recording.phase}`)
  return recording.draft
}
const codes = () => draft().findings.map(({ code }) => code)
const rest = () => vi.advanceTimersByTimeAsync(1000)

beforeEach(async () => {
  services = createFakeServices({ voices: [] })
  store = createAppStore(services)
  await store.getState().start()
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

it('leaves the draft as good as before when nobody can listen', async () => {
  services.analysis.failure = new MynaError('model-not-found', 'HTTP 404')
  await store.getState().openFile(wav())
  await rest()
  expect(draft().listenFailure).toEqual({ code: 'model-not-found', detail: 'HTTP 404' })
  expect(codes()).not.toContain('several-speakers')
  expect(store.getState().notices).toEqual([])
})

it('warns of two people after the draft is shown, and does not stand in the way', async () => {
  services.analysis.voices = [him, him, her, her]
  await store.getState().openFile(wav())
  expect(codes()).not.toContain('several-speakers')
  await rest()
  expect(draft().findings.filter(({ code }) => code === 'several-speakers')).toMatchObject([{ severity: 'warn' }])
})

it('says nothing about one person', async () => {
  await store.getState().openFile(wav())
  await rest()
  expect(services.analysis.requests.length).toBeGreaterThan(2)
  expect(draft().listenFailure).toBeUndefined()
  expect(codes()).not.toContain('several-speakers')
})

describe('of a mood', () => {
  beforeEach(async () => {
    services.kept.voices = [testVoice('ada')]
    await store.getState().refreshVoices()
  })
  const ofAda = testVoice('ada').promptSeconds * SAMPLE_RATE
  const hear = (part: Float32Array, ada: Float32Array) => {
    services.analysis.embedSpeech = ({ samples }) => Promise.resolve(samples.length === ofAda ? ada : part)
  }

  it('warns where it sounds like somebody else, and does not stand in the way', async () => {
    hear(her, him)
    await store.getState().openFile(wav(), 'ada')
    await rest()
    expect(draft().findings.filter(({ code }) => code === 'somebody-else')).toMatchObject([{ severity: 'warn' }])
  })

  it('says nothing where it sounds like the voice, nor of a voice of its own', async () => {
    hear(him, him)
    await store.getState().openFile(wav(), 'ada')
    await rest()
    expect(codes()).not.toContain('somebody-else')
    hear(her, him)
    await store.getState().openFile(wav())
    await rest()
    expect(codes()).not.toContain('somebody-else')
  })
})

it('listens again to another part, once the handles rest', async () => {
  services.analysis.voices = [him, him, her, her]
  await store.getState().openFile(wav())
  await rest()
  const before = services.analysis.requests.length
  store.getState().trimDraft(1, 9)
  expect(codes()).not.toContain('several-speakers')
  store.getState().trimDraft(1, 5)
  expect(services.analysis.requests).toHaveLength(before)
  await rest()
  // Four seconds of speech at most: no more than three windows of two seconds, one a second.
  expect(services.analysis.requests.length - before).toBeLessThanOrEqual(3)
  expect(codes()).not.toContain('several-speakers')
})

it('stops listening when the draft is thrown away', async () => {
  await store.getState().openFile(wav())
  store.getState().discardDraft()
  await rest()
  expect(services.analysis.requests).toEqual([])
})

it('suggests a part by what was heard as speech, unless the handles were moved', async () => {
  // Seven seconds of sound that is no speech, then seven that are.
  services.analysis.findSpeech = ({ samples }) =>
    Promise.resolve(Float32Array.from({ length: Math.floor(samples.length / 768) }, (_, frame) => Number(frame * 0.032 >= 7 && frame * 0.032 < 14)))
  await store.getState().openFile(wav())
  await rest()
  expect(draft().startSeconds).toBeGreaterThan(6.5)
  expect(draft().endSeconds).toBeLessThan(14.5)

  await store.getState().openFile(wav())
  store.getState().trimDraft(1, 9)
  await rest()
  expect(draft()).toMatchObject({ startSeconds: 1, endSeconds: 9 })
  expect(draft().figures.speechSeconds).toBeLessThan(2.2)
})

it.each([['music', 'music'], ['voices', 'voices-at-once']] as const)('does not count speech together with %s as speech of one, and avoids it', async (kind, code) => {
  services.analysis.disturbances = { music: [], voices: [], [kind]: [{ startSeconds: 0, endSeconds: 10 }] }
  await store.getState().openFile(wav())
  await rest()
  expect(draft().startSeconds).toBeGreaterThanOrEqual(9.5)
  expect(codes()).not.toContain(code)
  const { speechSeconds } = draft().figures
  store.getState().trimDraft(8, 8 + draft().endSeconds - draft().startSeconds)
  expect(codes()).toContain(code)
  expect(draft().figures.speechSeconds).toBeLessThan(speechSeconds - 1)
  expect(draft().figures.disturbedSeconds).toBeGreaterThan(1)
})

it('names music that is everywhere, and does not refuse', async () => {
  services.analysis.disturbances = { music: [{ startSeconds: 0, endSeconds: 20 }], voices: [] }
  await store.getState().openFile(wav())
  await rest()
  expect(draft().findings).toContainEqual({ severity: 'warn', code: 'music' })
  expect(draft().findings.some(({ severity }) => severity === 'refuse')).toBe(false)
  expect(draft().figures.speechSeconds).toBe(0)
})

it('tells sound that nobody speaks in', async () => {
  services.analysis.likelihood = 0
  await store.getState().openFile(wav())
  await rest()
  expect(draft().findings[0]).toMatchObject({ severity: 'warn', code: 'no-speech' })
})

it('listens to a long recording in pieces and says how far it is', async () => {
  const long = { ...services, readSoundFile: () => Promise.resolve(soundFile({ samples: new Float32Array(130 * SAMPLE_RATE), sampleRate: SAMPLE_RATE })) }
  store = createAppStore(long)
  const seen = new Set<number | null>()
  store.subscribe(({ recording }) => { if (recording.phase === 'draft') seen.add(recording.draft.hearing) })
  await store.getState().openFile(wav())
  await rest()
  expect([...seen].map((fraction) => fraction?.toFixed(2))).toEqual([undefined, '0.22', '0.44', '0.66', '0.89', '1.00'])
  expect(services.analysis.heard.map(({ samples }) => samples.length / SAMPLE_RATE)).toEqual([28.8, 29.76, 29.76, 29.76, 15.76])
})
