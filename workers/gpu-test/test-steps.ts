import { createRandom } from '../../src/shared/audio/random'
import { GPU_TEST_STEPS, type GpuFeature, type GpuTestStep } from '../../src/shared/protocol/gpu-test'
import { blockProduct, halfProduct } from '../compiler/block-products'
import { GraphBuilder, type BuiltGraph, type Product, type Value } from '../compiler/graph-builder'
import { plainProduct } from '../compiler/products'
import type { TensorShape } from '../runtime/resident-graphs'
import { convolved, normalised, productOf, softmaxOf, spread } from './reference'

/** Widths of the language model of Pocket TTS (kyutai-labs/pocket-tts, `english_2m`), and the rows of its prefill. */
export const WIDTH = 1024
export const FEED_FORWARD = 4096
const ROWS = 32
/** Attention of its prefill: heads, and positions that are seen. */
const HEADS = 16
const POSITIONS = 1024
/** Its codec's decoder: the first convolution and the first one that is transposed, over one frame of 80 ms. */
const CONVOLUTION = { inputs: 512, outputs: 512, kernel: 7 }
const TRANSPOSED = { inputs: 512, outputs: 256, kernel: 12, stride: 6 }
const FRAME_POSITIONS = 16
const EPSILON = 1e-5

/**
 * Least signal-to-noise ratio, in dB. Sums of a thousand float32 products have 120 and more in any order; 80 still tells
 * when somebody multiplies with 16 bits or fewer. Half precision has some 50; 40 is what the engines ask of a GPU.
 */
const MIN_DECIBELS = { float32: 80, float16: 40 } as const

/** One graph with one input `x` and one output `y` of float32, and what it must give. */
export interface TestGraph {
  readonly graph: BuiltGraph
  /** Values of the constants that the graph declares, by name. */
  readonly weights: ReadonlyMap<string, Float32Array>
  readonly x: Float32Array
  readonly inputShape: TensorShape
  readonly outputShape: TensorShape
  readonly expected: Float64Array
}

export interface TestStep {
  readonly step: GpuTestStep
  /** What it cannot run without. */
  readonly needs?: GpuFeature
  readonly minDecibels: number
  /** Multiplications with an addition; 0 where that says nothing. */
  readonly multiplyAdds: number
  /** What is timed: one call among many, or the way to a result that this thread can read. */
  readonly times: 'call' | 'round-trip'
  /** Made when it is tried: some are 16 MB. */
  readonly make: () => TestGraph
}

type Steps = Readonly<Record<GpuTestStep, Omit<TestStep, 'step'>>>

const float32 = { minDecibels: MIN_DECIBELS.float32, times: 'call' } as const
const float16 = { minDecibels: MIN_DECIBELS.float16, times: 'call', needs: 'shader-f16' } as const

const steps: Steps = {
  'small-call': { ...float32, multiplyAdds: 0, make: smallGraph },
  'read-back': { ...float32, multiplyAdds: 0, times: 'round-trip', make: smallGraph },
  'product-float32-row': { ...float32, multiplyAdds: WIDTH * FEED_FORWARD, make: () => productGraph(plainProduct, 1, fine) },
  'product-float32-rows': { ...float32, multiplyAdds: ROWS * WIDTH * FEED_FORWARD, make: () => productGraph(plainProduct, ROWS, fine) },
  'product-float16-row': { ...float16, multiplyAdds: WIDTH * FEED_FORWARD, make: () => productGraph(halfProduct, 1, coarse) },
  'product-float16-rows': { ...float16, multiplyAdds: ROWS * WIDTH * FEED_FORWARD, make: () => productGraph(halfProduct, ROWS, coarse) },
  'product-8-bit-row': { ...float32, multiplyAdds: WIDTH * FEED_FORWARD, make: () => productGraph(blockProduct, 1, fine) },
  'product-8-bit-rows': { ...float32, multiplyAdds: ROWS * WIDTH * FEED_FORWARD, make: () => productGraph(blockProduct, ROWS, fine) },
  'layer-norm': { ...float32, multiplyAdds: 0, make: layerNormGraph },
  softmax: { ...float32, multiplyAdds: 0, make: softmaxGraph },
  convolution: { ...float32, multiplyAdds: FRAME_POSITIONS * CONVOLUTION.inputs * CONVOLUTION.outputs * CONVOLUTION.kernel, make: convolutionGraph },
  'transposed-convolution': { ...float32, multiplyAdds: FRAME_POSITIONS * TRANSPOSED.inputs * TRANSPOSED.outputs * TRANSPOSED.kernel, make: transposedGraph },
}

/** All steps in their order. */
export const testSteps: readonly TestStep[] = GPU_TEST_STEPS.map((step) => ({ step, ...steps[step] }))

/** As many values as asked for. A loop: the arrays' own `from` takes a second for four million. */
function filled(count: number, next: (index: number) => number): Float32Array {
  const values = new Float32Array(count)
  for (let i = 0; i < count; i++) values[i] = next(i)
  return values
}

type Numbers = (count: number, stream: number) => Float32Array

/** Numbers from -1 to 1 that use all digits of float32. */
const fine: Numbers = (count, stream) => {
  const random = createRandom(1, stream)
  return filled(count, () => 2 * random.uniform() - 1)
}

/** Numbers from -1 to 1 that half precision holds exactly. */
const coarse: Numbers = (count, stream) => {
  const random = createRandom(2, stream)
  return filled(count, () => (random.uint32() % 2049) / 1024 - 1)
}

/** How many weights share a scale in 8 bits; the first of them is the largest. */
const BLOCK = 32

/** Weights that 8 bits with a scale for each block hold exactly, and half precision as well: only the arithmetic can be off. */
function exactWeights(count: number): Float32Array {
  const random = createRandom(3)
  return filled(count, (i) => (i % BLOCK === 0 ? -128 : (random.uint32() % 255) - 127) / 1024)
}

interface Computed {
  readonly dims: readonly number[]
  readonly outputDims: readonly number[]
  readonly x: Float32Array
  readonly weights?: Readonly<Record<string, Float32Array>>
  readonly expected: Float64Array
}

function testGraph({ dims, outputDims, x, weights = {}, expected }: Computed, build: (g: GraphBuilder, x: Value) => Value, product: Product = plainProduct): TestGraph {
  const g = new GraphBuilder('gpu-test', product)
  g.result(build(g, g.input('x', 'float32', dims)), 'y', 'float32', outputDims)
  return {
    graph: g.finish(),
    weights: new Map(Object.entries(weights)),
    x,
    inputShape: { type: 'float32', dims },
    outputShape: { type: 'float32', dims: outputDims },
    expected,
  }
}

/** As little as a call can do. */
function smallGraph(): TestGraph {
  const [x, added] = [fine(64, 0), fine(64, 1)]
  const expected = Float64Array.from(x, (value, i) => value + (added[i] ?? NaN))
  return testGraph({ dims: [64], outputDims: [64], x, weights: { added }, expected }, (g, input) => g.op('Add', [input, g.weight('added', [64])]))
}

function productGraph(product: Product, rows: number, values: Numbers): TestGraph {
  const sizes = { inputs: WIDTH, outputs: FEED_FORWARD }
  const x = values(rows * WIDTH, rows)
  const w = product === plainProduct ? fine(WIDTH * FEED_FORWARD, 2) : exactWeights(WIDTH * FEED_FORWARD)
  const computed = { dims: [1, rows, WIDTH], outputDims: [1, rows, FEED_FORWARD], x, weights: { w }, expected: productOf(x, w, sizes) }
  return testGraph(computed, (g, input) => g.linear(input, 'w', WIDTH, FEED_FORWARD), product)
}

function layerNormGraph(): TestGraph {
  const dims = [1, ROWS, WIDTH]
  const [x, scale, shift] = [fine(ROWS * WIDTH, 3), fine(WIDTH, 4), fine(WIDTH, 5)]
  const expected = normalised(x, scale, shift, EPSILON)
  return testGraph({ dims, outputDims: dims, x, weights: { scale, shift }, expected }, (g, input) =>
    g.op('LayerNormalization', [input, g.weight('scale', [WIDTH]), g.weight('shift', [WIDTH])], { axis: -1, epsilon: { float: EPSILON } }))
}

function softmaxGraph(): TestGraph {
  const dims = [1, HEADS, ROWS, POSITIONS]
  // Scores of attention spread over some units.
  const x = fine(HEADS * ROWS * POSITIONS, 6).map((value) => 8 * value)
  return testGraph({ dims, outputDims: dims, x, expected: softmaxOf(x, POSITIONS) }, (g, input) => g.op('Softmax', [input], { axis: -1 }))
}

function convolutionGraph(): TestGraph {
  const { inputs, outputs, kernel } = CONVOLUTION
  const length = FRAME_POSITIONS + kernel - 1
  const [x, w, bias] = [fine(inputs * length, 7), fine(outputs * inputs * kernel, 8), fine(outputs, 9)]
  const expected = convolved(x, w, bias, CONVOLUTION)
  return testGraph({ dims: [1, inputs, length], outputDims: [1, outputs, FRAME_POSITIONS], x, weights: { w, bias }, expected }, (g, input) =>
    g.op('Conv', [input, g.weight('w', [outputs, inputs, kernel]), g.weight('bias', [outputs])], { kernel_shape: [kernel] }))
}

function transposedGraph(): TestGraph {
  const { inputs, outputs, kernel, stride } = TRANSPOSED
  const outLength = stride * (FRAME_POSITIONS - 1) + kernel
  const [x, w] = [fine(inputs * FRAME_POSITIONS, 10), fine(inputs * outputs * kernel, 11)]
  const expected = spread(x, w, TRANSPOSED)
  return testGraph({ dims: [1, inputs, FRAME_POSITIONS], outputDims: [1, outputs, outLength], x, weights: { w }, expected }, (g, input) =>
    g.op('ConvTranspose', [input, g.weight('w', [inputs, outputs, kernel])], { kernel_shape: [kernel], strides: [stride] }))
}
