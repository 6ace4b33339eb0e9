import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashedFloats, hashedNumbers } from '#fixtures/hashed-numbers'
import { loadNodeTeam } from '#fixtures/node-kernels'
import { readVectors } from '#fixtures/official-vectors'
import { smallNetworkWeights } from '#fixtures/small-starter-network'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { KernelTeam } from '../../../../kernels/kernel-team'
import { createLaneScratch } from '../network/network-parts'
import { createPacedWork, type PacedWork } from '../network/paced-work'
import { SAMPLES_PER_FRAME } from '../network/sound-decoder'
import { createFittingNetwork, type FittingCrop, type FittingNetwork } from './fitting-network'
import { createStyleProjections } from './style-projections'
import { createVoiceFit, CROP_FRAMES, startVoiceFit, type FitItem } from './voice-fit'

// PyTorch's fit of a small network with the same layers: training/starter-voice-fit.
const reference = readVectors('e2e/fixtures/kokoro/fit-gradients.safetensors')
const projections = createStyleProjections(smallNetworkWeights)
const style = hashedFloats('style', 128)
const WIDTH = 16

function itemOf(frames: number): FitItem {
  return {
    frames: {
      text: hashedFloats('text', frames * WIDTH),
      pitch: Float32Array.from(hashedNumbers('pitch', 2 * frames), (value, i) => (i < 7 ? 150 + (value >>> 26) : 0)),
      energy: hashedFloats('energy', 2 * frames),
    },
    samples: hashedFloats('target', frames * SAMPLES_PER_FRAME, 0.2),
  }
}

describe('a fit', { timeout: 60_000 }, () => {
  const losses = reference('fit.losses')
  const items = [itemOf(5)]
  let team: KernelTeam
  let network: FittingNetwork
  let work: PacedWork
  beforeAll(async () => {
    team = await loadNodeTeam(1, 'baseline')
    const parts = { team, weights: smallNetworkWeights, scratch: createLaneScratch(team), arithmetic: { forward: 'float32', backward: 'float32' } as const, projections }
    network = createFittingNetwork(parts)
    parts.scratch.place()
    work = createPacedWork(team, () => Promise.resolve())
  })
  afterAll(() => { team.release() })

  it('goes the way that PyTorch goes, over a pause and a reload as well', async () => {
    let state = startVoiceFit(projections, style, 1, losses.length)
    for (const expected of losses) {
      const fit = createVoiceFit(network, projections, items, structuredClone(state))
      expect(Math.abs((await fit.step(work)) - expected)).toBeLessThan(2e-3)
      state = fit.state
    }
    expect(losses.at(-1)! / losses[0]!).toBeLessThan(0.95)
    // Adam steps by a gradient's sign at first: where that is next to nothing, rounding decides.
    const off = (values: Float32Array, expected: Float32Array) => values.reduce((sum, value, i) => sum + Math.abs(value - expected[i]!), 0) / values.length
    expect(off(state.style, reference('fit.style'))).toBeLessThan(1e-3)
    expect(off(state.deltas, reference('fit.deltas'))).toBeLessThan(1e-3)
  })

  it('is where it was when a step is stopped', async () => {
    const fit = createVoiceFit(network, projections, items, startVoiceFit(projections, style, 1, 24))
    const before = structuredClone(fit.state)
    let left = 20
    const stopped: PacedWork = { ...work, each: (...call) => (left-- > 0 ? work.each(...call) : Promise.reject(new MynaError('aborted', 'stopped'))) }
    await expect(fit.step(stopped)).rejects.toMatchObject({ code: 'aborted' })
    expect(left).toBe(-1)
    expect(fit.state).toEqual(before)
  })
})

describe('the crops of a fit', () => {
  const items = [itemOf(30), itemOf(90)]

  async function cropsOf(seed: number): Promise<readonly FittingCrop[]> {
    const crops: FittingCrop[] = []
    const network: FittingNetwork = {
      compare(_work, _styled, crop) {
        crops.push(crop)
        return Promise.resolve({ loss: 1, gradients: new Float64Array(projections.count) })
      },
      distance: () => Promise.reject(new Error('nobody asked')),
    }
    const fit = createVoiceFit(network, projections, items, startVoiceFit(projections, style, seed, 24))
    for (let step = 0; step < 24; step++) await fit.step({} as PacedWork)
    return crops
  }

  it('are a second each, or what there is of it, with what belongs to it', async () => {
    const crops = await cropsOf(3)
    for (const { frames, samples } of crops) {
      const count = samples.length / SAMPLES_PER_FRAME
      expect([30, CROP_FRAMES]).toContain(count)
      const item = items[count === 30 ? 0 : 1]!
      const first = (samples.byteOffset - item.samples.byteOffset) / 4 / SAMPLES_PER_FRAME
      expect(frames.text).toEqual(item.frames.text.slice(first * WIDTH, (first + count) * WIDTH))
      expect(frames.pitch).toEqual(item.frames.pitch.slice(2 * first, 2 * (first + count)))
      expect(frames.energy).toEqual(item.frames.energy.slice(2 * first, 2 * (first + count)))
    }
    const long = crops.filter(({ samples }) => samples.length === CROP_FRAMES * SAMPLES_PER_FRAME).length
    expect(long).toBeGreaterThan(12)
    expect(long).toBeLessThan(24)
  })

  it('are the same for the same seed, and others for another', async () => {
    const places = (crops: readonly FittingCrop[]) => crops.map(({ samples }) => [samples.length, samples.byteOffset])
    expect(places(await cropsOf(3))).toEqual(places(await cropsOf(3)))
    expect(places(await cropsOf(3))).not.toEqual(places(await cropsOf(4)))
  })
})
