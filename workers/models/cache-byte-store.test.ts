import { beforeEach, describe, expect, it } from 'vitest'

import type { ByteStore } from './byte-store'
import { createCacheByteStore } from './cache-byte-store'

/** The part of the Cache API that is used, in memory, with a limit on the bytes that it takes. */
class MemoryCaches {
  readonly entries = new Map<string, Blob>()
  quotaBytes = Infinity

  asCacheStorage(): CacheStorage {
    const url = (key: RequestInfo | URL) => (typeof key === 'string' ? key : key instanceof URL ? key.href : key.url)
    const cache = {
      match: (key: RequestInfo) => Promise.resolve(this.entries.has(url(key)) ? new Response(this.entries.get(url(key))) : undefined),
      put: async (key: RequestInfo, response: Response) => {
        const blob = await response.blob()
        const used = [...this.entries.values()].reduce((sum, { size }) => sum + size, 0)
        if (used + blob.size > this.quotaBytes) throw new DOMException('full', 'QuotaExceededError')
        this.entries.set(url(key), blob)
      },
      delete: (key: RequestInfo) => Promise.resolve(this.entries.delete(url(key))),
      keys: () => Promise.resolve([...this.entries.keys()].map((key) => new Request(key))),
    }
    return { open: () => Promise.resolve(cache) } as unknown as CacheStorage
  }
}

const counting = (from: number, to: number) => Uint8Array.from({ length: to - from }, (_, index) => from + index)

describe('files in the Cache API', () => {
  let memory: MemoryCaches
  let store: ByteStore
  beforeEach(() => {
    memory = new MemoryCaches()
    store = createCacheByteStore(memory.asCacheStorage(), 16)
  })

  const append = async (from: number, to: number) => {
    const file = await store.open('tiny', 'voices/a b.bin')
    for (let at = from; at < to; at += 5) await file.append(counting(at, Math.min(at + 5, to)))
    await file.close()
  }
  const stored = async () => {
    const blob = await store.read('tiny', 'voices/a b.bin')
    return blob && new Uint8Array(await blob.arrayBuffer())
  }

  it('renames a file of several segments into another pack, and says where there is none', async () => {
    await append(0, 40)
    const from = { packId: 'tiny', path: 'voices/a b.bin' }
    await store.move(from, { packId: 'other', path: 'c' })
    expect(await store.list()).toEqual([{ packId: 'other', path: 'c', sizeBytes: 40 }])
    expect(new Uint8Array(await (await store.read('other', 'c'))!.arrayBuffer())).toEqual(counting(0, 40))
    await expect(store.move(from, { packId: 'other', path: 'd' })).rejects.toMatchObject({ name: 'NotFoundError' })
  })

  it('passes a full disk on and keeps the segments before it', async () => {
    memory.quotaBytes = 25
    await expect(append(0, 60)).rejects.toMatchObject({ name: 'QuotaExceededError' })
    expect(await stored()).toEqual(counting(0, 20))
  })

  it('lets one writer at a time in, and the next one after it', async () => {
    const file = await store.open('tiny', 'a')
    await expect(store.open('tiny', 'a')).rejects.toMatchObject({ name: 'NoModificationAllowedError' })
    await file.close()
    await expect(store.open('tiny', 'a')).resolves.toBeDefined()
  })

  it('finds nothing where nothing is', async () => {
    expect(await stored()).toBeNull()
    expect(await store.list()).toEqual([])
    await expect(store.delete('tiny', 'voices/a b.bin')).resolves.toBeUndefined()
  })

  it('grows over several visits and gives everything back in order', async () => {
    await append(0, 37)
    await append(37, 41)
    await append(41, 100)
    expect(await stored()).toEqual(counting(0, 100))
    expect(await store.list()).toEqual([{ packId: 'tiny', path: 'voices/a b.bin', sizeBytes: 100 }])
  })

  it('shows what is stored and what still waits in memory when read back for hashing', async () => {
    const file = await store.open('tiny', 'a')
    await file.append(counting(0, 20))
    await file.append(counting(20, 23))
    const seen: number[] = []
    for await (const chunk of file.chunks()) seen.push(...chunk)
    expect(seen).toEqual([...counting(0, 23)])
    expect(file.sizeBytes).toBe(23)
  })

  it('does not keep a reference to the bytes it was given', async () => {
    const file = await store.open('tiny', 'a')
    const bytes = counting(0, 4)
    await file.append(bytes)
    bytes.fill(9)
    await file.close()
    expect(new Uint8Array(await (await store.read('tiny', 'a'))!.arrayBuffer())).toEqual(counting(0, 4))
  })

  it('clears and deletes every segment', async () => {
    await append(0, 60)
    const file = await store.open('tiny', 'voices/a b.bin')
    await file.clear()
    await file.append(counting(0, 3))
    await file.close()
    expect(await stored()).toEqual(counting(0, 3))
    await store.delete('tiny', 'voices/a b.bin')
    expect(memory.entries.size).toBe(0)
  })
})
