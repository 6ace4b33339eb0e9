import 'fake-indexeddb/auto'
import { createHash, randomUUID } from 'node:crypto'

import { beforeEach, describe, expect, it } from 'vitest'

import type { ModelPack } from '../../src/shared/protocol/model-pack'
import { createDatabase } from '../../src/shared/storage/database'
import { openModelFiles } from '../../src/shared/storage/model-files'
import { createModelIndex, type ModelIndex } from '../../src/shared/storage/model-index'
import { createPackRegistry, type PackRegistry } from './pack-registry'
import { MemoryByteStore } from '#testing/models/memory-byte-store'
import { samplePack } from '#testing/models/sample-pack'

const bundleJson = JSON.stringify({ bundle_name: 'german_24l', language: 'german_24l', schema_version: 2 })
const published: Record<string, string> = {
  'bundle.json': bundleJson,
  'tokenizer.model': 'tokenizer',
  'bos_before_voice.npy': 'bos',
  'text_conditioner.onnx': 'text',
  'mimi_encoder_int8.onnx': 'encoder',
  'flow_lm_main_int8.onnx': 'main',
  'flow_lm_flow_int8.onnx': 'flow',
  'mimi_decoder_int8.onnx': 'decoder',
}
const enginePaths = Object.keys(published).map((name) => name.replace('_int8', ''))
const onDisk = (contents: Record<string, string>) =>
  Object.entries(contents).map(([name, text]) => new File([text], name))
const without = (name: string) => Object.fromEntries(Object.entries(published).filter(([key]) => key !== name))
const unheard = () => undefined
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const pinnedFile = (path: string, text: string, remotePath?: string) => ({
  path,
  sizeBytes: text.length,
  sha256: sha256(text),
  ...(remotePath === undefined ? {} : { remotePath }),
})

const starter = samplePack(
  [pinnedFile('model.onnx', 'weights', 'onnx/model_quantized.onnx'), pinnedFile('voices/am.bin', 'style')],
  { id: 'starter' },
)
const pocket = samplePack(
  Object.entries(published).map(([name, text]) => pinnedFile(name.replace('_int8', ''), text)),
  { id: 'pocket', engine: 'pocket-tts' },
)

let store: MemoryByteStore
let index: ModelIndex

async function reload(packs: readonly ModelPack[] = [starter]) {
  const registry = createPackRegistry({
    index,
    store,
    compiled: { erase: () => Promise.resolve() },
    fetch: () => Promise.reject(new TypeError('no network in this test')),
    keepsTokensHome: true,
    estimate: () => Promise.resolve(null),
    withPackLock: (_, act) => act(),
    now: () => 0,
    delay: () => Promise.resolve(),
    changes: { announce: () => undefined, listen: () => undefined },
  })
  const statuses = await registry.open({ version: 1, packs }, 'https://app.test/', () => undefined)
  return { registry, statuses }
}

let registry: PackRegistry
beforeEach(async () => {
  store = new MemoryByteStore()
  index = createModelIndex(createDatabase(randomUUID()))
  registry = (await reload()).registry
})

const read = async (pack: ModelPack, path: string) => {
  const files = await openModelFiles(pack, { index, place: () => store })
  return new TextDecoder().decode(await files.read(path))
}

describe('the language of files from disk', () => {
  const unnamed = { ...published, 'bundle.json': JSON.stringify({ bundle_name: 'mine', schema_version: 2 }) }

  it('is not known where they do not say, stays what the person chose, and is no matter of other packs', async () => {
    const pack = await registry.importFiles(onDisk(unnamed), unheard)
    expect(pack.languages).toEqual(['und'])
    expect((await registry.setLanguage(pack.id, 'de')).pack.languages).toEqual(['de'])
    expect((await registry.importFiles(onDisk(unnamed), unheard)).languages).toEqual(['de'])
    const { statuses } = await reload()
    expect(statuses.find((status) => status.pack.id === pack.id)).toMatchObject({ pack: { languages: ['de'] }, state: { phase: 'ready' } })
    await expect(registry.setLanguage('starter', 'de')).rejects.toMatchObject({ code: 'model-unknown' })
  })
})

describe('using files from disk', () => {
  it.each(Object.keys(published).filter((name) => name !== 'bundle.json'))('names %s when it is missing', async (name) => {
    await expect(registry.importFiles(onDisk(without(name)), unheard)).rejects.toMatchObject({
      code: 'model-missing',
      detail: expect.stringContaining(name) as string,
    })
    expect([...store.files.keys()]).toEqual([])
  })

  it('says what it looks for when the files belong to nothing known', async () => {
    await expect(registry.importFiles(onDisk({ 'holiday.jpg': 'x' }), unheard)).rejects.toMatchObject({
      code: 'model-missing',
      detail: expect.stringContaining('bundle.json') as string,
    })
  })

  it.each(['{', '[]', '{"bundle_name":"x"}'])('refuses a bundle.json that is none: %s', async (json) => {
    await expect(registry.importFiles(onDisk({ ...published, 'bundle.json': json }), unheard)).rejects.toMatchObject({
      code: 'model-invalid',
    })
  })

  it('refuses a bundle that an earlier version of the app compiled', async () => {
    const json = JSON.stringify({ bundle_name: 'mine', language: 'fr', schema_version: 2, format: 'myna-pocket-1', graphs: ['flow_lm_step.onnx'] })
    await expect(registry.importFiles(onDisk({ ...published, 'bundle.json': json }), unheard)).rejects.toMatchObject({ code: 'model-outdated' })
    expect([...store.files.keys()]).toEqual([])
  })

  it('lists such a bundle that is kept from then, and removes it without a trace', async () => {
    const contents = { 'bundle.json': JSON.stringify({ schema_version: 2, format: 'myna-pocket-1', graphs: ['flow_lm_step.onnx'] }), 'flow_lm_step.onnx': 'weights' }
    const pack = samplePack(
      Object.keys(contents).map((path) => ({ path, sizeBytes: null, sha256: null })),
      { id: 'local-0123', engine: 'pocket-tts', sources: ['disk:'] },
    )
    await index.saveLocalPack(pack)
    for (const [path, text] of Object.entries(contents)) {
      store.files.set(`${pack.id}/${path}`, new TextEncoder().encode(text))
      await index.write({ packId: pack.id, path, sizeBytes: text.length, sha256: sha256(text), place: 'opfs' })
    }
    const { registry: now, statuses } = await reload()
    expect(statuses.find((status) => status.pack.id === pack.id)?.state.phase).toBe('ready')
    expect((await now.remove(pack.id)).state).toEqual({ phase: 'absent', receivedBytes: 0 })
    expect([...store.files.keys()]).toEqual([])
    expect((await index.records(pack.id)).size).toBe(0)
    expect((await reload()).statuses.map((status) => status.pack.id)).toEqual(['starter'])
  })

  it('refuses an empty file', async () => {
    await expect(registry.importFiles(onDisk({ ...published, 'tokenizer.model': '' }), unheard)).rejects.toMatchObject({
      code: 'model-invalid',
    })
  })

  it('refuses a file with the name of a published one and other content', async () => {
    const files = onDisk({ 'model.onnx': 'weighty', 'am.bin': 'style' })
    await expect(registry.importFiles(files, unheard)).rejects.toMatchObject({
      code: 'model-hash-mismatch',
      detail: expect.stringContaining('model.onnx') as string,
    })
    expect([...store.files.keys()]).toEqual([])
  })

  it('keeps nothing of the file at which the disk filled up, and lets the person remove the rest', async () => {
    store.quotaBytes = bundleJson.length + 3
    await expect(registry.importFiles(onDisk(published), unheard)).rejects.toMatchObject({ code: 'storage-full' })
    expect([...store.files.keys()].map((key) => key.slice(key.indexOf('/') + 1))).toEqual(['bundle.json'])
    const { registry: again, statuses } = await reload()
    const broken = statuses.find(({ pack }) => pack.id.startsWith('local-'))!
    expect(broken.state).toEqual({ phase: 'absent', receivedBytes: bundleJson.length })
    await expect(again.download(broken.pack.id)).rejects.toMatchObject({ code: 'model-missing' })
    await again.remove(broken.pack.id)
    await expect(again.download(broken.pack.id)).rejects.toMatchObject({ code: 'model-unknown' })
    expect((await reload()).statuses.map(({ pack }) => pack.id)).toEqual(['starter'])
    expect([...store.files.keys()]).toEqual([])
  })

  it('does not vouch for a file that could not be replaced', async () => {
    const pack = await registry.importFiles(onDisk(published), unheard)
    store.quotaBytes = 0
    await expect(registry.importFiles(onDisk(published), unheard)).rejects.toMatchObject({ code: 'storage-full' })
    const files = await openModelFiles(pack, { index, place: () => store })
    expect(files.has('bundle.json')).toBe(false)
    expect(files.has('flow_lm_main.onnx')).toBe(true)
  })

  it('replaces what a broken download left', async () => {
    store.files.set('starter/model.onnx', new Uint8Array(100))
    const pack = await registry.importFiles(onDisk({ 'model.onnx': 'weights', 'am.bin': 'style' }), unheard)
    expect(await read(pack, 'model.onnx')).toBe('weights')
  })

  it('does not take a bundle for a pack that lists only some of its files', async () => {
    const { registry: known } = await reload([{ ...pocket, files: pocket.files.slice(1) }])
    expect((await known.importFiles(onDisk(published), unheard)).id).toMatch(/^local-/)
  })

  it('makes a pack of a bundle under the names that the engine asks for, there after a reload', async () => {
    const pack = await registry.importFiles(onDisk(published), unheard)
    expect(pack).toMatchObject({ engine: 'pocket-tts', languages: ['de'] })
    expect(pack.id).toMatch(/^local-[0-9a-f]{16}$/)
    expect(pack.files.map(({ path }) => path).sort()).toEqual(enginePaths.sort())
    const { statuses } = await reload()
    const status = statuses.find(({ pack: { id } }) => id === pack.id)
    expect(status?.state.phase).toBe('ready')
    expect(await read(status!.pack, 'flow_lm_main.onnx')).toBe('main')
  })

  it('takes full-precision graphs by their plain names, and the small ones where both are given', async () => {
    const plain = { ...without('mimi_encoder_int8.onnx'), 'mimi_encoder.onnx': 'encoder fp32', 'mimi_decoder.onnx': 'big' }
    const pack = await registry.importFiles(onDisk(plain), unheard)
    expect(await read(pack, 'mimi_encoder.onnx')).toBe('encoder fp32')
    expect(await read(pack, 'mimi_decoder.onnx')).toBe('decoder')
    const precise = (path: string) => pack.files.find((file) => file.path === path)?.remotePath === undefined
    expect([precise('mimi_encoder.onnx'), precise('mimi_decoder.onnx')]).toEqual([true, false])
  })

  it('forgets a pack from disk that was erased from outside', async () => {
    const pack = await registry.importFiles(onDisk(published), unheard)
    await index.forget(pack.id)
    store.files.clear()
    const statuses = await registry.open({ version: 1, packs: [starter] }, 'https://app.test/', () => undefined)
    expect(statuses.map(({ pack: { id } }) => id)).toEqual(['starter'])
  })

  it('gives the same files the same pack, and other files another', async () => {
    const first = await registry.importFiles(onDisk(published), unheard)
    expect(await registry.importFiles(onDisk(published), unheard)).toEqual(first)
    const other = await registry.importFiles(onDisk({ ...published, 'tokenizer.model': 'another' }), unheard)
    expect(other.id).not.toBe(first.id)
  })

  it('takes a bundle whose every hash is published for that very pack', async () => {
    const { registry: known } = await reload([starter, pocket])
    expect((await known.importFiles(onDisk(published), unheard)).id).toBe('pocket')
    const { statuses } = await reload([starter, pocket])
    expect(statuses.map(({ pack, state }) => [pack.id, state.phase])).toEqual([
      ['starter', 'absent'],
      ['pocket', 'ready'],
    ])
  })

  it('takes the starter files by their published or our own names', async () => {
    const pack = await registry.importFiles(onDisk({ 'model_quantized.onnx': 'weights', 'am.bin': 'style' }), unheard)
    expect(pack.id).toBe('starter')
    expect(await read(pack, 'model.onnx')).toBe('weights')
    expect(await read(pack, 'voices/am.bin')).toBe('style')
  })

  it('asks only for the starter files that are not kept already', async () => {
    await expect(registry.importFiles(onDisk({ 'am.bin': 'style' }), unheard)).rejects.toMatchObject({ code: 'model-missing' })
    await registry.importFiles(onDisk({ 'model.onnx': 'weights', 'am.bin': 'style' }), unheard)
    store.files.delete('starter/voices/am.bin')
    const again = (await reload()).registry
    await again.importFiles(onDisk({ 'am.bin': 'style' }), unheard)
    expect((await reload()).statuses[0]?.state.phase).toBe('ready')
  })
})
