import { createRandom } from '../../../src/shared/audio/random'
import { ACTIVATION, convolve, packConvolution, type SevenBits } from '../../../workers/kernels/int8-convolution'
import { floatsInOrder } from '../../../workers/kernels/packed-weights'
import { hasRelaxedSimd } from '../../../workers/kernels/relaxed-simd'
import type { Kernels } from '../../../workers/kernels/kernels'
import { INSTRUCTIONS, instructionLoop, type Instruction } from './instruction-loop'

/** A convolution that is measured. */
export interface RatedLayer {
  readonly inputs: number
  readonly outputs: number
  readonly taps: number
  readonly dilation: number
  /** Rows of a call. */
  readonly rows: number
  readonly activation: keyof typeof ACTIVATION
  readonly seven: SevenBits
}

export interface RateRequest {
  readonly layers: readonly RatedLayer[]
  /** Calls of each, of which the median counts. */
  readonly rounds: number
}

/** Thousand million multiply-adds a second, of one thread: in the quickest call, which nothing else held up, and in the median one. */
export type Rate = readonly [best: number, median: number]

export interface KernelRates {
  readonly relaxed: boolean
  readonly instructions: Readonly<Partial<Record<Instruction, Rate>>>
  readonly layers: readonly Rate[]
}

/** Rounds of the loop over registers that are timed: some 2 ms. */
const LOOP_ROUNDS = 600_000

/** Measures instructions and layers in turn, so that whatever else the machine does meets all alike. */
export async function measureKernelRates(kernels: Kernels, { layers, rounds }: RateRequest): Promise<KernelRates> {
  const names = (Object.keys(INSTRUCTIONS) as Instruction[]).filter((name) => hasRelaxedSimd() || name === 'dot of int16')
  const loops = await Promise.all(names.map(loopOf))
  const calls = layers.map((layer) => callOf(kernels, layer))
  const all = [...loops, ...calls]
  const times = all.map(() => [] as number[])
  for (let round = 0; round < rounds + 2; round++) {
    all.forEach(({ call }, index) => {
      const startedAt = performance.now()
      call()
      if (round > 1) times[index]?.push(performance.now() - startedAt)
    })
  }
  const rates = all.map(({ products }, index): Rate => {
    const sorted = (times[index] ?? []).toSorted((a, b) => a - b)
    return [products / (1e6 * (sorted[0] ?? NaN)), products / (1e6 * (sorted[Math.floor(sorted.length / 2)] ?? NaN))]
  })
  return { relaxed: hasRelaxedSimd(), instructions: Object.fromEntries(names.map((name, index) => [name, rates[index]])), layers: rates.slice(names.length) }
}

interface RatedCall {
  readonly products: number
  readonly call: () => void
}

async function loopOf(instruction: Instruction): Promise<RatedCall> {
  const { bytes, productsPerRound } = instructionLoop(instruction)
  const { instance } = await WebAssembly.instantiate(bytes)
  const { run } = instance.exports as { readonly run: (rounds: number) => number }
  return { products: LOOP_ROUNDS * productsPerRound, call: () => void run(LOOP_ROUNDS) }
}

function callOf(kernels: Kernels, layer: RatedLayer): RatedCall {
  const { inputs, outputs, taps, rows, activation } = layer
  const { memory } = kernels
  const random = createRandom(1)
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal())
  const packed = packConvolution(kernels, { ...layer, weights: floatsInOrder(draw(outputs * inputs * taps), layer) })
  const place = (values: Float32Array) => {
    const address = memory.allocate(4 * values.length)
    memory.float32(address, values.length).set(values)
    return address
  }
  const x = place(draw(rows * packed.width))
  const coefficients = place(draw(3 * packed.width))
  const out = memory.allocate(4 * rows * packed.outWidth)
  const scratch = memory.allocate(packed.scratchBytes)
  const call = { x, total: rows, from: 0, to: rows, out, plus: x, scratch, activation: { kind: ACTIVATION[activation], coefficients } }
  return { products: rows * inputs * outputs * taps, call: () => { convolve(kernels, packed, call) } }
}
