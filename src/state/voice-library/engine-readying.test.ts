import { beforeEach, expect, it, vi } from 'vitest'
import { MynaError } from '../../shared/protocol/errors'
import { createAppStore } from '../create-app-store'
import { createFakeServices, type FakeServices } from '#testing/state/fake-services'

let services: FakeServices
let store: ReturnType<typeof createAppStore>

async function start(pack: 'ready' | 'absent' = 'ready') {
  services = createFakeServices({ pack })
  store = createAppStore(services)
  await store.getState().start()
  return vi.spyOn(services.inference, 'load')
}

beforeEach(() => start())

async function record(): Promise<void> {
  await store.getState().startRecording()
  await store.getState().stopRecording()
  await expect.poll(() => store.getState().recording.phase).toBe('draft')
}

it('loads the starter with what it listens with, once, while a recording is named', async () => {
  const load = await start()
  await record()
  await expect.poll(() => load.mock.calls.length).toBe(1)
  expect(load.mock.calls[0]?.[0]).toMatchObject({ pack: { id: 'starter' }, listens: true })
  store.getState().trimDraft(0, 5)
  expect(load).toHaveBeenCalledOnce()
  store.getState().discardDraft()
  await record()
  await expect.poll(() => load.mock.calls.length).toBe(2)
})

it('fetches nothing where the engine is not on this device', async () => {
  const load = await start('absent')
  await record()
  expect(load).not.toHaveBeenCalled()
})

it('leaves failures to whoever needs the engine', async () => {
  const load = await start()
  load.mockRejectedValue(new MynaError('out-of-memory', 'full'))
  await record()
  await expect.poll(() => store.getState().running).not.toContain('readying')
  expect([load.mock.calls.length, store.getState().notices]).toEqual([1, []])
})
