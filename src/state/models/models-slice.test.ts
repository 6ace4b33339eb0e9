import { expect, it, vi } from 'vitest'
import { MynaError } from '../../shared/protocol/errors'
import type { PackStatus } from '../../shared/protocol/model-pack'
import { createAppStore } from '../create-app-store'
import { createFakeServices, packStatus, testPack } from '#testing/state/fake-services'

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
  await expect.poll(() => verified).toHaveBeenCalledWith('starter')
  expect(store.getState().speakState).toMatchObject({ phase: 'failed', error: { code: 'model-hash-mismatch' } })
  await expect.poll(() => store.getState().packs[0]?.state.phase).toBe('absent')
})

it('shows how far files from the disk are, takes no others meanwhile, and stops when asked', async () => {
  const { services, store, codes } = await started()
  const importFiles = vi.fn<typeof services.models.importFiles>((_files, onProgress, signal) => {
    onProgress({ label: 'Copying german.safetensors', fraction: 0.5 })
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => { reject(new MynaError('aborted')) })
    })
  })
  services.models.importFiles = importFiles
  const taking = store.getState().importModelFiles([new File(['x'], 'model.safetensors')])
  expect(store.getState().modelImport).toEqual({ progress: { label: 'Copying german.safetensors', fraction: 0.5 } })
  await store.getState().importModelFiles([new File(['x'], 'bundle.json')])
  expect(importFiles).toHaveBeenCalledOnce()
  store.getState().stopModelImport()
  await taking
  expect(store.getState().modelImport).toBeNull()
  expect(codes()).toEqual([undefined])
  expect(store.getState().notices[0]?.message).toContain('Stopped')
})

it('lists an engine of the person’s own no longer once it is removed, and speaks with another', async () => {
  const { services, store } = await started()
  const own = packStatus('ready', { ...testPack, id: 'local-1', sources: ['disk:'] })
  services.packs.report(own)
  store.getState().selectPack('local-1')
  services.models.remove = () => Promise.reject(new MynaError('busy-elsewhere', 'another tab'))
  await store.getState().removePack('local-1')
  expect(store.getState()).toMatchObject({ selectedPackId: 'local-1' })
  services.models.remove = () => Promise.resolve(packStatus('absent', own.pack))
  await store.getState().removePack('local-1')
  expect(store.getState().packs.map(({ pack }) => pack.id)).not.toContain('local-1')
  expect(store.getState().selectedPackId).toBe('starter')
})

it('speaks in the language that the person says an engine of their own has', async () => {
  const { services, store } = await started()
  services.packs.statuses = [packStatus('ready', { ...testPack, languages: ['und'] })]
  services.packs.report(services.packs.statuses[0]!)
  store.getState().selectPack('starter')
  expect(store.getState().language).toBe('und')
  await store.getState().setPackLanguage('starter', 'de')
  expect(store.getState()).toMatchObject({ language: 'de', packs: [{ pack: { languages: ['de'] } }] })
})

it('chooses the engine whose files were taken, and hears no progress after the answer', async () => {
  const { services, store } = await started()
  let late: () => void = () => undefined
  services.models.importFiles = (_files, onProgress) => {
    late = () => { onProgress({ label: 'Making mimi_encoder.onnx', fraction: 1 }) }
    return Promise.resolve({ ...testPack, id: 'local-1' })
  }
  await store.getState().importModelFiles([new File(['x'], 'model.safetensors')])
  late()
  expect(store.getState()).toMatchObject({ selectedPackId: 'local-1', modelImport: null })
})
