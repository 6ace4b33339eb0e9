import { expect, it, vi } from 'vitest'
import { MynaError } from '../protocol/errors'
import type { PackStatus } from '../protocol/model-pack'
import { createAppStore } from './create-app-store'
import { createFakeServices, packStatus } from './testing/fake-services'

async function started() {
  const services = createFakeServices({ pack: 'absent' })
  const store = createAppStore(services)
  await store.getState().start()
  return { services, store, codes: () => store.getState().notices.map(({ error }) => error?.code) }
}

it('says a failed download once: where the pack is shown', async () => {
  const { services, store, codes } = await started()
  services.models.download = () => {
    const state = { phase: 'failed', receivedBytes: 10, code: 'model-truncated', detail: 'model.onnx' } as const
    services.packs.report({ ...packStatus('absent'), state })
    return Promise.reject(new MynaError('model-truncated', 'model.onnx'))
  }
  await store.getState().downloadPack('starter')
  expect(store.getState().packs[0]?.state).toMatchObject({ phase: 'failed', code: 'model-truncated' })
  expect(codes()).toEqual([])
})

it('says what the pack itself does not show', async () => {
  const { services, store, codes } = await started()
  services.models.download = () => Promise.reject(new MynaError('busy-elsewhere', 'another tab'))
  await store.getState().downloadPack('starter')
  expect(codes()).toEqual(['busy-elsewhere'])
})

it('has a pack checked when loading finds one of its files damaged, so that the next click fetches it', async () => {
  const services = createFakeServices()
  const store = createAppStore(services)
  await store.getState().start()
  store.getState().setText('One sentence.')
  const verified = vi.fn<(id: string) => Promise<PackStatus>>(() => Promise.resolve(packStatus('absent')))
  services.models.verify = verified
  services.inference.load = () => Promise.reject(new MynaError('model-hash-mismatch', 'model.onnx'))
  await store.getState().speak()
  await vi.waitFor(() => { expect(verified).toHaveBeenCalledWith('starter') })
  expect(store.getState().speakState).toMatchObject({ phase: 'failed', error: { code: 'model-hash-mismatch' } })
  await vi.waitFor(() => { expect(store.getState().packs[0]?.state.phase).toBe('absent') })
})
