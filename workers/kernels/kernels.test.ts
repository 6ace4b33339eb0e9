import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { compileKernels } from '../../scripts/app/kernel-build'
import { createKernelMemory } from './kernel-memory'
import { createSharedMemory, instantiateKernels } from './kernels'
import { hasRelaxedSimd } from './relaxed-simd'

describe('the memory of the kernels', () => {
  it('says so when it cannot grow', () => {
    const memory = createKernelMemory(new WebAssembly.Memory({ initial: 1, maximum: 2 }), 0)
    expect(() => memory.allocate(3 * 65536)).toThrow(expect.objectContaining({ code: 'out-of-memory' }))
    expect(memory.used).toBe(0)
  })

  it('hands out room in order, each at a multiple of 16', () => {
    const memory = createKernelMemory(new WebAssembly.Memory({ initial: 1 }), 5)
    expect([memory.allocate(1), memory.allocate(16), memory.allocate(17), memory.allocate(4)]).toEqual([16, 32, 48, 80])
    expect(memory.used).toBe(96)
  })

  it('hands room out again that was given back', () => {
    const memory = createKernelMemory(new WebAssembly.Memory({ initial: 1 }), 0)
    memory.allocate(32)
    const second = memory.allocate(32)
    memory.allocate(32)
    memory.rewind(second)
    expect([memory.used, memory.allocate(64), memory.used]).toEqual([32, 32, 96])
  })

  it('keeps what was written when it grows', () => {
    const memory = createKernelMemory(new WebAssembly.Memory({ initial: 1 }), 0)
    const first = memory.allocate(8)
    memory.float32(first, 2).set([1.5, -2])
    const large = memory.allocate(10 * 65536)
    expect([...memory.float32(first, 2)]).toEqual([1.5, -2])
    expect(memory.int8(large, 10 * 65536)).toHaveLength(10 * 65536)
  })
})

describe('shared memory', () => {
  afterEach(() => vi.unstubAllGlobals())

  /** A browser that sets aside no more than so many pages. */
  function refuseMoreThan(pages: number): void {
    const Memory = WebAssembly.Memory
    vi.stubGlobal('WebAssembly', {
      ...WebAssembly,
      Memory: class extends Memory {
        constructor(descriptor: WebAssembly.MemoryDescriptor) {
          if ((descriptor.maximum ?? 0) > pages) throw new RangeError('could not allocate memory')
          super(descriptor)
        }
      },
    })
  }

  it.each([[16384, 16384], [10000, 8192], [5000, 4096]])('of a browser that gives %i pages is %i pages at most', (given, most) => {
    refuseMoreThan(given)
    const memory = createSharedMemory()
    expect(memory.grow(most - 1)).toBe(1)
    expect(() => memory.grow(1)).toThrow(RangeError)
  })

  it('says so where it cannot be had', () => {
    refuseMoreThan(1000)
    expect(() => createSharedMemory()).toThrow(expect.objectContaining({ code: 'out-of-memory' }))
  })
})

describe('an instance of the kernels', () => {
  it('starts behind the constants of the module', async () => {
    const { run, memory } = await loadNodeKernels()
    expect(memory.used).toBeGreaterThanOrEqual(run.heapStart())
  })

  it('has its own memory', async () => {
    const [one, other] = [await loadNodeKernels(), await loadNodeKernels()]
    const address = one.memory.allocate(4)
    one.memory.float32(address, 1).set([1])
    other.memory.allocate(4)
    expect([...other.memory.float32(address, 1)]).toEqual([0])
  })

  it('says so when the module is another one', async () => {
    // A module with nothing in it.
    const empty = await WebAssembly.compile(Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00))
    await expect(instantiateKernels(empty)).rejects.toMatchObject({ code: 'internal' })
  })
})

describe('the relaxed build', () => {
  it('runs exactly where the probe says so', async () => {
    expect(WebAssembly.validate(readFileSync(await compileKernels('relaxed')))).toBe(hasRelaxedSimd())
  })
})
