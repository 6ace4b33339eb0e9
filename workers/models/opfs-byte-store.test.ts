import { beforeEach, describe, expect, it } from 'vitest'

import { MemoryDirectory, type Disk } from '#testing/storage/memory-opfs'

import type { ByteStore } from './byte-store'
import { createOpfsByteStore } from './opfs-byte-store'

const bytes = (...values: number[]) => Uint8Array.from(values)

describe('files in the origin private file system', () => {
  let disk: Disk
  let store: ByteStore
  beforeEach(() => {
    disk = { freeBytes: Infinity, refusal: 0 }
    const root = new MemoryDirectory('', disk)
    store = createOpfsByteStore(() => Promise.resolve(root as unknown as FileSystemDirectoryHandle))
  })
  const stored = async (path: string) => {
    const blob = await store.read('tiny', path)
    return blob && new Uint8Array(await blob.arrayBuffer())
  }

  it('renames a file into another pack, and says where there is none', async () => {
    const file = await store.open('tiny', 'a/b')
    await file.append(bytes(1, 2, 3))
    await file.close()
    await store.move({ packId: 'tiny', path: 'a/b' }, { packId: 'other', path: 'c' })
    expect(await store.list()).toEqual([{ packId: 'other', path: 'c', sizeBytes: 3 }])
    await expect(store.move({ packId: 'tiny', path: 'a/b' }, { packId: 'other', path: 'd' })).rejects.toMatchObject({ name: 'NotFoundError' })
  })

  // Chromium 156 answers a full disk with the unsigned form of its error number -8.
  it.each([0, 4294967288])('takes a write that answers %i for a full disk, after keeping what fitted', async (refusal) => {
    Object.assign(disk, { freeBytes: 5, refusal })
    const file = await store.open('tiny', 'a')
    await file.append(bytes(1, 2, 3))
    await expect(file.append(bytes(4, 5, 6))).rejects.toMatchObject({ name: 'QuotaExceededError' })
    await file.close()
    expect(await stored('a')).toEqual(bytes(1, 2, 3, 4, 5))
  })

  it('lets nobody write or delete a file that is open', async () => {
    const file = await store.open('tiny', 'a')
    await expect(store.open('tiny', 'a')).rejects.toMatchObject({ name: 'NoModificationAllowedError' })
    await expect(store.delete('tiny', 'a')).rejects.toMatchObject({ name: 'NoModificationAllowedError' })
    await file.close()
    await store.delete('tiny', 'a')
    expect(await stored('a')).toBeNull()
  })

  it('finds nothing where nothing is', async () => {
    expect(await stored('a')).toBeNull()
    expect(await store.list()).toEqual([])
    await expect(store.delete('tiny', 'a')).resolves.toBeUndefined()
  })

  it('appends to what an earlier visit left, under paths with slashes', async () => {
    const first = await store.open('tiny', 'voices/a.bin')
    await first.append(bytes(1, 2))
    await first.close()
    const second = await store.open('tiny', 'voices/a.bin')
    expect(second.sizeBytes).toBe(2)
    await second.append(bytes(3))
    const seen: number[] = []
    for await (const chunk of second.chunks()) seen.push(...chunk)
    expect(seen).toEqual([1, 2, 3])
    await second.close()
    expect(await store.list()).toEqual([{ packId: 'tiny', path: 'voices/a.bin', sizeBytes: 3 }])
  })

  it('clears to nothing and goes on from there', async () => {
    const file = await store.open('tiny', 'a')
    await file.append(bytes(1, 2, 3))
    await file.clear()
    await file.append(bytes(9))
    await file.close()
    expect(await stored('a')).toEqual(bytes(9))
  })
})
