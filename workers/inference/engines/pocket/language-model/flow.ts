import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { KernelMemory } from '../../../../kernels/kernel-memory'
import type { Kernels } from '../../../../kernels/kernels'
import { flowSampling, timesOf, type SpeechSizes } from '../../../../formats/checkpoint/pocket-sizes'
import { placeVector, type Product, type Products } from './products'
import { createTimeEmbedding } from './time-embedding'
import { vectorOf, type WeightSource } from '../../../../formats/weights'

/** The flow that carries noise to a latent. */
export interface Flow {
  /**
   * Samples the latent of a frame from `noise`, [latent_dim], which is only read, in as many steps as `steps` means for the
   * kind of flow: {@link flowSampling}. `conditioning` is an address.
   */
  sample(conditioning: number, noise: Float32Array, steps: number): Float32Array
}

interface Block {
  readonly weight: number
  readonly bias: number
  readonly modulation: Product
  readonly first: Product
  readonly second: Product
}

/** Of the official code's flow, whose norms have another epsilon than those of the transformer. */
const FLOW_EPSILON = 1e-6

/** An AdaLN perceptron. Errors: `model-invalid` where weights are missing or have other sizes, `out-of-memory`. */
export function createFlow(kernels: Kernels, products: Products, weights: WeightSource, { latent: latentDim, flow: { kind } }: Pick<SpeechSizes, 'latent' | 'flow'>): Flow {
  const { run, memory } = kernels
  const { inputProj, condEmbed, blocks, lastModulation, output, width } = loadLayers(memory, products, weights)
  const embedTime = createTimeEmbedding(kernels, products, weights, timesOf(kind))

  const room = (values: number) => memory.allocate(4 * values)
  const ones = placeVector(memory, new Float32Array(width).fill(1))
  const zeros = room(width)
  const latent = room(output.stride)
  const state = room(width)
  const condition = room(width)
  const conditionAtTime = room(width)
  const modulations = room(3 * width)
  const normal = room(width)
  const inner = room(Math.max(0, ...blocks.map(({ first }) => first.stride)))
  const velocity = room(output.stride)
  const [shift, scale, gate] = [modulations, modulations + 4 * width, modulations + 8 * width]

  /** What the network gives for `latent`; null for one that knows no time. */
  function flowFrom(time: Float32Array | null): void {
    const at = memory.float32(condition, width)
    memory.float32(conditionAtTime, width).set(time === null ? at : time.map((value, i) => value + (at[i] ?? 0)))
    run.silu(conditionAtTime, conditionAtTime, width)
    inputProj.apply(latent, 1, state)
    for (const { weight, bias, modulation, first, second } of blocks) {
      modulation.apply(conditionAtTime, 1, modulations)
      run.layerNorm(state, weight, bias, normal, 1, width, FLOW_EPSILON)
      run.modulate(normal, shift, scale, width)
      first.apply(normal, 1, inner)
      run.silu(inner, inner, first.stride)
      second.apply(inner, 1, normal)
      run.addGated(normal, gate, state, width)
    }
    lastModulation.apply(conditionAtTime, 1, modulations)
    run.layerNorm(state, ones, zeros, normal, 1, width, FLOW_EPSILON)
    run.modulate(normal, shift, scale, width)
    output.apply(normal, 1, velocity)
  }

  return {
    sample(conditioning, noise, asked) {
      const { steps, replaces } = flowSampling(kind, asked)
      condEmbed.apply(conditioning, 1, condition)
      const sampled = noise.slice()
      for (let step = 0; step < steps; step++) {
        memory.float32(latent, latentDim).set(sampled)
        flowFrom(embedTime?.(step, steps) ?? null)
        const added = memory.float32(velocity, latentDim)
        if (replaces) return added.slice()
        for (let i = 0; i < latentDim; i++) sampled[i] = (sampled[i] ?? 0) + (added[i] ?? 0) / steps
      }
      return sampled
    },
  }
}

/** On its own, so that nothing that lives on holds the files which the weights are views of. */
function loadLayers(memory: KernelMemory, products: Products, weights: WeightSource) {
  const product = (name: string) => products.load(weights.matrix(`flow_lm.flow_net.${name}`), vectorOf(weights, `flow_lm.flow_net.${name}.bias`))
  const inputProj = product('input_proj')
  const condEmbed = product('cond_embed')
  const width = condEmbed.stride
  const place = (name: string) => placeVector(memory, vectorOf(weights, `flow_lm.flow_net.${name}`, width))
  const blocks: Block[] = []
  // They are numbered from 0 on; nothing says how many there are.
  for (let name = 'res_blocks.0'; weights.shapeOf(`flow_lm.flow_net.${name}.in_ln.weight`); name = `res_blocks.${blocks.length}`) {
    blocks.push({
      weight: place(`${name}.in_ln.weight`),
      bias: place(`${name}.in_ln.bias`),
      modulation: product(`${name}.adaLN_modulation.1`),
      first: product(`${name}.mlp.0`),
      second: product(`${name}.mlp.2`),
    })
  }
  const lastModulation = product('final_layer.adaLN_modulation.1')
  const output = product('final_layer.linear')
  if (blocks.some(({ modulation }) => modulation.stride !== 3 * width) || lastModulation.stride !== 2 * width || inputProj.stride !== width) {
    throw new MynaError('model-invalid', 'the flow has layers of different sizes')
  }
  return { inputProj, condEmbed, blocks, lastModulation, output, width }
}
