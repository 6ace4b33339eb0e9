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
import { STYLE_NORMS } from '../network/voice-deltas'
import { createFittingNetwork, type FittingCrop, type FittingNetwork } from './fitting-network'
import type { FittingArithmetic } from './fitting-parts'
import { createMelLoss } from './mel-loss'
import { createStyleProjections } from './style-projections'

// PyTorch's gradients of a small network with the same layers: training/starter-voice-fit.
const reference = readVectors('e2e/fixtures/kokoro/fit-gradients.safetensors')
const FRAMES = 5
const projections = createStyleProjections(smallNetworkWeights)
const nameOf = (path: string) => path.replace('decoder/decoder/', '').replaceAll('/', '.')

const crop: FittingCrop = {
  frames: {
    text: hashedFloats('text', FRAMES * 16),
    pitch: Float32Array.from(hashedNumbers('pitch', 2 * FRAMES), (value, i) => (i < 7 ? 150 + (value >>> 26) : 0)),
    energy: hashedFloats('energy', 2 * FRAMES),
  },
  samples: hashedFloats('target', FRAMES * SAMPLES_PER_FRAME, 0.2),
}
const style = hashedFloats('style', 128)
const styled = projections.of(style)
for (const path of STYLE_NORMS) {
  const offset = projections.offsetOf(path)
  hashedFloats(`delta ${nameOf(path)}`, reference(`${nameOf(path)}.gradient`).length, 0.2).forEach((value, i) => { styled[offset + i]! += value })
}

async function open(lanes: number, arithmetic: FittingArithmetic): Promise<{ readonly team: KernelTeam; readonly network: FittingNetwork }> {
  const team = await loadNodeTeam(lanes, 'baseline')
  const parts = { team, weights: smallNetworkWeights, scratch: createLaneScratch(team), arithmetic, projections }
  const network = createFittingNetwork(parts)
  parts.scratch.place()
  return { team, network }
}

/** How far values are from what they should be, relative to that. */
function error(values: ArrayLike<number>, expected: Float32Array): number {
  expect(values.length).toBe(expected.length)
  const [off, size] = expected.reduce(([o, s], value, i) => [o + ((values[i] ?? NaN) - value) ** 2, s + value ** 2] as const, [0, 0] as readonly [number, number])
  return Math.sqrt(off / size)
}

const work = (team: KernelTeam) => createPacedWork(team, () => Promise.resolve())

describe('the network that learns, in float32', () => {
  let team: KernelTeam
  let network: FittingNetwork
  let gradients: Float64Array
  let loss: number
  beforeAll(async () => {
    ({ team, network } = await open(1, { forward: 'float32', backward: 'float32' }))
    const before = team.kernels.memory.used
    ;({ loss, gradients } = await network.compare(work(team), styled, crop))
    expect(team.kernels.memory.used).toBe(before)
  })
  afterAll(() => { team.release() })

  it('is as far from a sound as the published code says', () => {
    expect(Math.abs(loss - reference('loss')[0]!)).toBeLessThan(1e-4)
  })

  it.each(STYLE_NORMS.map(nameOf))('has the gradient of %s', (name) => {
    const offset = projections.offsetOf(`decoder/decoder/${name.replace(/\.(?!\d)/g, '/')}`)
    const expected = reference(`${name}.gradient`)
    expect(error(gradients.subarray(offset, offset + expected.length), expected)).toBeLessThan(1e-3)
  })

  it('has the gradient of the style', () => {
    expect(error(projections.toStyle(gradients), reference('style.gradient'))).toBeLessThan(1e-3)
  })

  it('computes the very same with two threads, and stops when it is told to', async () => {
    const two = await open(2, { forward: 'float32', backward: 'float32' })
    expect(await two.network.compare(work(two.team), styled, crop)).toEqual({ loss, gradients })
    const used = two.team.kernels.memory.used
    let left = 20
    const going = work(two.team)
    const stopped: PacedWork = { ...going, each: (...call) => (left-- > 0 ? going.each(...call) : Promise.reject(new MynaError('aborted', 'stopped'))) }
    await expect(two.network.compare(stopped, styled, crop)).rejects.toMatchObject({ code: 'aborted' })
    expect(two.team.kernels.memory.used).toBe(used)
    two.team.release()
  })
})

describe('the network that learns, with an ear for voices', () => {
  const person = hashedFloats('person', 128)

  it('adds how far a sound is from a person, and which way', async () => {
    const team = await loadNodeTeam(1, 'baseline')
    const parts = { team, weights: smallNetworkWeights, scratch: createLaneScratch(team), arithmetic: { forward: 'float32', backward: 'float32' } as const, projections }
    let heard = new Float32Array()
    // Hears every sample as the person's number one.
    const network = createFittingNetwork(parts, {
      start: (sound, { 0: first = NaN }) => {
        heard = sound.slice()
        return { steps: 1, run: () => undefined, result: { loss: 0.25, gradient: new Float64Array(sound.length).fill(first) } }
      },
    })
    parts.scratch.place()
    const plain = await network.compare(work(team), styled, crop)
    const [once, twice] = [await network.compare(work(team), styled, crop, person), await network.compare(work(team), styled, crop, person.map((value) => 2 * value))]
    expect(await network.distance(work(team), styled, crop)).toBe(plain.loss)
    expect(once.loss).toBeCloseTo(plain.loss + 0.75 * 0.25, 9)
    const added = once.gradients.map((value, i) => value - plain.gradients[i]!)
    expect(Math.hypot(...added)).toBeGreaterThan(0)
    expect(error(twice.gradients.map((value, i) => (value - plain.gradients[i]!) / 2), Float32Array.from(added))).toBeLessThan(1e-3)
    expect(heard).toHaveLength(FRAMES * SAMPLES_PER_FRAME)
    team.release()
  })

  it('is told where nobody hears', async () => {
    const { team, network } = await open(1, { forward: 'int8', backward: 'int8' })
    await expect(network.compare(work(team), styled, crop, person)).rejects.toMatchObject({ code: 'internal' })
    team.release()
  })
})

it('has gradients that point the same way in whole numbers', async () => {
  const { team, network } = await open(1, { forward: 'int8', backward: 'int8' })
  const { gradients } = await network.compare(work(team), styled, crop)
  expect(error(projections.toStyle(gradients), reference('style.gradient'))).toBeLessThan(0.1)
  team.release()
})

it('hears how far two sounds are apart, and which way', () => {
  const mels = createMelLoss()
  const comparison = mels.start(crop.samples, reference('sound'))
  const windows = mels.windowsOf(crop.samples.length)
  comparison.run(0, 7)
  comparison.run(7, windows)
  expect(Math.abs(comparison.result.loss - reference('loss')[0]!)).toBeLessThan(1e-5)
  expect(error(comparison.result.gradient, reference('sound.gradient'))).toBeLessThan(1e-4)
})
