import { beforeEach, describe, expect, it } from 'vitest'
import { MemoryDirectory, type Disk } from '#testing/storage/memory-opfs'
import { createCompiledGraphStore, type CompiledGraphStore } from './compiled-graphs'

const bytes = (...values: number[]) => Uint8Array.from(values).buffer
const files = (...values: number[]) => new Map([['step.onnx', bytes(...values)], ['sub/facts.json', bytes(7)]])

describe('compiled graphs that are kept', () => {
  let disk: Disk
  let root: MemoryDirectory
  let store: CompiledGraphStore
  beforeEach(() => {
    disk = { freeBytes: Infinity, refusal: 0 }
    root = new MemoryDirectory('', disk)
    store = createCompiledGraphStore(() => Promise.resolve(root as unknown as FileSystemDirectoryHandle))
  })

  it('are no longer kept, and leave nothing, where the disk is full', async () => {
    expect(await store.write('tiny@1', 'speech', 1, files(1, 2))).toBe(true)
    disk.freeBytes = 5
    expect(await store.write('tiny@1', 'speech', 1, files(1, 2, 3, 4))).toBe(false)
    expect(await store.read('tiny@1', 'speech', 1)).toBeNull()
    expect(await store.sizeBytes()).toBe(0)
  })

  it('are not given back with a byte changed', async () => {
    await store.write('tiny@1', 'speech', 1, files(1, 2))
    const part = await (await (await root.getDirectoryHandle('compiled')).getDirectoryHandle('tiny%401')).getDirectoryHandle('speech')
    ;(await part.getFileHandle('step.onnx')).bytes[1] = 3
    expect(await store.read('tiny@1', 'speech', 1)).toBeNull()
  })

  it('are not given back to another version of the compiler', async () => {
    await store.write('tiny@1', 'speech', 1, files(1, 2))
    expect(await store.read('tiny@1', 'speech', 2)).toBeNull()
  })

  it('are nothing where the browser offers no place', async () => {
    const nowhere = createCompiledGraphStore(() => Promise.reject(new DOMException('private', 'SecurityError')))
    expect(await nowhere.read('tiny@1', 'speech', 1)).toBeNull()
    expect(await nowhere.write('tiny@1', 'speech', 1, files(1))).toBe(false)
    expect(await nowhere.sizeBytes()).toBe(0)
    await nowhere.erase()
  })

  it('come back as they were written', async () => {
    await store.write('tiny@1', 'speech', 1, files(1, 2))
    expect(await store.read('tiny@1', 'speech', 1)).toEqual(files(1, 2))
    expect(await store.read('tiny@1', 'decoder', 1)).toBeNull()
  })

  it('make room for those of the same pack with other bytes, and of no other pack', async () => {
    await store.write('tiny@1', 'speech', 1, files(1))
    await store.write('tiny-2@1', 'speech', 1, files(1))
    await store.write('tiny@2', 'decoder', 1, files(2))
    expect(await store.read('tiny@1', 'speech', 1)).toBeNull()
    expect(await store.read('tiny-2@1', 'speech', 1)).not.toBeNull()
  })

  it('are erased with their pack, or all of them', async () => {
    await store.write('tiny@1', 'speech', 1, files(1))
    await store.write('other@1', 'speech', 1, files(1))
    await store.erase('tiny')
    expect(await store.read('tiny@1', 'speech', 1)).toBeNull()
    expect(await store.read('other@1', 'speech', 1)).not.toBeNull()
    await store.erase()
    expect(await store.sizeBytes()).toBe(0)
  })
})
