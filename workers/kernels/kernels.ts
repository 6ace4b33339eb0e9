import { MynaError, toMynaError } from '../../src/shared/protocol/errors'
import type { KernelExports } from './kernel-exports'
import { createKernelMemory, type KernelMemory } from './kernel-memory'

/** One instance of the kernels with a memory of its own. Dropping it releases both. */
export interface Kernels {
  /** What is computed: functions on addresses of `memory`. */
  readonly run: KernelExports
  readonly memory: KernelMemory
}

/** Makes an instance of the kernels; one for each model, so that dropping the model gives its memory back. */
export type LoadKernels = () => Promise<Kernels>

/** Of WebAssembly's 65,536 pages of 64 KiB, which are 4 GiB: what is never reached is never taken. */
const MOST_PAGES = 65536
/**
 * Shared memory cannot move, so room for all of it is set aside at once: 1 GiB, which is the most that the build of the module takes.
 * A phone may refuse that; the starter needs 150 MiB.
 */
const SHARED_PAGES = [16384, 8192, 4096] as const

/** Instantiates a compiled module in a memory of its own. Errors: `out-of-memory`, `internal` for a module of another kind. */
export async function instantiateKernels(module: WebAssembly.Module): Promise<Kernels> {
  return kernelsOn(module, memoryOf({ initial: 1, maximum: MOST_PAGES }))
}

/** A memory that several threads' instances of a module built for it can work in, with as much room as can be had. Errors: `out-of-memory`. */
export function createSharedMemory(): WebAssembly.Memory {
  let refused: unknown
  for (const maximum of SHARED_PAGES) {
    try {
      return memoryOf({ initial: 1, maximum, shared: true })
    } catch (thrown) {
      refused = thrown
    }
  }
  throw refused
}

/** Instantiates a compiled module on a memory; only one instance of those that share it hands its room out. Errors: as `instantiateKernels`. */
export async function kernelsOn(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Kernels> {
  try {
    const { exports } = await WebAssembly.instantiate(module, { env: { memory, abort: failed } })
    const run = exports as unknown as KernelExports
    return { run, memory: createKernelMemory(memory, run.heapStart()) }
  } catch (thrown) {
    throw toMynaError(thrown)
  }
}

function memoryOf(descriptor: WebAssembly.MemoryDescriptor): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory(descriptor)
  } catch (thrown) {
    throw toMynaError(thrown)
  }
}

function failed(): never {
  throw new MynaError('internal', 'a kernel gave up')
}
