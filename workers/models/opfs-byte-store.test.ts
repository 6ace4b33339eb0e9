import { beforeEach, describe, expect, it } from 'vitest'

import type { ByteStore } from './byte-store'
import { createOpfsByteStore } from './opfs-byte-store'

const notFound = () => new DOMException('nothing there', 'NotFoundError')

/** `refusal` is what a write answers once nothing is free. */
interface Disk {
  freeBytes: number
  refusal: number
}

/** The part of the origin private file system that is used, in memory, with its exclusive locks and a limit. */
class MemoryFile {
  readonly kind = 'file'
  bytes = new Uint8Array()
  locked = false
  constructor(
    readonly name: string,
    readonly disk: Disk,
  ) {}

  getFile = () => Promise.resolve(new File([this.bytes], this.name))

  createSyncAccessHandle() {
    if (this.locked) return Promise.reject(new DOMException('in use', 'NoModificationAllowedError'))
    this.locked = true
    return Promise.resolve({
      getSize: () => this.bytes.length,
      read: (into: Uint8Array, { at }: { at: number }) => {
        const piece = this.bytes.subarray(at, at + into.length)
        into.set(piece)
        return piece.length
      },
      // As a nearly full disk does: takes what fits and says how much that was.
      write: (from: Uint8Array, { at }: { at: number }) => {
        if (this.disk.freeBytes === 0) return this.disk.refusal
        const taken = Math.min(from.length, this.disk.freeBytes)
        const grown = new Uint8Array(Math.max(this.bytes.length, at + taken))
        grown.set(this.bytes)
        grown.set(from.subarray(0, taken), at)
        this.bytes = grown
        this.disk.freeBytes -= taken
        return taken
      },
      truncate: (size: number) => {
        this.bytes = this.bytes.slice(0, size)
      },
      flush: () => undefined,
      close: () => {
        this.locked = false
      },
    })
  }
}

class MemoryDirectory {
  readonly kind = 'directory'
  readonly children = new Map<string, MemoryDirectory | MemoryFile>()
  constructor(
    readonly name: string,
    readonly disk: Disk,
  ) {}

  getDirectoryHandle = (name: string, { create = false } = {}) => this.#child(name, create, MemoryDirectory)
  getFileHandle = (name: string, { create = false } = {}) => {
    if (/[/\\]|^\.{0,2}$/.test(name)) return Promise.reject(new TypeError('Name is not allowed.'))
    return this.#child(name, create, MemoryFile)
  }

  removeEntry(name: string) {
    const child = this.children.get(name)
    if (!child) return Promise.reject(notFound())
    if ('locked' in child && child.locked) {
      return Promise.reject(new DOMException('in use', 'NoModificationAllowedError'))
    }
    this.children.delete(name)
    return Promise.resolve()
  }

  async *values() {
    for (const child of this.children.values()) yield await Promise.resolve(child)
  }

  #child<T extends MemoryDirectory | MemoryFile>(
    name: string,
    create: boolean,
    make: new (name: string, disk: Disk) => T,
  ): Promise<T> {
    const child = this.children.get(name) ?? (create ? new make(name, this.disk) : null)
    if (!child) return Promise.reject(notFound())
    this.children.set(name, child)
    return Promise.resolve(child as T)
  }
}

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
