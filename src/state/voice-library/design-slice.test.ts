import { beforeEach, expect, it } from 'vitest'
import { MynaError } from '../../shared/protocol/errors'
import { NO_WANDER } from '../../shared/protocol/inference'
import type { VoiceDesign } from '../../shared/protocol/records'
import { createAppStore } from '../create-app-store'
import { createFakeServices, held, SAMPLE_RATE, testVoice, type FakeServices } from '#testing/state/fake-services'

let services: FakeServices
let store: ReturnType<typeof createAppStore>
const state = () => store.getState()

beforeEach(async () => {
  services = createFakeServices({ voices: [testVoice('ada', 'Ada')] })
  store = createAppStore(services)
  await store.getState().start()
})

const older: VoiceDesign = { wander: { ...NO_WANDER, older: 0.5 }, timbre: 'own' }

/** Designs; what the voice says lasts a second. */
async function design(how: VoiceDesign): Promise<void> {
  const before = services.inference.requests.length
  const done = state().designVoice({ voiceId: 'ada', design: how })
  await expect.poll(() => services.inference.requests.length).toBe(before + 1)
  services.inference.sendChunks(1, 1)
  services.inference.finish(SAMPLE_RATE, 500)
  await done
}

it('says why there is none, and ends at once when it is stopped', async () => {
  await state().designVoice({ voiceId: 'eve', design: older })
  expect(state().designState).toMatchObject({ phase: 'failed', voiceId: 'eve', error: { code: 'record-missing' } })
  services.inference.designVoice = () => Promise.reject(new MynaError('voice-not-hidden', '0.5'))
  await state().designVoice({ voiceId: 'ada', design: { ...older, timbre: 'hidden' } })
  expect(state().designState).toMatchObject({ phase: 'failed', error: { code: 'voice-not-hidden' } })
  services.inference.designVoice = (_request, _onProgress, signal) => held<never>(signal).promise
  const done = state().designVoice({ voiceId: 'ada', design: older })
  await expect.poll(() => state().designState.phase).toBe('designing')
  state().stopDesigning()
  await done
  expect(state().designState).toEqual({ phase: 'idle' })
})

it('ends where its worker was replaced for somebody else', async () => {
  services.inference.designVoice = () => Promise.reject(new MynaError('aborted', 'the worker was replaced after a stop'))
  await state().designVoice({ voiceId: 'ada', design: older })
  expect(state().designState).toEqual({ phase: 'idle' })
})

it('is heard, then kept with what it was made of and how', async () => {
  await design(older)
  expect(services.inference.designed).toMatchObject([{ wander: { older: 0.5 } }])
  expect(services.inference.designed[0]?.timbre).toBeUndefined()
  expect(state().playback).toEqual({ kind: 'mixture', voiceId: 'ada' })
  await state().saveDesign('Old Ada')
  expect(state().designState).toEqual({ phase: 'idle' })
  const { consent } = testVoice('ada', 'Ada')
  expect(state().voices.find(({ name }) => name === 'Old Ada')).toMatchObject({ source: 'mixture', design: older, mixedOf: [{ name: 'Ada', share: 1, consent }], learned: { inUse: true, voice: { summary: 'designed' } } })
})

it('has another timbre each time, and hides from the recording of the voice', async () => {
  await design({ wander: NO_WANDER, timbre: 'other' })
  await design({ wander: NO_WANDER, timbre: 'hidden' })
  const [first, second] = services.inference.designed
  expect(first?.timbre?.hiddenFrom).toBeUndefined()
  expect(second?.timbre?.hiddenFrom?.samples.length).toBeGreaterThan(0)
  expect(state().designState).toMatchObject({ phase: 'designed', likeness: 0.1 })
})
