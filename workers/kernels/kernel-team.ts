import { MynaError } from '../../src/shared/protocol/errors'
import { boardBytes, createCallBoard, type Perform } from './call-board'
import type { KernelExports } from './kernel-exports'
import { createSharedMemory, instantiateKernels, kernelsOn, type Kernels } from './kernels'

/** A kernel by name, and what it is given. */
export type KernelCall = readonly [kernel: keyof KernelExports, ...args: number[]]

/** Kernels on one memory that several threads (lanes) work in. The owner is lane 0 and works too. */
export interface KernelTeam {
  /** The owner's instance; its memory is everybody's. Views of it may be of a `SharedArrayBuffer`: copy what leaves. */
  readonly kernels: Kernels
  readonly lanes: number
  /**
   * Runs calls 0 to count - 1 in any order, several at a time, and returns when all are done: none may write where
   * another reads or writes. `call` words each for every lane, whose scratch memory must be its own. count is at most
   * `MOST_CALLS`. Errors: `internal` when a kernel failed or a thread does not answer.
   */
  run(count: number, call: (index: number, lane: number) => KernelCall): void
  /** `run` on rows 0 to `rows`, cut into ranges [from, to) that begin at multiples of `grain`. */
  each(rows: number, grain: number, call: (from: number, to: number, lane: number) => KernelCall): void
  /** Ends the other threads. The memory goes with the last reference to it. */
  release(): void
}

/** What a thread that helps is given. */
export interface HelperSetup {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  /** Address of the board of calls, and for how many lanes it is. */
  readonly board: number
  readonly lanes: number
  /** Which lane the helper is. */
  readonly lane: number
}

/** Starts a thread that serves on `setup`; resolves when it waits for work, with what ends it. */
export type StartHelper = (setup: HelperSetup) => Promise<() => void>

/** Makes a team; one for each model, so that dropping the model gives its memory back. Errors: `out-of-memory`, `model-missing`. */
export type LoadKernelTeam = () => Promise<KernelTeam>

/** Ranges for each lane: so many that a thread that is held up takes fewer of them. */
const RANGES_PER_LANE = 4

/** A team of the owner alone, in a memory that is not shared. Errors: those of `instantiateKernels`. */
export async function createSingleTeam(module: WebAssembly.Module): Promise<KernelTeam> {
  return alone(await instantiateKernels(module))
}

/**
 * A team of `lanes` threads (at least 2) in a shared memory; `module` is built for one. The owner works alone where a
 * helper does not start. Errors: those of `instantiateKernels`.
 */
export async function createKernelTeam(module: WebAssembly.Module, lanes: number, startHelper: StartHelper): Promise<KernelTeam> {
  const memory = createSharedMemory()
  const kernels = await kernelsOn(module, memory)
  const board = kernels.memory.allocate(boardBytes(lanes))
  const helpers = Array.from({ length: lanes - 1 }, (_, index) => startHelper({ module, memory, board, lanes, lane: index + 1 }))
  const started = (await Promise.allSettled(helpers)).flatMap((helper) => (helper.status === 'fulfilled' ? [helper.value] : []))
  const release = () => {
    for (const stop of started) stop()
  }
  if (started.length < lanes - 1) {
    release()
    return alone(kernels)
  }
  const calls = createCallBoard(sharedBuffer(memory), board, lanes)
  const indexOf = new Map(Object.keys(kernels.run).map((name, index) => [name, index]))
  const perform = performer(kernels.run)
  return team(kernels, lanes, release, (count, call) => {
    try {
      calls.work(
        count,
        (index, lane) => {
          const [kernel, ...args] = call(index, lane)
          return [indexOf.get(kernel) ?? -1, ...args]
        },
        perform,
      )
    } catch (thrown) {
      throw teamError(thrown)
    }
  })
}

/** Serves as a helper, for ever: whoever started the thread ends it. `ready` is called when it waits for work. */
export async function serveTeam({ module, memory, board, lanes, lane }: HelperSetup, ready: () => void): Promise<never> {
  const { run } = await kernelsOn(module, memory)
  const calls = createCallBoard(sharedBuffer(memory), board, lanes)
  const perform = performer(run)
  ready()
  return calls.serve(lane, perform)
}

/** TypeScript knows the buffer of a memory that is not shared only. */
const sharedBuffer = (memory: WebAssembly.Memory) => memory.buffer as unknown as SharedArrayBuffer

function alone(kernels: Kernels): KernelTeam {
  return team(kernels, 1, () => undefined, (count, call) => {
    try {
      for (let index = 0; index < count; index++) {
        const [kernel, ...args] = call(index, 0)
        byName(kernels.run)[kernel]?.(...args)
      }
    } catch (thrown) {
      throw teamError(thrown)
    }
  })
}

function team(kernels: Kernels, lanes: number, release: () => void, run: KernelTeam['run']): KernelTeam {
  return {
    kernels,
    lanes,
    run,
    each(rows, grain, call) {
      const rangeRows = Math.ceil(rows / (RANGES_PER_LANE * lanes * grain)) * grain
      run(Math.ceil(rows / rangeRows), (index, lane) => call(index * rangeRows, Math.min(rows, (index + 1) * rangeRows), lane))
    },
    release,
  }
}

/** Kernels by their index among the module's exports, which is the same in every thread. */
function performer(run: KernelExports): Perform {
  const kernels = Object.values(byName(run))
  return (index, args) => kernels[index]?.(...args)
}

type KernelsByName = Readonly<Record<string, (...args: readonly number[]) => unknown>>

const byName = (run: KernelExports) => run as unknown as KernelsByName

const teamError = (cause: unknown) => new MynaError('internal', 'a kernel of a team failed', { cause })
