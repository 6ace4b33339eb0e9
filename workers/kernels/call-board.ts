/** A kernel's index among the module's exports, and its arguments. */
export type KernelCall = readonly [kernel: number, ...args: number[]]

/** Most calls that are posted at a time. */
export const MOST_CALLS = 64
/** Most arguments of a call. */
const MOST_ARGS = 31

/** Numbers of 4 bytes at the head of the board. */
const GENERATION = 0
const NEXT = 1
const COUNT = 2
const BUSY = 3
const FAILED = 4
const HEAD_BYTES = 64
const CALL_NUMBERS = MOST_ARGS + 1

/** Turns of a loop, some 50 µs, that a thread waits awake: the next layer comes sooner than a sleeper wakes. */
const AWAKE_TURNS = 4000
/** How often an owner wakes in vain for threads that were given work. A single call takes far less than one nap. */
const MOST_NAPS = 30
const NAP_MS = 1000

/** Bytes that a board for so many lanes takes. */
export const boardBytes = (lanes: number): number => HEAD_BYTES + lanes * MOST_CALLS * CALL_NUMBERS * 8

/** Performs a call: the kernel of an instance over the memory that the board lies in. */
export type Perform = (kernel: number, args: readonly number[]) => void

/**
 * Where threads with one memory take their work from: calls that may run in any order and at the same time. Each lane
 * (thread) has its own wording of every call, since its scratch memory is its own. The owner is lane 0.
 */
export interface CallBoard {
  /** Owner: posts `calls(lane)`, as many for each lane, works on them too, and returns when all are done. Throws when one failed. */
  work(count: number, calls: (index: number, lane: number) => KernelCall, perform: Perform): void
  /** The others: waits for postings and works on them, for ever. */
  serve(lane: number, perform: Perform): never
}

/** A board at `address` of a shared memory, of `boardBytes(lanes)`, zeros at first. Every thread makes its own view of it. */
export function createCallBoard(memory: SharedArrayBuffer, address: number, lanes: number): CallBoard {
  const head = new Int32Array(memory, address, HEAD_BYTES / 4)
  const slots = new Float64Array(memory, address + HEAD_BYTES, lanes * MOST_CALLS * CALL_NUMBERS)

  const slot = (lane: number, index: number): number => (lane * MOST_CALLS + index) * CALL_NUMBERS

  function post(lane: number, index: number, [kernel, ...args]: KernelCall): void {
    const at = slot(lane, index)
    if (args.length > MOST_ARGS - 1) throw new RangeError(`a kernel call of ${args.length} arguments`)
    slots[at] = kernel
    slots[at + 1] = args.length
    slots.set(args, at + 2)
  }

  function take(lane: number, perform: Perform): void {
    for (;;) {
      const index = Atomics.add(head, NEXT, 1)
      if (index >= Atomics.load(head, COUNT)) return
      const at = slot(lane, index)
      perform(slots[at] ?? 0, [...slots.subarray(at + 2, at + 2 + (slots[at + 1] ?? 0))])
    }
  }

  return {
    work(count, calls, perform) {
      if (count > MOST_CALLS) throw new RangeError(`${count} kernel calls at a time`)
      for (let lane = 0; lane < lanes; lane++) for (let index = 0; index < count; index++) post(lane, index, calls(index, lane))
      Atomics.store(head, COUNT, count)
      Atomics.store(head, NEXT, 0)
      Atomics.store(head, BUSY, lanes - 1)
      Atomics.store(head, FAILED, 0)
      Atomics.add(head, GENERATION, 1)
      Atomics.notify(head, GENERATION)
      try {
        take(0, perform)
      } finally {
        waitFor(head, BUSY, (busy) => busy === 0, MOST_NAPS)
      }
      if (Atomics.load(head, FAILED) !== 0) throw new Error('a kernel failed on another thread')
    },
    serve(lane, perform) {
      let generation = 0
      for (;;) {
        waitFor(head, GENERATION, (posted) => posted !== generation)
        generation = Atomics.load(head, GENERATION)
        try {
          take(lane, perform)
        } catch {
          Atomics.store(head, FAILED, 1)
        }
        if (Atomics.sub(head, BUSY, 1) === 1) Atomics.notify(head, BUSY)
      }
    },
  }
}

/**
 * Waits, awake at first and then asleep, until a number of the head is as it should be. Throws after so many naps in which nothing
 * happened. They are counted and not timed: while the machine sleeps or the tab is frozen, nobody works.
 */
function waitFor(head: Int32Array<SharedArrayBuffer>, index: number, isRight: (value: number) => boolean, mostNaps = Infinity): void {
  for (let turn = 0; turn < AWAKE_TURNS; turn++) if (isRight(Atomics.load(head, index))) return
  for (let naps = 0; naps < mostNaps; ) {
    const value = Atomics.load(head, index)
    if (isRight(value)) return
    if (Atomics.wait(head, index, value, NAP_MS) === 'timed-out') naps++
  }
  throw new Error('another thread of the kernels does not answer')
}
