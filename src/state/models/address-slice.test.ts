import { expect, it, vi } from 'vitest'
import { MynaError } from '../../shared/protocol/errors'
import type { ModelListing } from '../../shared/protocol/model-address'
import type { ModelPack } from '../../shared/protocol/model-pack'
import { createAppStore } from '../create-app-store'
import { createFakeServices, held, testPack } from '#testing/state/fake-services'

const added: ModelPack = { ...testPack, id: 'local-welsh', name: 'Welsh', origin: { address: 'https://huggingface.co/o/welsh', path: 'model.safetensors', revision: 'a'.repeat(40), needsToken: true } }

function listingOf(...paths: readonly string[]): ModelListing {
  return {
    address: 'https://huggingface.co/o/welsh',
    title: 'o/welsh',
    host: 'huggingface.co',
    maker: 'o',
    revision: 'a'.repeat(40),
    needsToken: true,
    models: paths.map((path) => ({ path, name: path, sizeBytes: 1000 })),
    licence: { name: 'mit', text: null, url: 'https://huggingface.co/o/welsh' },
  }
}

async function started(listing = listingOf('model.safetensors')) {
  const services = createFakeServices()
  services.models.lookAt = () => Promise.resolve(listing)
  services.models.examine = () => Promise.resolve(added)
  const store = createAppStore(services)
  await store.getState().start()
  return { services, store, state: () => store.getState().addressState, errors: () => store.getState().notices.flatMap(({ error }) => error?.code ?? []) }
}

it('says why nothing can be added, where it was asked for', async () => {
  const { services, store, state, errors } = await started()
  services.models.lookAt = () => Promise.reject(new MynaError('address-host-refused', 'elsewhere.example'))
  await store.getState().lookAtAddress('https://elsewhere.example/')
  expect(state()).toMatchObject({ phase: 'failed', error: { code: 'address-host-refused' } })
  expect(errors()).toEqual([])
})

it('says why one of several models cannot be taken, and lets another be chosen', async () => {
  const listing = listingOf('a.safetensors', 'b.safetensors')
  const { services, store, state } = await started(listing)
  services.models.examine = (_address, path) => (path === 'b.safetensors' ? Promise.resolve(added) : Promise.reject(new MynaError('model-no-encoder')))
  await store.getState().lookAtAddress('o/welsh')
  expect(state()).toEqual({ phase: 'listed', listing })
  await store.getState().examineModel('a.safetensors')
  expect(state()).toMatchObject({ phase: 'failed', error: { code: 'model-no-encoder' }, listing })
  await store.getState().examineModel('b.safetensors')
  expect(state()).toEqual({ phase: 'examined', listing, path: 'b.safetensors', pack: added })
})

it('is as it was before where looking is stopped', async () => {
  const { services, store, state, errors } = await started()
  services.models.lookAt = (_address, _token, signal) => held<never>(signal).promise
  const looking = store.getState().lookAtAddress('o/welsh')
  expect(state().phase).toBe('looking')
  store.getState().stopLooking()
  await looking
  expect([state(), errors()]).toEqual([{ phase: 'idle' }, []])
})

it('stays closed where it is closed while a model is examined', async () => {
  const listing = listingOf('a.safetensors', 'b.safetensors')
  const { services, store, state } = await started(listing)
  await store.getState().lookAtAddress('o/welsh')
  services.models.examine = (_address, _path, _token, signal) => held<never>(signal).promise
  const examining = store.getState().examineModel('a.safetensors')
  expect(state().phase).toBe('examining')
  store.getState().closeAddress()
  await examining
  expect(state()).toEqual({ phase: 'idle' })
  expect(store.getState().running).not.toContain('address-look')
})

it('shows the model that was chosen last, whatever becomes of the one before', async () => {
  const listing = listingOf('a.safetensors', 'b.safetensors')
  const { services, store, state } = await started(listing)
  await store.getState().lookAtAddress('o/welsh')
  services.models.examine = (_address, path, _token, signal) => (path === 'a.safetensors' ? held<never>(signal).promise : Promise.resolve(added))
  const first = store.getState().examineModel('a.safetensors')
  const second = store.getState().examineModel('b.safetensors')
  await Promise.all([first, second])
  expect(state()).toEqual({ phase: 'examined', listing, path: 'b.safetensors', pack: added })
})

it('examines the only model at once, adds it when told to, and downloads it without asking again', async () => {
  const { services, store, state } = await started()
  await store.getState().lookAtAddress('o/welsh')
  expect(state().phase).toBe('examined')
  expect(services.packs.downloads).toEqual([])
  await store.getState().addExaminedModel()
  expect(store.getState().acceptedLicences).toContain('local-welsh')
  expect(store.getState().packs.map(({ pack }) => pack.name)).toContain('Welsh')
  expect(services.packs.downloads).toEqual(['local-welsh'])
  expect(state()).toEqual({ phase: 'idle' })
})

it('downloads nothing that could not be added', async () => {
  const { services, store, errors } = await started()
  services.models.addPack = () => Promise.reject(new MynaError('storage-full'))
  await store.getState().lookAtAddress('o/welsh')
  await store.getState().addExaminedModel()
  expect([errors(), services.packs.downloads]).toEqual([['storage-full'], []])
})

it('says where there is nothing newer, downloads what is, and changes nothing before a new licence is agreed to', async () => {
  const { services, store, state } = await started()
  await store.getState().lookAtAddress('o/welsh')
  await store.getState().addExaminedModel()
  services.packs.downloads.length = 0
  await store.getState().updatePack('local-welsh')
  expect(store.getState().notices.at(-1)?.message).toContain('Welsh is the newest')
  const addPack = vi.spyOn(services.models, 'addPack')
  const update = { listing: listingOf('model.safetensors'), path: 'model.safetensors', pack: added }
  services.models.findUpdate = () => Promise.resolve(update)
  await store.getState().updatePack('local-welsh')
  expect(services.packs.downloads).toEqual(['local-welsh'])
  expect(addPack).toHaveBeenCalledTimes(1)

  const underAnother = { ...update, pack: { ...added, licence: 'cc-by-nc-4.0' } }
  services.models.findUpdate = () => Promise.resolve(underAnother)
  await store.getState().updatePack('local-welsh')
  expect(state()).toEqual({ phase: 'examined', ...underAnother })
  expect(store.getState().notices.at(-1)?.message).toContain('another licence')
  expect([addPack.mock.calls.length, services.packs.downloads.length]).toEqual([1, 1])

  await store.getState().addExaminedModel()
  expect(addPack).toHaveBeenLastCalledWith(underAnother.pack)
  expect(services.packs.downloads).toEqual(['local-welsh', 'local-welsh'])
})

it('hands the token to the models alone, and keeps it only where the person says so', async () => {
  const { services, store } = await started()
  const seen: unknown[] = []
  services.models.lookAt = (_address, token) => {
    seen.push(token)
    return Promise.resolve(listingOf('model.safetensors'))
  }
  const write = vi.spyOn(services.settings, 'write')
  store.getState().setHubToken(' hf_mine ', false)
  await store.getState().lookAtAddress('o/welsh')
  await store.getState().addExaminedModel()
  expect([seen, services.packs.tokens]).toEqual([['hf_mine'], ['hf_mine']])
  expect(JSON.stringify(write.mock.calls)).not.toContain('hf_mine')
  store.getState().setHubToken('hf_mine', true)
  await expect.poll(() => write).toHaveBeenCalledWith('hubToken', 'hf_mine')
  store.getState().setHubToken(null, true)
  expect(store.getState()).toMatchObject({ hubToken: null, keepsHubToken: false })
})
