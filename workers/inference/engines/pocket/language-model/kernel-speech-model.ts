import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Kernels } from '../../../../kernels/kernels'
import type { VoiceState } from './speech-model'
import type { FrameSampling, SpeechModel, SpeechRun } from './speech-model'
import { speechSizes } from '../../../../formats/checkpoint/checkpoint-sizes'
import type { PocketConfiguration, SpeechShape } from '../configuration'
import { createBackbone, NORM_EPSILON } from './backbone'
import { createCachedRows } from './cached-rows'
import { createFlow } from './flow'
import { createInt8Products } from './int8-products'
import { placeVector, type Products } from './products'
import { readHeads, type TextWeights } from './text-attention'
import { vectorOf, type WeightSource } from '../../../../formats/weights'

/** What a speech model on kernels is made from. */
export interface KernelSpeechParts {
  /** Used for nothing else. Whoever drops the model drops the kernels. */
  readonly kernels: Kernels
  /** Only needed while the model is made: the weights are copied. */
  readonly weights: WeightSource
  readonly configuration: PocketConfiguration
  /** Text embeddings, as {@link SpeechModel.embed}. */
  readonly embed: SpeechModel['embed']
  /** How matrices are multiplied; in 8 bits where it is not given. */
  readonly products?: Products
}

/** Positions that pass the layers together: their activations stay in the second-level cache. */
const MOST_ROWS = 64

/**
 * Speaks by SIMD kernels, with the KV caches in their memory. Runs may alternate from call to call, but only one has its
 * caches there: each change of run copies them. Errors: `model-invalid` where weights are missing or have unknown sizes, `out-of-memory`.
 */
export function createKernelSpeechModel(parts: KernelSpeechParts): SpeechModel {
  const { kernels, configuration, embed } = parts
  const shape = speechShape(parts.weights, configuration)
  const { memory, run: kernel } = kernels
  const { latent: latentDim, lm: { width, keyHeads, headWidth }, cacheLayers, maxPositions } = shape
  const { backbone, flow, inputLinear, outEos, beginning, outNorm, tell } = loadLayers(parts, shape)
  const latent = memory.allocate(4 * latentDim)
  const hidden = memory.allocate(4 * width)
  const told = tell === null ? hidden : memory.allocate(4 * tell.stride)
  const endLogit = memory.allocate(4 * outEos.stride)
  const cached = createCachedRows(kernels, shape)

  const nothingHeard: VoiceState = { positions: 0, caches: cacheLayers.map(() => new Float32Array(0)) }
  let resident: { save(): void } | null = null

  function startRun(voice: VoiceState | null, capacity: number): SpeechRun {
    let filled = voice?.positions ?? 0
    let saved: VoiceState | null = voice
    /** Positions of the text: what was read last of all before the first frame. */
    const text = { from: filled, to: filled }
    const self = {
      save() {
        saved = cached.save(filled)
      },
    }

    /** Makes sure that the caches are this run's, and that `added` more positions fit. */
    function enter(added: number): void {
      if (filled + added > capacity) throw new MynaError('position-budget-exceeded', `${filled} + ${added} positions do not fit into ${capacity}`)
      if (resident === self) return
      resident?.save()
      resident = null
      cached.reserve(capacity)
      if (saved !== null) cached.restore(saved)
      saved = null
      resident = self
    }

    function step(previous: Float32Array, { noise, steps, follow }: FrameSampling) {
      enter(1)
      memory.float32(latent, latentDim).set(previous.map((value, i) => (Number.isNaN(value) ? beginning[i] ?? NaN : value)))
      inputLinear.apply(latent, 1, backbone.rows)
      const textWeights: TextWeights[] = []
      backbone.advance(1, filled, cached, follow && ((layer, row) => { textWeights.push(...readHeads(memory, shape.lm, row, layer, follow, text.from, text.to)) }))
      filled += 1
      kernel.layerNorm(backbone.rows, outNorm.weight, outNorm.bias, hidden, 1, width, NORM_EPSILON)
      tell?.apply(hidden, 1, told)
      outEos.apply(told, 1, endLogit)
      return { endLogit: memory.float32(endLogit, 1)[0] ?? -Infinity, latent: flow.sample(told, noise, steps), ...(follow && { textWeights }) }
    }

    return {
      get positions() {
        return filled
      },
      async prefill(embeddings, yieldPoint = () => Promise.resolve()) {
        const rows = embeddings.length / width
        enter(rows)
        for (let row = 0; row < rows; row += MOST_ROWS) {
          const part = embeddings.subarray(row * width, (row + MOST_ROWS) * width)
          memory.float32(backbone.rows, part.length).set(part)
          const turns = backbone.fill(part.length / width, filled, cached)
          while (!turns.next().done) await yieldPoint()
          filled += part.length / width
        }
        text.to = filled
      },
      async next(previous, sampling, timings) {
        const frame = await timings.time('lm-flow', 1, () => step(previous, sampling))
        return { ...frame, latent: () => Promise.resolve(frame.latent) }
      },
      voiceState: () => promised(() => (resident === self ? cached.save(filled) : saved ?? nothingHeard)),
      end() {
        if (resident === self) resident = null
      },
    }
  }

  return {
    maxPositions,
    embed,
    start(voice, positions) {
      if (positions > maxPositions || (voice !== null && voice.positions > positions)) {
        throw new MynaError('position-budget-exceeded', `${positions} positions, ${maxPositions} at most`)
      }
      const length = (voice?.positions ?? 0) * 2 * keyHeads * headWidth
      for (const cache of voice === null ? [] : cacheLayers.keys()) {
        const values = voice?.caches[cache]?.length
        if (values !== length) throw new MynaError('model-mismatch', `${values ?? 0} cached values, ${length} expected`)
      }
      return startRun(voice, positions)
    },
  }
}

/** Errors: `model-invalid` for sizes that are unknown, or that the kernels, which read a head 16 values at a time, cannot compute. */
function speechShape(weights: WeightSource, { languageModel, maxPositions }: PocketConfiguration): SpeechShape {
  if (languageModel === null || languageModel.headWidth % 16 !== 0) throw new MynaError('model-invalid', 'the files list unknown caches')
  return { ...speechSizes(weights, languageModel), cacheLayers: languageModel.layers, maxPositions }
}

/** On its own, so that nothing that lives on holds the files which the weights are views of. */
function loadLayers({ kernels, weights, products: given }: KernelSpeechParts, shape: SpeechShape) {
  const { lm: { width, heads, headWidth, feedForward }, flow, told } = shape
  const longest = Math.max(width, heads * headWidth, feedForward, flow.width, 2 * flow.frequencies)
  const products = given ?? createInt8Products(kernels, { inputs: longest, rows: MOST_ROWS })
  const placed = (name: string) => placeVector(kernels.memory, vectorOf(weights, name, width))
  return {
    backbone: createBackbone(kernels, products, weights, shape, MOST_ROWS),
    flow: createFlow(kernels, products, weights, shape),
    inputLinear: products.load(weights.matrix('flow_lm.input_linear'), null),
    tell: told === null ? null : products.load(weights.matrix('flow_lm.z_proj'), null),
    outEos: products.load(weights.matrix('flow_lm.out_eos'), vectorOf(weights, 'flow_lm.out_eos.bias')),
    outNorm: { weight: placed('flow_lm.out_norm.weight'), bias: placed('flow_lm.out_norm.bias') },
    /** Stands for what a NaN in a latent means: there is none before the first. */
    beginning: vectorOf(weights, 'flow_lm.bos_emb').slice(),
  }
}

/** Failures become rejections. */
function promised<T>(act: () => T): Promise<T> {
  return new Promise((resolve) => { resolve(act()) })
}
