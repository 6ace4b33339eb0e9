import type { KernelSpeed } from '../../src/shared/protocol/inference'
import type { Kernels } from '../kernels/kernels'
import { codecProducts } from './engines/pocket/codec/codec-products'

/** A matrix of 32 MiB in 8 bits, more than caches hold: a frame's weights come from the main memory, too. */
const ROUNDED = { inputs: 1024, outputs: 32_768 } as const
/** A convolution of the codec: rows, and the values that each output is made of. */
const FLOAT = { rows: 192, inputs: 1536, outputs: 256 } as const
/** Calls of each, of which the fastest counts: something else may take the processor meanwhile. */
const CALLS = 6

/**
 * Measures the two kinds of work that a clone is mostly made of, on one thread, in about a fifth of a second. `now` gives milliseconds; it
 * is a parameter for tests. Errors: `out-of-memory`.
 */
export function measureSpeed(kernels: Kernels, now: () => number = () => performance.now()): KernelSpeed {
  return { rounded: rateOf(roundedWork(kernels), ROUNDED.inputs * ROUNDED.outputs, now), float: rateOf(floatWork(kernels), FLOAT.rows * FLOAT.inputs * FLOAT.outputs, now) }
}

function rateOf(act: () => void, multiplyAdds: number, now: () => number): number {
  const times = Array.from({ length: CALLS }, () => {
    const startedAt = now()
    act()
    return now() - startedAt
  })
  // Browsers that round their clock may see no time pass at all.
  return (1000 * multiplyAdds) / Math.max(Math.min(...times), 0.1)
}

function roundedWork({ run, memory }: Kernels): () => void {
  const { inputs, outputs } = ROUNDED
  const [row, rowScales] = [memory.allocate(2 * inputs), memory.allocate(4)]
  const [weights, scales, starts, to] = [memory.allocate(inputs * outputs), memory.allocate(4 * outputs), memory.allocate(4 * outputs), memory.allocate(4 * outputs)]
  // Pages that nothing was written to are all one page.
  memory.int8(weights, inputs * outputs).fill(1)
  memory.float32(scales, outputs).fill(1)
  return () => { run.multiplyInt8(row, rowScales, weights, scales, starts, to, 1, outputs, inputs, 0) }
}

/** Float32, or what stands for it on this processor. */
function floatWork(kernels: Kernels): () => void {
  const { memory } = kernels
  const { rows, inputs, outputs } = FLOAT
  const product = codecProducts(kernels).load({ inputs, outputs }, () => 0.5)
  const [from, to] = [memory.allocate(4 * rows * inputs), memory.allocate(4 * rows * outputs)]
  memory.float32(from, rows * inputs).fill(0.5)
  return () => { product({ from, step: inputs, rows, to, toStep: outputs }) }
}
