import 'fake-indexeddb/auto'
import { createHash, randomUUID } from 'node:crypto'

import { beforeEach, describe, expect, it } from 'vitest'

import { MynaError } from '../../src/shared/protocol/errors'
import type { ModelPack, PackStatus } from '../../src/shared/protocol/model-pack'
import { createDatabase } from '../../src/shared/storage/database'
import { createModelIndex, type ModelIndex } from '../../src/shared/storage/model-index'
import { createPackRegistry } from './pack-registry'
import type { ModelsEnvironment } from './models-environment'
import { FakeModelHost } from '#testing/models/fake-model-host'
import { MemoryByteStore } from '#testing/models/memory-byte-store'
import { News } from '#testing/models/news'
import { samplePack } from '#testing/models/sample-pack'

const bytesOf = (length: number, salt: number) =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + salt * 17) % 256)
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const big = bytesOf(200, 1)
const small = bytesOf(50, 2)
const pinned = samplePack([
  { path: 'big.onnx', sizeBytes: big.length, sha256: sha256(big) },
  { path: 'voices/small.bin', sizeBytes: small.length, sha256: sha256(small) },
])
const unpinned = samplePack([{ path: 'free.onnx', sizeBytes: null, sha256: null }], { id: 'free' })
const BIG = 'https://models.test/tiny/big.onnx'
const SMALL = 'https://models.test/tiny/voices/small.bin'
const FREE = 'https://models.test/tiny/free.onnx'

let host: FakeModelHost
let store: MemoryByteStore
let index: ModelIndex
let clockMs: number
let quota: number
let locked: Set<string>
let statuses: PackStatus[]
let news: News
/** Packs whose compiled graphs were dropped. */
let erased: string[]

beforeEach(() => {
  host = new FakeModelHost()
  host.files.set(BIG, big).set(SMALL, small).set(FREE, big)
  store = new MemoryByteStore()
  index = createModelIndex(createDatabase(randomUUID()))
  clockMs = 0
  quota = 1_000_000
  locked = new Set()
  statuses = []
  news = new News()
  erased = []
})

/** One tab: registries made by it share the disk, the index and the locks. */
async function openTab(packs: readonly ModelPack[] = [pinned, unpinned]) {
  const environment: ModelsEnvironment = {
    index,
    store,
    fetch: host.fetch,
    keepsTokensHome: true,
    estimate: () => Promise.resolve({ usage: 0, quota }),
    withPackLock: async (packId, act) => {
      if (locked.has(packId)) throw new MynaError('busy-elsewhere', packId)
      locked.add(packId)
      try {
        return await act()
      } finally {
        locked.delete(packId)
      }
    },
    now: () => (clockMs += 10),
    delay: () => Promise.resolve(),
    changes: news.join(),
    compiled: { erase: (packId) => Promise.resolve(void erased.push(packId ?? 'all')) },
  }
  const registry = createPackRegistry(environment)
  const heard: PackStatus[] = []
  const found = await registry.open({ version: 1, packs }, 'https://app.test/', (status) => {
    heard.push(status)
    statuses.push(status)
  })
  return { registry, heard, state: (id = 'tiny') => found.find(({ pack }) => pack.id === id)?.state }
}

const offline = Array.from({ length: 20 }, () => ({ kind: 'offline' }) as const)

describe('the packs on bad days', () => {
  it('refuses a manifest that is not one', async () => {
    await expect(openTab([{ ...pinned, files: [] }])).rejects.toMatchObject({ code: 'manifest-invalid' })
  })

  it('does not know a pack that is not listed', async () => {
    const { registry } = await openTab()
    await expect(registry.download('nobody')).rejects.toMatchObject({ code: 'model-unknown' })
  })

  it('fetches nothing when the browser says that it cannot fit', async () => {
    quota = 249
    const { registry } = await openTab()
    await expect(registry.download('tiny')).rejects.toMatchObject({
      code: 'storage-full',
      detail: expect.stringMatching(/250.*249/) as string,
    })
    expect(host.requests).toEqual([])
    expect(statuses.at(-1)?.state).toMatchObject({ phase: 'failed', code: 'storage-full', receivedBytes: 0 })
  })

  it('counts what is here already when it asks for room', async () => {
    store.files.set('tiny/big.onnx', big.slice(0, 100))
    quota = 150
    const { registry } = await openTab()
    expect((await registry.download('tiny')).state.phase).toBe('ready')
  })

  it('keeps the verified files and the part when the disk fills up in the middle', async () => {
    const { registry } = await openTab()
    store.quotaBytes = 225
    await expect(registry.download('tiny')).rejects.toMatchObject({ code: 'storage-full' })
    expect((await openTab()).state()).toEqual({ phase: 'paused', receivedBytes: 220 })
    store.quotaBytes = Infinity
    await registry.download('tiny')
    expect(host.requests.map(({ url, range }) => [url, range])).toEqual([
      [BIG, null],
      [SMALL, null],
      [SMALL, 'bytes=20-'],
    ])
  })

  it('fails when the network stays away, and goes on from there when asked again', async () => {
    const { registry } = await openTab()
    host.fail(BIG, { kind: 'breaks', afterBytes: 120 }, ...offline.slice(0, 4))
    await expect(registry.download('tiny')).rejects.toMatchObject({ code: 'model-download-failed' })
    expect(statuses.at(-1)?.state).toMatchObject({ phase: 'failed', receivedBytes: 120, code: 'model-download-failed' })
    expect((await registry.download('tiny')).state).toEqual({ phase: 'ready', receivedBytes: 250 })
    expect(host.requests.map(({ range }) => range)).toContain('bytes=120-')
  })

  it('drops one corrupt file and keeps the other', async () => {
    const { registry } = await openTab()
    const corrupt = small.slice()
    corrupt[0]! ^= 1
    host.files.set(SMALL, corrupt)
    await expect(registry.download('tiny')).rejects.toMatchObject({ code: 'model-hash-mismatch' })
    expect((await openTab()).state()).toEqual({ phase: 'absent', receivedBytes: 200 })
    host.files.set(SMALL, small)
    host.requests.length = 0
    await registry.download('tiny')
    expect(host.requests.map(({ url }) => url)).toEqual([SMALL])
  })

  it('answers busy-elsewhere while another tab downloads, and sees its result afterwards', async () => {
    const first = await openTab()
    const second = await openTab()
    const hanging = new Promise<void>((resolve) => (host.onHang = resolve))
    host.fail(BIG, { kind: 'hangs', afterBytes: 100 })
    const downloading = first.registry.download('tiny')
    await hanging
    await expect(second.registry.download('tiny')).rejects.toMatchObject({ code: 'busy-elsewhere' })
    await expect(second.registry.remove('tiny')).rejects.toMatchObject({ code: 'busy-elsewhere' })
    await first.registry.pause('tiny')
    expect((await downloading).state).toEqual({ phase: 'paused', receivedBytes: 100 })
    await first.registry.download('tiny')
    host.requests.length = 0
    expect((await second.registry.download('tiny')).state.phase).toBe('ready')
    expect(host.requests).toEqual([])
  })

  it('is called something else while another tab downloads it', async () => {
    await index.saveLocalPack({ ...pinned, id: 'local-1' })
    const first = await openTab()
    const second = await openTab()
    const hanging = new Promise<void>((resolve) => (host.onHang = resolve))
    host.fail(BIG, { kind: 'hangs', afterBytes: 100 })
    const downloading = first.registry.download('local-1')
    await hanging
    expect((await first.registry.rename('local-1', 'Mine')).state.phase).toBe('downloading')
    expect((await second.registry.setLanguage('local-1', 'cy')).pack.languages).toEqual(['cy'])
    await first.registry.pause('local-1')
    expect((await downloading).state).toEqual({ phase: 'paused', receivedBytes: 100 })
  })

  it('finds a corrupt byte on disk and fetches only that file again', async () => {
    const { registry } = await openTab()
    await registry.download('tiny')
    store.bytes('tiny', 'voices/small.bin')![7]! ^= 1
    expect((await registry.verify('tiny')).state).toEqual({ phase: 'absent', receivedBytes: 200 })
    expect((await index.records('tiny')).get('voices/small.bin')?.place).toBeNull()
    host.requests.length = 0
    expect((await registry.download('tiny')).state.phase).toBe('ready')
    expect(host.requests.map(({ url }) => url)).toEqual([SMALL])
  })

  it('notices bytes that the browser evicted', async () => {
    await (await openTab()).registry.download('tiny')
    store.files.delete('tiny/big.onnx')
    expect((await openTab()).state()).toEqual({ phase: 'absent', receivedBytes: 50 })
  })

  it('fetches again what a newer manifest wants otherwise', async () => {
    await (await openTab()).registry.download('tiny')
    const newer = bytesOf(60, 9)
    host.files.set(SMALL, newer)
    const files = [pinned.files[0]!, { path: 'voices/small.bin', sizeBytes: 60, sha256: sha256(newer) }]
    const { registry, state } = await openTab([{ ...pinned, files }])
    expect(state()).toEqual({ phase: 'absent', receivedBytes: 200 })
    expect((await registry.download('tiny')).state).toEqual({ phase: 'ready', receivedBytes: 260 })
    expect(store.bytes('tiny', 'voices/small.bin')).toEqual(newer)
  })

  it('does not hold a file that has another size now to the hash of the old one', async () => {
    const sized = (sizeBytes: number) => samplePack([{ path: 'free.onnx', sizeBytes, sha256: null }], { id: 'free' })
    await (await openTab([sized(big.length)])).registry.download('free')
    host.files.set(FREE, small)
    const { registry } = await openTab([sized(small.length)])
    expect((await registry.download('free')).state.phase).toBe('ready')
  })

  it('holds a file without published figures to those of its first download, until it is removed', async () => {
    const { registry, state } = await openTab()
    expect(state('free')).toEqual({ phase: 'absent', receivedBytes: 0 })
    expect((await registry.download('free')).totalBytes).toBe(200)
    store.bytes('free', 'free.onnx')![0]! ^= 1
    await registry.verify('free')
    host.files.set(FREE, bytesOf(200, 5))
    await expect(registry.download('free')).rejects.toMatchObject({ code: 'model-hash-mismatch' })
    await registry.remove('free')
    expect((await registry.download('free')).state.phase).toBe('ready')
  })
})

describe('the packs', () => {
  it('start absent, download in order, and are ready after a reload', async () => {
    const { registry, state } = await openTab()
    expect(state()).toEqual({ phase: 'absent', receivedBytes: 0 })
    expect(await registry.download('tiny')).toEqual({
      pack: pinned,
      totalBytes: 250,
      state: { phase: 'ready', receivedBytes: 250 },
    })
    expect(host.requests.map(({ url }) => url)).toEqual([BIG, SMALL])
    expect((await openTab()).state()).toEqual({ phase: 'ready', receivedBytes: 250 })
  })

  it('pause in mid-file; the part survives a reload and is not fetched again', async () => {
    const { registry } = await openTab()
    host.fail(BIG, { kind: 'hangs', afterBytes: 130 })
    host.onHang = () => void registry.pause('tiny')
    expect((await registry.download('tiny')).state).toEqual({ phase: 'paused', receivedBytes: 130 })
    const reloaded = await openTab()
    expect(reloaded.state()).toEqual({ phase: 'paused', receivedBytes: 130 })
    await reloaded.registry.download('tiny')
    expect(host.requests[1]).toMatchObject({ url: BIG, range: 'bytes=130-' })
  })

  it('download once when asked twice', async () => {
    const { registry } = await openTab()
    const [first, second] = await Promise.all([registry.download('tiny'), registry.download('tiny')])
    expect(second).toBe(first)
    expect(host.requests).toHaveLength(2)
  })

  it('report at most about eight times a second, with rate, time left and the file', async () => {
    const { registry } = await openTab()
    // The clock advances 10 ms per look, the host sends 10 bytes per piece: about 1,000 bytes a second.
    const large = bytesOf(8000, 3)
    host.files.set(BIG, large)
    const pack = samplePack([{ path: 'big.onnx', sizeBytes: 8000, sha256: sha256(large) }], { id: 'large' })
    await registry.open({ version: 1, packs: [pack] }, 'https://app.test/', (status) => statuses.push(status))
    statuses = []
    const beganMs = clockMs
    await registry.download('large')
    const reports = statuses.flatMap(({ state }) => (state.phase === 'downloading' ? [state] : []))
    expect(reports.length).toBeGreaterThan(10)
    expect(reports.length).toBeLessThanOrEqual(2 + (8 * (clockMs - beganMs)) / 1000)
    const last = reports.at(-1)!
    expect(last.file).toBe('big.onnx')
    expect(last.bytesPerSecond).toBeGreaterThan(900)
    expect(last.bytesPerSecond).toBeLessThan(1100)
    expect(last.secondsLeft).toBeCloseTo((8000 - last.receivedBytes) / last.bytesPerSecond, 6)
  })

  it('hear what another tab did, without being asked', async () => {
    const first = await openTab()
    const { heard } = await openTab()
    heard.length = 0
    await first.registry.download('tiny')
    await expect.poll(() => heard.map(({ pack, state }) => [pack.id, state.phase])).toEqual([['tiny', 'ready']])
    await first.registry.remove('tiny')
    await expect.poll(() => heard.at(-1)?.state).toEqual({ phase: 'absent', receivedBytes: 0 })
  })

  it('keep saying what went wrong until something changes', async () => {
    const first = await openTab()
    const second = await openTab()
    host.fail(BIG, ...offline.slice(0, 4))
    await expect(first.registry.download('tiny')).rejects.toMatchObject({ code: 'model-download-failed' })
    statuses = []
    await second.registry.download('free')
    await expect.poll(() => statuses.filter(({ state }) => state.phase === 'ready')).toHaveLength(2)
    expect((await first.registry.pause('tiny')).state).toMatchObject({ phase: 'failed' })
    await second.registry.download('tiny')
    await expect.poll(async () => (await first.registry.pause('tiny')).state.phase).toBe('ready')
  })

  it('remove frees every byte and record of that pack only', async () => {
    const { registry } = await openTab()
    await registry.download('tiny')
    await registry.download('free')
    expect((await registry.remove('tiny')).state).toEqual({ phase: 'absent', receivedBytes: 0 })
    expect(erased).toEqual(['tiny'])
    expect([...store.files.keys()]).toEqual(['free/free.onnx'])
    expect((await index.allRecords()).map(({ packId }) => packId)).toEqual(['free'])
  })

  it('remove stops a download first', async () => {
    const { registry } = await openTab()
    host.fail(BIG, { kind: 'hangs', afterBytes: 100 })
    const hanging = new Promise<void>((resolve) => (host.onHang = resolve))
    const downloading = registry.download('tiny')
    await hanging
    await registry.remove('tiny')
    expect((await downloading).state.phase).toBe('paused')
    expect([...store.files.keys()]).toEqual([])
  })
})
