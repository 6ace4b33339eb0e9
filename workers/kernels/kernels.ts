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

/** Instantiates a compiled module. Errors: `out-of-memory`, `internal` for a module of another kind. */
export async function instantiateKernels(module: WebAssembly.Module): Promise<Kernels> {
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES })
    const { exports } = await WebAssembly.instantiate(module, { env: { memory, abort: failed } })
    const run = exports as unknown as KernelExports
    return { run, memory: createKernelMemory(memory, run.heapStart()) }
  } catch (thrown) {
    throw toMynaError(thrown)
  }
}

function failed(): never {
  throw new MynaError('internal', 'a kernel gave up')
}
