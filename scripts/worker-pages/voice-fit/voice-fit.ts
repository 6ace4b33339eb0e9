import { createFittingNetwork } from '../../../workers/inference/engines/kokoro/learning/fitting-network'
import type { FittingArithmetic } from '../../../workers/inference/engines/kokoro/learning/fitting-parts'
import { createStyleProjections } from '../../../workers/inference/engines/kokoro/learning/style-projections'
import { createVoiceFit, startVoiceFit } from '../../../workers/inference/engines/kokoro/learning/voice-fit'
import { createLaneScratch } from '../../../workers/inference/engines/kokoro/network/network-parts'
import { readNetworkWeights } from '../../../workers/inference/engines/kokoro/network/network-weights'
import { createPacedWork } from '../../../workers/inference/engines/kokoro/network/paced-work'
import type { KernelTeam } from '../../../workers/kernels/kernel-team'
import { floatValues, readSafetensors } from '../../fixtures/safetensors'

export interface FitRequest {
  /** Where the model file lies, and the reference of training/starter-voice-fit. */
  readonly model: string
  readonly reference: string
  readonly threads: number
  readonly arithmetic: FittingArithmetic
  /** Steps of a fit to the reference's one second, after the comparison. */
  readonly steps: number
}

/** How far gradients are from PyTorch's, relative to their size, and the cosine between them. */
export interface Nearness {
  readonly error: number
  readonly cosine: number
}

export interface FitTrial {
  readonly lanes: number
  readonly loss: number
  readonly expectedLoss: number
  readonly norms: Nearness
  readonly style: Nearness
  readonly openMs: number
  readonly losses: readonly number[]
  readonly stepMs: readonly number[]
  /** The longest time that the thread could not be reached. */
  readonly longestMs: number
  readonly memoryBytes: number
}

/** Compares the gradients of the starter's whole network with PyTorch's, and times a fit. */
export async function tryFit(team: KernelTeam, { model, reference, arithmetic, steps }: FitRequest): Promise<FitTrial> {
  const [file, stored] = await Promise.all([model, reference].map(async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer())))
  const vectors = readSafetensors(stored ?? new Uint8Array())
  const vector = (name: string): Float32Array => {
    const tensor = vectors.get(name)
    if (tensor === undefined) throw new Error(`no ${name}`)
    return floatValues(tensor)
  }
  const openedAt = performance.now()
  const weights = readNetworkWeights(file ?? new Uint8Array())
  const projections = createStyleProjections(weights)
  const parts = { team, weights, scratch: createLaneScratch(team), arithmetic, projections }
  const network = createFittingNetwork(parts)
  parts.scratch.place()
  const openMs = performance.now() - openedAt

  let [longestMs, yieldedAt] = [0, performance.now()]
  const work = createPacedWork(team, () => {
    longestMs = Math.max(longestMs, performance.now() - yieldedAt)
    yieldedAt = performance.now()
    return Promise.resolve()
  })
  const item = { frames: { text: vector('text'), pitch: vector('pitch'), energy: vector('energy') }, samples: vector('target') }
  const style = vector('style')
  const { loss, gradients } = await network.compare(work, projections.of(style), item)
  const fit = createVoiceFit(network, projections, [item], startVoiceFit(projections, style, 1, 24))
  const losses: number[] = []
  const stepMs: number[] = []
  for (let step = 0; step < steps; step++) {
    const startedAt = performance.now()
    losses.push(await fit.step(work))
    stepMs.push(performance.now() - startedAt)
  }
  return {
    lanes: team.lanes,
    loss,
    expectedLoss: vector('loss')[0] ?? NaN,
    norms: nearness(gradients, vector('gradient')),
    style: nearness(projections.toStyle(gradients), vector('style.gradient')),
    openMs,
    losses,
    stepMs,
    longestMs,
    memoryBytes: team.kernels.memory.float32(0, 0).buffer.byteLength,
  }
}

function nearness(values: Float64Array, expected: Float32Array): Nearness {
  let [off, own, size, product] = [0, 0, 0, 0]
  expected.forEach((value, i) => {
    const other = values[i] ?? NaN
    off += (other - value) ** 2
    own += other * other
    size += value * value
    product += other * value
  })
  return { error: Math.sqrt(off / size), cosine: product / Math.sqrt(own * size) }
}
