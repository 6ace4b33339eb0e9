import 'fake-indexeddb/auto'
import { createHash, randomUUID } from 'node:crypto'

import { beforeEach, describe, expect, it, vi } from 'vitest'

import { tinySizes } from '#fixtures/pocket-sizes'
import { checkpointTensors, ruleCheckpointFile } from '#fixtures/rule-checkpoint'
import { writeSafetensors } from '#fixtures/safetensors'
import { tinyTokenizer } from '#fixtures/tiny-tokenizer'
import { FakeHub, type FakeRepository } from '#testing/models/fake-hub'
import { MemoryByteStore } from '#testing/models/memory-byte-store'
import { samplePack } from '#testing/models/sample-pack'
import { createDatabase } from '../../../src/shared/storage/database'
import { openModelFiles } from '../../../src/shared/storage/model-files'
import { createModelIndex, type ModelIndex } from '../../../src/shared/storage/model-index'
import { MynaError } from '../../../src/shared/protocol/errors'
import { createPackRegistry, type PackRegistry } from '../pack-registry'

const text = (words: string) => new TextEncoder().encode(words)
const weights = Uint8Array.from(ruleCheckpointFile(tinySizes))
const otherWeights = weights.slice()
otherWeights[otherWeights.length - 1]! ^= 1
const config = text('flow_lm:\n  transformer:\n    num_heads: 4\nmimi:\n  transformer:\n    num_heads: 2\n')
const readme = text('---\nlanguage:\n- cy\nlicense: cc-by-4.0\n---\n# Welsh')
const welsh = { 'README.md': readme, LICENSE: text('Attribution 4.0 International'), 'config.yaml': config, 'tokenizer.model': Uint8Array.from(tinyTokenizer()), 'model.safetensors': weights }
const REPOSITORY = 'EryriLabs/pocket-tts-cymraeg'

/** A checkpoint with tensors of these names and shapes, and no sensible values. */
function checkpointOf(tensors: readonly { readonly name: string; readonly shape: readonly number[] }[]): Uint8Array {
  const entries = tensors.map(({ name, shape }) => [name, { dtype: 'F32' as const, shape: [...shape], bytes: new Uint8Array(4 * shape.reduce((product, dim) => product * dim, 1)) }] as const)
  return Uint8Array.from(writeSafetensors(new Map(entries), {}))
}

/** Begins like weights whose header has 17,000,000 bytes. */
function hugeHeader(): Uint8Array {
  const bytes = new Uint8Array(17_100_000)
  new DataView(bytes.buffer).setBigUint64(0, 17_000_000n, true)
  return bytes
}

let hub: FakeHub
let store: MemoryByteStore
let index: ModelIndex
let registry: PackRegistry
let keepsTokensHome: boolean

async function reload() {
  registry = createPackRegistry({
    index,
    store,
    compiled: { erase: () => Promise.resolve() },
    fetch: hub.fetch,
    keepsTokensHome,
    estimate: () => Promise.resolve(null),
    withPackLock: (_, act) => act(),
    now: () => 0,
    delay: () => Promise.resolve(),
    changes: { announce: () => undefined, listen: () => undefined },
  })
  const starter = samplePack([{ path: 'model.onnx', sizeBytes: 1, sha256: null }], { id: 'starter' })
  return registry.open({ version: 1, packs: [starter], hosts: ['https://models.example'] }, 'https://app.test/', () => undefined)
}

beforeEach(async () => {
  hub = new FakeHub()
  keepsTokensHome = true
  store = new MemoryByteStore()
  index = createModelIndex(createDatabase(randomUUID()))
  await reload()
})

const publish = (files: Readonly<Record<string, Uint8Array>>, gate: Omit<FakeRepository, 'files'> = {}) => hub.repositories.set(REPOSITORY, { files, ...gate })
const without = (...names: readonly string[]) => Object.fromEntries(Object.entries(welsh).filter(([name]) => !names.includes(name)))

/** All the way to a listed pack that is not downloaded yet. */
async function add(token: string | null = null, address = REPOSITORY) {
  const listing = await registry.lookAt(address, token)
  const pack = await registry.examine(listing.address, listing.models[0]!.path, token)
  return { listing, ...(await registry.addPack(pack)) }
}

/** A newer revision is found and taken. */
async function update(packId: string) {
  const found = await registry.findUpdate(packId, null)
  if (!found) throw new Error('there is nothing newer')
  return registry.addPack(found.pack)
}

describe('a model that cannot be added', () => {
  it.each<[code: string, detail: string, files: Readonly<Record<string, Uint8Array>>]>([
    ['address-without-model', '3 files', without('model.safetensors', 'tokenizer.model')],
    ['address-without-model', 'files', { 'embeddings/alba.safetensors': weights, 'README.md': readme }],
    ['model-missing', 'tokenizer', without('tokenizer.model')],
    ['model-no-encoder', 'mimi.encoder', { ...welsh, 'model.safetensors': checkpointOf(checkpointTensors(tinySizes).filter(({ name }) => !name.startsWith('mimi.encoder'))) }],
    ['model-structure-unknown', 'flow_lm', { ...welsh, 'model.safetensors': checkpointOf([{ name: 'transformer.wte.weight', shape: [50, 60] }]) }],
    ['model-structure-unknown', 'mimi.decoder.model.2.convtr.bias', { ...welsh, 'model.safetensors': checkpointOf(checkpointTensors(tinySizes).filter(({ name }) => name !== 'mimi.decoder.model.2.convtr.bias')) }],
    ['model-invalid', 'cut off', { ...welsh, 'model.safetensors': weights.slice(0, -100) }],
    ['model-invalid', 'header of', { ...welsh, 'model.safetensors': hugeHeader() }],
    ['model-invalid', 'line 1 of the configuration', { ...welsh, 'config.yaml': text('song\n') }],
  ])('%s (%s), and nothing of it is kept', async (code, detail, files) => {
    publish(files)
    await expect(add()).rejects.toMatchObject({ code, detail: expect.stringContaining(detail) as string })
    expect(store.opened).toEqual([])
    expect(await index.localPacks()).toEqual([])
  })

  it('is not there, or private: the hub says the same of both', async () => {
    await expect(registry.lookAt('nobody/nothing', null)).rejects.toMatchObject({ code: 'address-not-found' })
  })

  it('lies on a host that this page may not connect to: nobody is asked', async () => {
    await expect(registry.lookAt('https://elsewhere.example/model/', null)).rejects.toMatchObject({ code: 'address-host-refused' })
    expect(hub.requests).toEqual([])
  })

  it('does not answer', async () => {
    hub.answer = () => { throw new TypeError('Failed to fetch') }
    await expect(registry.lookAt(REPOSITORY, null)).rejects.toMatchObject({ code: 'model-download-failed' })
  })

  it('has files that would lie outside of its folder: they are not seen', async () => {
    publish({ ...without('tokenizer.model'), '../tokenizer.model': welsh['tokenizer.model'], 'a/../../tokenizer.model': welsh['tokenizer.model'] })
    await expect(add()).rejects.toMatchObject({ code: 'model-missing' })
  })

  it('is not looked at any longer once the person has had enough', async () => {
    publish(welsh)
    const answer = hub.answer.bind(hub)
    hub.answer = (request) => {
      registry.cancelLook()
      return answer(request)
    }
    await expect(registry.lookAt(REPOSITORY, null)).rejects.toMatchObject({ code: 'aborted' })
    expect(hub.requests).toHaveLength(1)
  })
})

describe('a gated model', () => {
  beforeEach(() => { publish(welsh, { gated: true, token: 'hf_mine' }) })

  it.each([[null, 'model-gated'], ['hf_theirs', 'token-refused'], ['two words', 'token-refused']])('with the token %s is refused: %s', async (token, code) => {
    await expect(add(token)).rejects.toMatchObject({ code })
  })

  it('is refused in a browser that would pass the token on', async () => {
    keepsTokensHome = false
    await reload()
    await expect(add('hf_mine')).rejects.toMatchObject({ code: 'token-unsafe' })
    expect(hub.requests).toEqual([])
  })

  it('comes with the token, which only the hub is shown, and which no error repeats', async () => {
    const { pack } = await add('hf_mine')
    await expect(registry.download(pack.id, null)).rejects.toMatchObject({ code: 'model-gated' })
    await expect(registry.download(pack.id, 'hf_theirs')).rejects.not.toMatchObject({ detail: expect.stringContaining('hf_theirs') as string })
    expect((await registry.download(pack.id, 'hf_mine')).state.phase).toBe('ready')
    const shown = hub.requests.filter(({ authorization }) => authorization !== null).map(({ url }) => new URL(url).host)
    expect(new Set(shown)).toEqual(new Set(['huggingface.co']))
    expect(hub.stored).toContain(`${REPOSITORY}/model.safetensors`)
  })

  it('does not show the token for packs that need none', async () => {
    publish(welsh)
    const { pack } = await add()
    hub.requests.length = 0
    await registry.download(pack.id, 'hf_mine')
    expect(hub.requests.filter(({ authorization }) => authorization !== null)).toEqual([])
  })
})

describe('a model by address', () => {
  it('is described by its files and its card, of which only the beginning of the weights is fetched', async () => {
    publish(welsh)
    const { listing, pack, state } = await add()
    expect(listing).toMatchObject({
      address: `https://huggingface.co/${REPOSITORY}`,
      title: REPOSITORY,
      host: 'huggingface.co',
      maker: 'EryriLabs',
      revision: hub.commit(REPOSITORY),
      needsToken: false,
      licence: { name: 'cc-by-4.0', text: 'Attribution 4.0 International', url: `https://huggingface.co/${REPOSITORY}/blob/${hub.commit(REPOSITORY)}/LICENSE` },
    })
    expect(pack).toMatchObject({ name: 'pocket-tts-cymraeg', engine: 'pocket-tts', languages: ['cy'], licence: 'cc-by-4.0', credit: `EryriLabs: ${REPOSITORY}` })
    expect(pack.files.map(({ path, sizeBytes, sha256 }) => [path, sizeBytes, sha256])).toEqual(
      (['tokenizer.model', 'config.yaml', 'model.safetensors'] as const).map((name) => [name, welsh[name].length, createHash('sha256').update(welsh[name]).digest('hex')]),
    )
    expect(state).toEqual({ phase: 'absent', receivedBytes: 0 })
    const ranges = hub.requests.filter(({ url }) => url.includes('cas-bridge')).map(({ range }) => /bytes=(\d+)-(\d+)/.exec(range ?? ''))
    expect(ranges.length).toBeGreaterThan(0)
    for (const range of ranges) expect(Number(range?.[2])).toBeLessThan(100_000)
  })

  it('is downloaded, hashed, renamed, and there after a reload', async () => {
    publish(welsh)
    const { pack } = await add()
    expect((await registry.download(pack.id)).state.phase).toBe('ready')
    await registry.rename(pack.id, 'Cymraeg')
    const status = (await reload()).find(({ pack: { id } }) => id === pack.id)
    expect(status).toMatchObject({ pack: { name: 'Cymraeg' }, state: { phase: 'ready' } })
    const files = await openModelFiles(status!.pack, { index, place: () => store })
    expect(Buffer.compare(new Uint8Array(await files.read('model.safetensors')), weights)).toBe(0)
  })

  it('is refused where its bytes are not those that were listed', async () => {
    publish(welsh)
    const { pack } = await add()
    const answer = hub.answer.bind(hub)
    hub.answer = (request) => {
      const given = answer(request)
      return request.url.includes('cas-bridge') && given.body ? { ...given, body: given.body.map((byte, at) => (at === 500 ? byte ^ 1 : byte)) } : given
    }
    await expect(registry.download(pack.id)).rejects.toMatchObject({ code: 'model-hash-mismatch' })
  })

  it('goes on from where it broke off', async () => {
    publish(welsh)
    const { pack } = await add()
    const half = Math.floor(weights.length / 2)
    const answer = hub.answer.bind(hub)
    hub.answer = (request) => {
      const given = answer(request)
      return request.url.includes('cas-bridge') && request.range === null && given.body ? { ...given, body: given.body.subarray(0, half) } : given
    }
    expect((await registry.download(pack.id)).state.phase).toBe('ready')
    expect(hub.requests.at(-1)?.range).toBe(`bytes=${half}-`)
  })

  it('is renewed: only what changed is fetched, its name and language stay', async () => {
    publish(welsh)
    const { pack } = await add()
    await registry.download(pack.id)
    await registry.rename(pack.id, 'Cymraeg')
    await registry.setLanguage(pack.id, 'en')
    expect(await registry.findUpdate(pack.id, null)).toBeNull()
    publish({ ...welsh, 'model.safetensors': otherWeights })
    const before = structuredClone(await index.localPacks())
    const status = await update(pack.id)
    expect(before.map(({ origin }) => origin?.revision)).not.toContain(hub.commit(REPOSITORY))
    expect(status).toMatchObject({ pack: { id: pack.id, name: 'Cymraeg', languages: ['en'], origin: { revision: hub.commit(REPOSITORY) } }, state: { phase: 'absent' } })
    hub.requests.length = 0
    expect((await registry.download(pack.id)).state.phase).toBe('ready')
    expect(hub.requests.map(({ url }) => url.split('/').at(-1))).toEqual(['model.safetensors', 'model.safetensors'])
    const files = await openModelFiles(status.pack, { index, place: () => store })
    expect(Buffer.compare(new Uint8Array(await files.read('model.safetensors')), otherWeights)).toBe(0)
  })

  it('keeps the beginning of no file that is another one in the newer revision', async () => {
    publish(welsh)
    const { pack } = await add()
    store.files.set(`${pack.id}/model.safetensors`, weights.slice(0, 5000))
    store.files.set(`${pack.id}/tokenizer.model`, welsh['tokenizer.model'].slice(0, 5))
    store.files.set(`${pack.id}/gone.bin`, weights.slice(0, 5))
    publish({ ...welsh, 'model.safetensors': otherWeights })
    const status = await update(pack.id)
    expect(status.state).toEqual({ phase: 'paused', receivedBytes: 5 })
    expect([...store.files.keys()]).toEqual([`${pack.id}/tokenizer.model`])
  })

  it('stays what it was where a newer revision or another name cannot be noted', async () => {
    publish(welsh)
    const { pack } = await add()
    const full = new MynaError('storage-full', 'no room')
    vi.spyOn(index, 'saveLocalPack').mockRejectedValueOnce(full).mockRejectedValueOnce(full)
    publish({ ...welsh, 'model.safetensors': otherWeights })
    await expect(update(pack.id)).rejects.toMatchObject({ code: 'storage-full' })
    await expect(registry.rename(pack.id, 'Cymraeg')).rejects.toMatchObject({ code: 'storage-full' })
    expect((await registry.setLanguage(pack.id, 'en')).pack).toEqual({ ...pack, languages: ['en'] })
  })

  it('is a newer one too where only something beside it changed, without a download', async () => {
    publish(welsh)
    const { pack } = await add()
    await registry.download(pack.id)
    publish({ ...welsh, 'README.md': text('# other words') })
    expect(await registry.findUpdate(pack.id, null)).toBeNull()
    expect((await reload()).find(({ pack: { id } }) => id === pack.id)?.state.phase).toBe('ready')
  })

  it('is removed with all its files', async () => {
    publish(welsh)
    const { pack } = await add()
    await registry.download(pack.id)
    await registry.remove(pack.id)
    expect([...store.files.keys()]).toEqual([])
    expect((await reload()).map(({ pack: { id } }) => id)).toEqual(['starter'])
  })

  it('keeps a tokenizer once that two of them share', async () => {
    const tokenizer = new Uint8Array(20_000).fill(7)
    hub.repositories.set('owner/many', { files: { 'tokenizer.model': tokenizer, 'config.yaml': config, 'languages/german/model.safetensors': weights, 'languages/french/model.safetensors': otherWeights } })
    const listing = await registry.lookAt('owner/many', null)
    expect(listing.models.map(({ name }) => name)).toEqual(['french', 'german'])
    for (const { path } of listing.models) {
      const { pack } = await registry.addPack(await registry.examine(listing.address, path, null))
      await registry.download(pack.id)
    }
    expect(hub.stored.filter((path) => path.endsWith('tokenizer.model'))).toHaveLength(1)
    const packs = await index.localPacks()
    expect(packs.map(({ name, languages }) => [name, languages]).toSorted()).toEqual([['many, french', ['fr']], ['many, german', ['de']]])
  })

  it('is found on every page of a long listing, in a branch and in a folder', async () => {
    publish(welsh)
    hub.pageEntries = 2
    expect((await registry.lookAt(REPOSITORY, null)).models).toHaveLength(1)
    await expect(registry.lookAt(`https://huggingface.co/${REPOSITORY}/tree/old`, null)).rejects.toMatchObject({ code: 'address-not-found' })
  })
})
