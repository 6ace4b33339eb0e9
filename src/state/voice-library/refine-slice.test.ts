import { beforeEach, expect, it } from 'vitest'
import type { PreparedVoice } from '../../shared/protocol/engine'
import { MynaError } from '../../shared/protocol/errors'
import { createAppStore } from '../create-app-store'
import { createFakeServices, type FakeServices } from '#testing/state/fake-services'

let services: FakeServices
let store: ReturnType<typeof createAppStore>

const better: PreparedVoice = { engineId: 'kokoro', packKey: 'starter-key', format: 1, data: new ArrayBuffer(8), summary: 'refined' }

beforeEach(async () => {
  services = createFakeServices()
  store = createAppStore(services)
  await store.getState().start()
})

/** Begins and waits until the engine is asked for variants; `done` settles with the refinement. */
async function begin() {
  const done = store.getState().refineVoice('ada')
  await expect.poll(() => services.inference.refining).not.toBeNull()
  return { done, refining: services.inference.refining! }
}

it('fails with the reason when the engine is not on this device', async () => {
  services = createFakeServices({ pack: 'absent' })
  store = createAppStore(services)
  await store.getState().start()
  await store.getState().refineVoice('ada')
  expect(store.getState().refineState).toMatchObject({ phase: 'failed', voiceId: 'ada', error: { code: 'model-missing' } })
})

it('keeps the voice and says why when the engine fails', async () => {
  const { done, refining } = await begin()
  refining.reject(new MynaError('out-of-memory', 'full'))
  await done
  expect(store.getState().refineState).toMatchObject({ phase: 'failed', error: { code: 'out-of-memory' } })
})

it('ends at once when it is stopped, and nothing is kept', async () => {
  const { done, refining } = await begin()
  expect(store.getState().refineState.phase).toBe('refining')
  const before = new Set(services.kept.prepared)
  store.getState().stopRefining()
  refining.resolve({ voice: better, similarityBefore: 0.1, similarityAfter: 0.2 })
  await done
  expect(store.getState().refineState).toEqual({ phase: 'idle' })
  expect(services.kept.prepared).toEqual(before)
})

it('ends where its worker was replaced for somebody else', async () => {
  const { done, refining } = await begin()
  refining.reject(new MynaError('aborted', 'the worker was replaced after a stop'))
  await done
  expect(store.getState().refineState).toEqual({ phase: 'idle' })
})

it('gives way to a reading', async () => {
  await begin()
  store.getState().setText('Good morning.')
  await store.getState().speak()
  expect(store.getState().refineState).toEqual({ phase: 'idle' })
})

it('shows what is tried', async () => {
  const { refining } = await begin()
  refining.report({ fraction: 0.5, label: '3 of 6' })
  expect(store.getState().refineState).toMatchObject({ phase: 'refining', progress: { label: '3 of 6' } })
})

it('says how near the voice came, and the next reading speaks with it', async () => {
  const { done, refining } = await begin()
  refining.resolve({ voice: better, similarityBefore: 0.1, similarityAfter: 0.3 })
  await done
  expect(store.getState().refineState).toEqual({ phase: 'refined', voiceId: 'ada', similarityBefore: 0.1, similarityAfter: 0.3 })
  store.getState().setText('Good morning.')
  void store.getState().speak()
  await expect.poll(() => services.inference.requests.at(-1)?.voices[0]).toBe(better)
})

it('holds for this visit even where nothing can be kept', async () => {
  const { done, refining } = await begin()
  services.disk.failure = new MynaError('storage-full', 'full')
  refining.resolve({ voice: better, similarityBefore: 0.1, similarityAfter: 0.3 })
  await done
  expect(store.getState().refineState.phase).toBe('refined')
  expect(store.getState().notices.length).toBeGreaterThan(0)
})
