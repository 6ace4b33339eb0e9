import type { Kernels } from '../../../../kernels/kernels'
import { placeVector, type Product, type Products } from './products'
import { vectorOf, type WeightSource } from '../../../../formats/weights'

/** What step `step` of `steps` adds to the flow's condition, [width]. Only read. */
export type TimeEmbedding = (step: number, steps: number) => Float32Array

interface Embedder {
  /** Radians per unit of time. */
  readonly frequencies: Float32Array
  readonly widen: Product
  readonly mix: Product
  readonly alpha: Float32Array
}

/** Of the official code's RMSNorm. */
const RMS_EPSILON = 1e-5

/**
 * The mean of the embeddings of a step's start s = i/n and, with two `times`, its end t = (i+1)/n. It depends on nothing else, so
 * every one is computed once. Null for a flow that knows no time.
 */
export function createTimeEmbedding({ run, memory }: Kernels, products: Products, weights: WeightSource, times: 0 | 1 | 2): TimeEmbedding | null {
  if (times === 0) return null
  const embedders = loadEmbedders(products, weights, times)
  const waves = placeVector(memory, new Float32Array(2 * Math.max(...embedders.map(({ frequencies }) => frequencies.length))))
  const wide = memory.allocate(4 * Math.max(...embedders.map(({ widen }) => widen.stride)))
  const mixed = memory.allocate(4 * Math.max(...embedders.map(({ mix }) => mix.stride)))
  const known = new Map<string, Float32Array>()

  const embed = ({ frequencies, widen, mix, alpha }: Embedder, time: number): Float32Array => {
    const angles = frequencies.map((frequency) => time * frequency)
    memory.float32(waves, 2 * angles.length).set([...angles.map(Math.cos), ...angles.map(Math.sin)])
    widen.apply(waves, 1, wide)
    run.silu(wide, wide, widen.stride)
    mix.apply(wide, 1, mixed)
    return rmsNorm(memory.float32(mixed, alpha.length), alpha)
  }

  return (step, steps) => {
    const key = `${step}/${steps}`
    const mean = known.get(key) ?? meanOf(embedders.map((embedder, end) => embed(embedder, Math.fround((step + end) / steps))))
    known.set(key, mean)
    return mean
  }
}

/** On its own, so that nothing that lives on holds the files which the weights are views of. */
function loadEmbedders(products: Products, weights: WeightSource, times: number): readonly Embedder[] {
  return Array.from({ length: times }, (_, index) => loadEmbedder(products, weights, index))
}

function loadEmbedder(products: Products, weights: WeightSource, index: number): Embedder {
  const name = `flow_lm.flow_net.time_embed.${index}`
  const layer = (number: number) => products.load(weights.matrix(`${name}.mlp.${number}`), vectorOf(weights, `${name}.mlp.${number}.bias`))
  return { frequencies: vectorOf(weights, `${name}.freqs`).slice(), widen: layer(0), mix: layer(2), alpha: vectorOf(weights, `${name}.mlp.3.alpha`).slice() }
}

/** x · alpha / sqrt(epsilon + variance), by the unbiased variance: the mean is taken from the variance but not from x. */
export function rmsNorm(x: Float32Array, alpha: Float32Array): Float32Array {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (x.length - 1)
  return x.map((value, i) => (value * (alpha[i] ?? 0)) / Math.sqrt(RMS_EPSILON + variance))
}

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(0)] = vectors
  return first.map((_, i) => vectors.reduce((sum, vector) => sum + (vector[i] ?? 0), 0) / vectors.length)
}
