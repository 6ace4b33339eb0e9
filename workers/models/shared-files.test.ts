import 'fake-indexeddb/auto'
import { createHash, randomUUID } from 'node:crypto'

import { beforeEach, describe, expect, it } from 'vitest'

import type { ModelFile, ModelPack, PackStatus } from '../../src/shared/protocol/model-pack'
import { createDatabase } from '../../src/shared/storage/database'
import { openModelFiles } from '../../src/shared/storage/model-files'
import { createModelIndex, type ModelIndex } from '../../src/shared/storage/model-index'
import { createPackRegistry, type PackRegistry } from './pack-registry'
import { FakeModelHost } from '#testing/models/fake-model-host'
import { MemoryByteStore } from '#testing/models/memory-byte-store'
import { samplePack } from '#testing/models/sample-pack'

const bytesOf = (length: number, salt: number) => Uint8Array.from({ length }, (_, index) => (index * 31 + salt * 17) % 256)
const fileOf = (path: string, bytes: Uint8Array): ModelFile => ({ path, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })

const encoder = bytesOf(200, 1)
const english = bytesOf(50, 2)
const german = bytesOf(60, 3)
const packOf = (id: string, own: Uint8Array) => samplePack([fileOf('encoder.onnx', encoder), fileOf('speech.onnx', own)], { id, sources: [`https://models.test/${id}/`] })
const packs = [packOf('english', english), packOf('german', german), packOf('again', german)]
const [englishPack, germanPack] = packs as [ModelPack, ModelPack]

let host: FakeModelHost
let store: MemoryByteStore
let index: ModelIndex
let registry: PackRegistry
let heard: PackStatus[]

beforeEach(async () => {
  host = new FakeModelHost()
  for (const { id } of packs) host.files.set(`https://models.test/${id}/encoder.onnx`, encoder)
  host.files.set('https://models.test/english/speech.onnx', english)
  for (const id of ['german', 'again']) host.files.set(`https://models.test/${id}/speech.onnx`, german)
  store = new MemoryByteStore()
  index = createModelIndex(createDatabase(randomUUID()))
  heard = []
  await open(packs)
})

async function open(listed: readonly ModelPack[]): Promise<readonly PackStatus[]> {
  registry = createPackRegistry({
    index,
    store,
    compiled: { erase: () => Promise.resolve() },
    fetch: host.fetch,
    keepsTokensHome: true,
    estimate: () => Promise.resolve(null),
    withPackLock: (_, act) => act(),
    now: () => 0,
    delay: () => Promise.resolve(),
    changes: { announce: () => undefined, listen: () => undefined },
  })
  return registry.open({ version: 1, packs: listed }, 'https://app.test/', (status) => heard.push(status))
}

const fetched = () => host.requests.map(({ url }) => new URL(url).pathname)
const read = async (pack: ModelPack, path: string) => new Uint8Array(await (await openModelFiles(pack, { index, place: () => store })).read(path))
const newest = (id: string) => heard.findLast(({ pack }) => pack.id === id)

describe('files that packs share', () => {
  it('are lost to all of them where damaged, and fetched once again', async () => {
    await registry.download('english')
    await registry.download('german')
    store.bytes('english', 'encoder.onnx')![7]! ^= 1
    expect((await registry.verify('german')).state).toEqual({ phase: 'absent', receivedBytes: 60 })
    expect(newest('english')?.state).toEqual({ phase: 'absent', receivedBytes: 50 })
    host.requests.length = 0
    await registry.download('german')
    await registry.download('english')
    expect(fetched()).toEqual(['/german/encoder.onnx'])
    expect(await read(englishPack, 'encoder.onnx')).toEqual(encoder)
  })

  it('are fetched where the browser evicted them from both', async () => {
    await registry.download('english')
    await registry.download('german')
    store.files.delete('english/encoder.onnx')
    expect((await open(packs)).map(({ state }) => state.phase)).toEqual(['absent', 'absent', 'absent'])
    expect((await registry.download('german')).state.phase).toBe('ready')
    expect((await registry.download('english')).state.phase).toBe('ready')
    expect(await read(englishPack, 'encoder.onnx')).toEqual(encoder)
  })

  it('are fetched again for the other pack where they cannot be renamed', async () => {
    await registry.download('english')
    await registry.download('german')
    store.move = () => Promise.reject(new DOMException('no', 'NotSupportedError'))
    await registry.remove('english')
    expect(newest('german')?.state).toEqual({ phase: 'absent', receivedBytes: 60 })
    expect((await registry.download('german')).state.phase).toBe('ready')
  })

  it('are fetched and kept once, and both packs say so', async () => {
    await registry.download('english')
    const status = await registry.download('german')
    expect(fetched()).toEqual(['/english/encoder.onnx', '/english/speech.onnx', '/german/speech.onnx'])
    expect([...store.files.keys()]).toEqual(['english/encoder.onnx', 'english/speech.onnx', 'german/speech.onnx'])
    expect(status).toMatchObject({ state: { phase: 'ready', receivedBytes: 260 }, sharedBytes: 200 })
    expect(newest('english')?.sharedBytes).toBe(200)
    expect((await open(packs)).map(({ sharedBytes }) => sharedBytes)).toEqual([200, 200, undefined])
    expect(await read(germanPack, 'encoder.onnx')).toEqual(encoder)
  })

  it('need room once', async () => {
    await registry.download('english')
    store.quotaBytes = 310
    expect((await registry.download('german')).state.phase).toBe('ready')
  })

  it('stay with the other packs when the one that brought them is removed, and go with the last', async () => {
    for (const id of ['english', 'german', 'again']) await registry.download(id)
    await registry.remove('english')
    expect(await read(germanPack, 'encoder.onnx')).toEqual(encoder)
    await registry.remove('german')
    expect(await read(packs[2]!, 'encoder.onnx')).toEqual(encoder)
    expect(await read(packs[2]!, 'speech.onnx')).toEqual(german)
    expect(newest('again')?.sharedBytes).toBeUndefined()
    await registry.remove('again')
    expect([...store.files.keys()]).toEqual([])
    expect(await index.allRecords()).toEqual([])
  })

  it('are not copied again from the disk', async () => {
    await registry.download('english')
    await open([germanPack])
    const opened = store.opened.length
    await registry.importFiles([new File([encoder], 'encoder.onnx'), new File([german], 'speech.onnx')], () => undefined).catch(() => undefined)
    expect(store.opened.slice(opened)).toEqual(['german/speech.onnx'])
    expect(await read(germanPack, 'encoder.onnx')).toEqual(encoder)
  })

  it('stay as they are for one pack when another asks for a newer revision under the same name', async () => {
    await registry.download('english')
    await registry.download('german')
    const newer = bytesOf(210, 9)
    host.files.set('https://models.test/english/encoder.onnx', newer)
    await open([{ ...englishPack, files: [fileOf('encoder.onnx', newer), englishPack.files[1]!] }, germanPack])
    expect((await registry.download('english')).state).toEqual({ phase: 'ready', receivedBytes: 260 })
    expect(await read(germanPack, 'encoder.onnx')).toEqual(encoder)
    expect(store.bytes('english', 'encoder.onnx')).toEqual(newer)
  })

})
