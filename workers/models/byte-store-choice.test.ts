import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { chooseByteStore } from './byte-store-choice'

const refuse = () => Promise.reject(new DOMException('private window', 'SecurityError'))

class FileHandle {
  createSyncAccessHandle(): void {
    // Its presence is what is asked for.
  }
}

beforeEach(() => {
  vi.stubGlobal('FileSystemFileHandle', FileHandle)
  vi.stubGlobal('navigator', { storage: { getDirectory: () => Promise.resolve({}) } })
  vi.stubGlobal('caches', { has: () => Promise.resolve(false) })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the place for model bytes', () => {
  it('is nowhere, with both reasons, where the browser refuses both', async () => {
    vi.stubGlobal('navigator', { storage: { getDirectory: refuse } })
    vi.stubGlobal('caches', { has: refuse })
    await expect(chooseByteStore()).rejects.toMatchObject({
      code: 'storage-unavailable',
      detail: expect.stringMatching(/OPFS:.*Cache API:/) as string,
    })
  })

  it('is the Cache API where the file system is refused', async () => {
    vi.stubGlobal('navigator', { storage: { getDirectory: refuse } })
    expect((await chooseByteStore()).name).toBe('cache')
  })

  it('is the Cache API where the file system cannot append', async () => {
    vi.stubGlobal('FileSystemFileHandle', { prototype: {} })
    expect((await chooseByteStore()).name).toBe('cache')
  })

  it('is the file system wherever it works', async () => {
    expect((await chooseByteStore()).name).toBe('opfs')
  })
})
