import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { chooseByteStore } from './byte-store-choice'
import { createMemoryByteStore } from './memory-byte-store'

const refuse = () => Promise.reject(new DOMException('private window', 'SecurityError'))
const placeChosen = async (keepsIndex = true) => (await chooseByteStore(keepsIndex, createMemoryByteStore())).placeOf('tiny', 'model.onnx')

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
  it.each([
    ['refuses the file system', { storage: { getDirectory: refuse } }],
    ['has no storage manager', {}],
  ])('is memory where the browser %s and the Cache API', async (_, navigator) => {
    vi.stubGlobal('navigator', navigator)
    vi.stubGlobal('caches', { has: refuse })
    expect(await placeChosen()).toBe('memory')
  })

  it('is memory where the index is not kept, whatever else is', async () => {
    expect(await placeChosen(false)).toBe('memory')
  })

  it.each([
    ['is refused', { storage: { getDirectory: refuse } }],
    ['is missing', {}],
  ])('is the Cache API where the file system %s', async (_, navigator) => {
    vi.stubGlobal('navigator', navigator)
    expect(await placeChosen()).toBe('cache')
  })

  it('is the Cache API where the file system cannot append', async () => {
    vi.stubGlobal('FileSystemFileHandle', { prototype: {} })
    expect(await placeChosen()).toBe('cache')
  })

  it('is the file system wherever it works', async () => {
    expect(await placeChosen()).toBe('opfs')
  })
})
